/** Secrets planted into configurations, and the search for them. */

/** Forms that secrets have, each by a number that makes it one of its own. None is anybody's. */
export const secretForms: readonly ((n: number) => string)[] = [
  (n) => `FAKEhunter${n}pass`,
  (n) => `FAKE-correct-horse-${n}-battery`,
  (n) => `ghp_FAKE${n}aB3dE6gH9jK2mN5pQ8sT`,
  (n) => `FAKE${n}00112233445566778899aabbccddeeff`,
  (n) => `fakeonlyletters${'abcdefghij'[n % 10]}secret`,
];

/** Puts a secret of its own in each place marked SECRET. */
export function plant(text: string, form: (n: number) => string, from = 0): { text: string; secrets: string[] } {
  const secrets: string[] = [];
  const planted = text.replace(/SECRET/g, () => {
    const secret = form(from + secrets.length);
    secrets.push(secret);
    return secret;
  });
  return { text: planted, secrets };
}

/** Those of the secrets of which any eight characters in a row stand in a text, whatever the case. */
export function leaked(text: string, secrets: readonly string[]): string[] {
  const lower = text.toLowerCase();
  return secrets.filter((secret) => {
    const word = secret.toLowerCase();
    return Array.from({ length: word.length - 7 }, (_, at) => word.slice(at, at + 8)).some((part) =>
      lower.includes(part),
    );
  });
}

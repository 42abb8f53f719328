/** What visitors write into addresses, read so that nothing but expected values comes out. */

/** The value if it is one of the choices. */
export function choice<T extends string>(value: string | null, choices: readonly T[]): T | undefined {
  return choices.find((known) => known === value);
}

/** A page number, 1 to 100,000; 1 where it is none. */
export function pageNumber(value: string | null): number {
  const page = Number(value ?? 1);
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
}

/** A whole number from 1 that a number in JavaScript holds exactly; undefined where it is none. */
export function wholeNumber(value: string | null): number | undefined {
  const number = Number(value ?? '');
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}

/** Free text without NUL, which no database takes, at most 200 characters; undefined where there is none. */
export function text(value: string | null): string | undefined {
  const clean = (value ?? '').replaceAll('\0', '').toWellFormed().trim().slice(0, 200).toWellFormed();
  return clean === '' ? undefined : clean;
}

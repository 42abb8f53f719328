/**
 * What looks like a secret by itself. Data with examples; a test holds every pattern to its own. Pure.
 *
 * The line of defence for what people wrote for themselves is elsewhere: there a value is dropped unless it is known to be
 * harmless (`manifests/redact.ts`). These patterns decide about what is kept by its kind, such as names, and about texts
 * that authors publish.
 */

/** A form that secrets have. */
export interface SecretPattern {
  /** Whose secrets they are. */
  of: string;
  pattern: RegExp;
  /** Made-up texts that must match. */
  examples: readonly string[];
}

/** Forms that services gave their keys so that they can be told. Each matches a whole word. */
export const secretPatterns: readonly SecretPattern[] = [
  {
    of: 'keys marked secret, private or restricted (OpenAI, Stripe, Anthropic and those that do alike)',
    pattern: /^(?:sk|pk|rk|key|secret|whsec|acct|api|pat|token)[-_](?=.*[\dA-Z])[\w.-]{12,}$/,
    examples: ['sk-proj-AAAA0000bbbb1111', 'rk_live_00000000aaaaaaaa', 'whsec_AAAAbbbb0000cccc'],
  },
  {
    of: 'GitHub',
    pattern: /^(?:gh[opsur]|github_pat)_\w{16,}$/,
    examples: ['ghp_0000000000000000', 'github_pat_00AAaa_00bbBB00cc'],
  },
  { of: 'GitLab', pattern: /^gl[a-z]{2,6}-[\w.-]{12,}$/, examples: ['glpat-AAAA0000bbbb', 'glrt-00000000AAAA'] },
  { of: 'Slack', pattern: /^x(?:ox[a-z]|app)-[\w-]{8,}$/, examples: ['xoxb-0000-AAAA', 'xapp-1-A000-BBBB'] },
  { of: 'AWS', pattern: /^(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}$/, examples: ['AKIA0000AAAA0000BBBB'] },
  {
    of: 'Google',
    pattern: /^(?:AIza[\w-]{16,}|ya29\.[\w-]{8,}|GOCSPX-[\w-]{8,})$/,
    examples: ['AIzaAAAA0000bbbb1111'],
  },
  { of: 'JSON Web Tokens', pattern: /^eyJ[\w-]{6,}(?:\.[\w-]*){0,2}$/, examples: ['eyJhbGciOi.eyJzdWIi.AAAA'] },
  {
    of: 'npm, PyPI, Hugging Face, Docker, Notion, Linear, Shopify, SendGrid, Figma and others, by prefix',
    pattern:
      /^(?:npm|hf|dckr_pat|ntn|secret|lin_api|lin_oauth|shp[a-z]{2}|SG|figd|dop_v1|doo_v1|r8|tvly|fc|sbp|sbs|pul|rnd|dapi|phc|phx|nvapi|pypi|gsk|xai|pplx|ATATT|ATCTT|EAA|sntry[su]|NRAK|vercel|flyv1|tskey|ops|lsv2)[-_.=]?(?=[\w.=-]*\d)[\w.=-]{12,}$/,
    examples: [
      'hf_AAAAbbbb0000CCCC',
      'ntn_0000000000AA',
      'SG.AAAA0000.bbbb1111',
      'figd_AAAA0000bbbb1111',
      'tvly-AAAA0000bbbb',
    ],
  },
  {
    of: 'identifiers of 128 bits, which stand for accounts as often as for anything else',
    pattern: /^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i,
    examples: ['00000000-0000-4000-8000-00000000000a'],
  },
  {
    of: 'keys written in hexadecimal',
    pattern: /^(?=.*\d)[0-9a-f]{16,}$/i,
    examples: ['0123456789abcdef', 'DEADBEEF00112233'],
  },
];

/** Shortest word whose letters are weighed, characters. */
const shortestRandom = 12;
/** A run of consonants no word of a language has that people name programs in. */
const consonantRun = /[bcdfghjklmnpqrstvwxz]{6}/i;
/** Words with an odd look that stand in names and versions all the time. */
const ordinary =
  /^(?:v?\d+(?:\.\d+)*(?:-(?:alpha|beta|rc|next|canary|dev|preview)[.\d]*)?|\d{4}-\d{2}-\d{2}|x86_64|aarch64|[a-z]+\d{1,4})$/i;

/**
 * Whether a word looks like a secret by itself: a known form, or too random to be a name.
 * @param word without blanks; `name=value` and addresses are to be taken apart before
 */
export function looksSecret(word: string): boolean {
  const plain = word.replace(/^["'`<({[]+|["'`>)}\],;:]+$/g, '');
  if (secretPatterns.some(({ pattern }) => pattern.test(plain))) return true;
  return plain.split(/[-_.:@/+~\s]+/).some(isRandom) || isRandom(plain);
}

/** Whether the letters of one run look drawn by lot rather than chosen by a person. */
function isRandom(part: string): boolean {
  if (part.length < shortestRandom || ordinary.test(part)) return false;
  const bare = part.replace(/=+$/, '');
  if (bare !== part && bare.length >= shortestRandom && /^[\w+/-]+$/.test(bare)) return true;
  if (!/^[\w+/-]+$/.test(bare)) return false;
  if (changesKind(bare) / bare.length > 0.4) return true;
  // Names join words by signs or capitals; what is left is one word each.
  const words = bare.split(/[-_+/]+|(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d+$)/).filter((word) => word !== '');
  return (
    words.some((word) => word.length >= shortestRandom / 2 && changesKind(word) >= 3) || words.some(isUnpronounceable)
  );
}

/** How often a word changes between letters and digits, or between cases beyond a leading capital. */
function changesKind(word: string): number {
  const kind = (c: string) => (/\d/.test(c) ? 'd' : /[a-z]/.test(c) ? 'l' : 'u');
  let changes = 0;
  for (let at = 1; at < word.length; at++) {
    const capital = at === 1 && kind(word[0] as string) === 'u' && kind(word[1] as string) === 'l';
    if (!capital && kind(word[at] as string) !== kind(word[at - 1] as string)) changes++;
  }
  return changes;
}

function isUnpronounceable(word: string): boolean {
  if (word.length < shortestRandom) return false;
  const vowels = word.match(/[aeiouy]/gi)?.length ?? 0;
  return consonantRun.test(word) || vowels / word.length < 0.15;
}

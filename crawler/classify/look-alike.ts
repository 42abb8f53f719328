/**
 * Names made to be mistaken for a better known one. Pure. Servers for one product are all called much the same, so only
 * what nobody would choose by chance counts: a slip of the pen, letters that look alike, moved separators, a scope
 * written into the name, a claim of being official. “Another server for the same product” is none of these.
 */

/** How a name imitates another. Each is a reason of the identity check of the same name. */
export const imitations = ['letters', 'typo', 'separators', 'scope', 'official'] as const;
export type Imitation = (typeof imitations)[number];

/** A name many people know, and who owns it. */
export interface KnownName {
  /** Package name. */
  name: string;
  /** Owner of its repository. */
  owner?: string;
}

interface Parts {
  /** Without `@`; empty where there is none. */
  scope: string;
  bare: string;
}

/** Letters of other scripts that are drawn like Latin ones. */
const drawnAlike: Record<string, string> = Object.fromEntries(
  Object.entries({
    a: 'аαɑ',
    b: 'ЬƄ',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еҽ',
    g: 'ɡ',
    h: 'һ',
    i: 'іιı',
    j: 'ј',
    k: 'κк',
    l: 'ӏ',
    m: 'м',
    n: 'ո',
    o: 'оοօ',
    p: 'рρ',
    q: 'ԛ',
    s: 'ѕ',
    t: 'т',
    u: 'υս',
    v: 'νѵ',
    w: 'ԝ',
    x: 'хχ',
    y: 'уү',
  }).flatMap(([latin, others]) => [...others].map((other) => [other, latin])),
);
const foreignLetters = new RegExp(`[${Object.keys(drawnAlike).join('')}]`, 'gu');

/** A name as the eye takes it: other scripts, digits and pairs of letters that look like Latin letters become these. */
const seen = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(foreignLetters, (letter) => drawnAlike[letter] as string)
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');

const joined = (text: string): string => text.replace(/[-_.]+/g, '');

/** Words that name no product: a name of these alone is everybody's. */
const common = new Set([
  'mcp',
  'server',
  'servers',
  'model',
  'context',
  'protocol',
  'modelcontextprotocol',
  'the',
  'js',
]);
const isCommon = (bare: string): boolean => bare.split(/[-_.]/).every((word) => common.has(word) || word === '');

const claims = ['official', 'genuine', 'verified', 'authentic'];

/** Shortest word in which one wrong letter is taken for a slip rather than for another word. */
const minSlip = 7;
/** The same for two letters swapped or one doubled, which make a word more rarely. */
const minSwap = 6;

const partsOf = (name: string): Parts => {
  const [, scope = '', bare = name] = /^@([^/]+)\/(.+)$/.exec(name) ?? [];
  return { scope, bare };
};

/** Whether two words differ by one slip of the pen. Other words of a language mostly differ in their first or last letter. */
function isSlip(word: string, known: string): boolean {
  const shorter = Math.min(word.length, known.length);
  let start = 0;
  while (start < shorter && word[start] === known[start]) start++;
  let end = 0;
  while (end < shorter - start && word[word.length - 1 - end] === known[known.length - 1 - end]) end++;
  const mine = word.slice(start, word.length - end);
  const theirs = known.slice(start, known.length - end);
  if (/\d/.test(mine + theirs) || start === 0) return false;
  const swapped = mine.length === 2 && theirs.length === 2 && mine[0] === theirs[1] && mine[1] === theirs[0];
  if (swapped) return known.length >= minSwap;
  // One letter more or less: of a pair, or inside the word.
  const extra = mine === '' ? theirs : theirs === '' ? mine : undefined;
  if (extra?.length === 1) {
    const doubled = extra === (mine === '' ? known : word)[start - 1];
    if (doubled) return known.length >= minSwap;
    return end > 0 && known.length >= minSlip;
  }
  return mine.length === 1 && theirs.length === 1 && end > 0 && known.length >= minSlip;
}

/** Whether two names are the same but for one slip in one of their words. */
function isTypo(name: string, known: string): boolean {
  if (name === known || Math.abs(name.length - known.length) > 1) return false;
  const words = name.split(/[-_.]/);
  const theirs = known.split(/[-_.]/);
  if (words.length !== theirs.length) return false;
  const different = words.flatMap((word, at) => (word === theirs[at] ? [] : [at]));
  const [at] = different;
  return different.length === 1 && at !== undefined && isSlip(words[at] as string, theirs[at] as string);
}

/** Whether a bare name is a known one with a claim of being official before or behind it. */
const claimsOfficial = (bare: string, known: string): boolean =>
  bare.includes(known) &&
  claims.some((claim) => joined(bare) === claim + joined(known) || joined(bare) === joined(known) + claim);

function imitates(mine: Parts, theirs: Parts): Imitation | undefined {
  if (mine.scope !== '' && mine.scope === theirs.scope) return undefined;
  const name = `${mine.scope}/${mine.bare}`;
  const known = `${theirs.scope}/${theirs.bare}`;
  if (name === known) return undefined;
  if (seen(name) === seen(known)) return 'letters';
  const scoped = mine.scope !== '' && theirs.scope !== '';
  if (
    scoped
      ? mine.bare === theirs.bare && isTypo(mine.scope, theirs.scope)
      : mine.scope === theirs.scope && isTypo(mine.bare, theirs.bare)
  )
    return 'typo';
  if (
    scoped
      ? mine.bare === theirs.bare && joined(mine.scope) === joined(theirs.scope)
      : mine.scope === theirs.scope && joined(mine.bare) === joined(theirs.bare)
  )
    return 'separators';
  if (isCommon(theirs.bare)) return undefined;
  if (mine.scope === '' && theirs.scope !== '' && joined(mine.bare) === joined(theirs.scope + theirs.bare))
    return 'scope';
  return claimsOfficial(mine.bare, theirs.bare) ? 'official' : undefined;
}

/** A better known name that another one imitates, and how. */
export interface LookAlike {
  known: string;
  how: Imitation;
}

/**
 * Makes a search for the better known name that a package's name imitates. A known name, and a name of the owner of the
 * known one, imitate nothing.
 * @param known names many people know
 */
export function createLookAlikeSearch(
  known: readonly KnownName[],
): (name: string, owners: ReadonlySet<string>) => LookAlike | undefined {
  const names = new Set(known.map(({ name }) => name));
  const list = known.map((entry) => ({ ...entry, parts: partsOf(entry.name) }));
  return (name, owners) => {
    if (names.has(name)) return undefined;
    const mine = partsOf(name);
    for (const { name: better, owner, parts } of list) {
      if (owner !== undefined && owners.has(owner.toLowerCase())) continue;
      const how = imitates(mine, parts);
      if (how) return { known: better, how };
    }
    return undefined;
  };
}

/**
 * Names made to be mistaken for a better known one. Pure. Servers for one product are all called much the same, so only
 * what nobody would choose by chance counts: a slip of the pen, letters that look alike, moved separators, a scope
 * written into the name, a claim of being official. “Another server for the same product” is none of these.
 */

import { plainLetters } from '#crawler/text/fold.ts';
import type { PackageRegistry } from '#db/types.ts';

/** How a name imitates another. Each is a reason of the identity check of the same name. */
export const imitations = ['letters', 'typo', 'separators', 'scope', 'official'] as const;
export type Imitation = (typeof imitations)[number];

/** A package many people know, and who owns it. */
export interface KnownName {
  registry: PackageRegistry;
  name: string;
  /** Owner of its repository. */
  owner?: string;
}

/** A name with the forms it is compared in. */
interface Forms {
  /** Without `@`; empty where there is none. */
  scope: string;
  bare: string;
  /** The whole name as the eye takes it. */
  seen: string;
  /** Scope and bare name without separators. */
  joinedScope: string;
  joinedBare: string;
}

/** A name as the eye takes it: other scripts, digits and pairs of letters that look like Latin letters become these. */
const seen = (text: string): string =>
  plainLetters(text.normalize('NFKC').toLowerCase())
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

/** What a name claims with. All of different length. */
const claims = ['real', 'genuine', 'official', 'authentic'];

/** Shortest word in which one wrong letter is taken for a slip rather than for another word. */
const minSlip = 7;
/** The same for two letters swapped or one doubled, which make a word more rarely. */
const minSwap = 6;

/** A name as its registry compares it: PyPI by PEP 503. */
export const plainName = (registry: PackageRegistry, name: string): string =>
  registry === 'pypi' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name;

const formsOf = (name: string): Forms => {
  const [, scope = '', bare = name] = /^@([^/]+)\/(.+)$/.exec(name) ?? [];
  return { scope, bare, seen: seen(`${scope}/${bare}`), joinedScope: joined(scope), joinedBare: joined(bare) };
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

function imitates(mine: Forms, known: Forms): Imitation | undefined {
  if (mine.scope === known.scope && (mine.scope !== '' || mine.bare === known.bare)) return undefined;
  if (mine.seen === known.seen) return 'letters';
  // Where both have a scope it is the scope that differs; where neither has one, the name.
  if (mine.scope !== '' && mine.bare === known.bare && known.scope !== '') {
    if (isTypo(mine.scope, known.scope)) return 'typo';
    if (mine.joinedScope === known.joinedScope) return 'separators';
  }
  if (mine.scope === known.scope) {
    if (isTypo(mine.bare, known.bare)) return 'typo';
    if (mine.joinedBare === known.joinedBare) return 'separators';
  }
  const longer = mine.joinedBare.length - known.joinedBare.length;
  if (longer <= 0 || isCommon(known.bare)) return undefined;
  const scope = known.joinedScope;
  if (scope !== '' && mine.scope === '' && mine.joinedBare === scope + known.joinedBare) return 'scope';
  const claimed = claims.find((claim) => claim.length === longer);
  if (claimed === undefined || !mine.joinedBare.includes(known.joinedBare)) return undefined;
  return mine.joinedBare === claimed + known.joinedBare || mine.joinedBare === known.joinedBare + claimed
    ? 'official'
    : undefined;
}

/** A better known name that another one imitates, and how. */
export interface LookAlike {
  known: string;
  how: Imitation;
}

/**
 * Makes a search for the better known name that a package's name imitates. A known name, and a name of the owner of the
 * known one, imitate nothing; nor does a name in one registry that in another: owners often publish to several.
 * @param known names many people know
 */
export function createLookAlikeSearch(
  known: readonly KnownName[],
): (registry: PackageRegistry, name: string, owners: ReadonlySet<string>) => LookAlike | undefined {
  const lists = new Map<PackageRegistry, { entry: KnownName; forms: Forms }[]>();
  for (const entry of known) {
    const forms = formsOf(plainName(entry.registry, entry.name));
    const list = lists.get(entry.registry);
    if (list) list.push({ entry, forms });
    else lists.set(entry.registry, [{ entry, forms }]);
  }
  const names = new Set(known.map(({ registry, name }) => `${registry}:${plainName(registry, name)}`));
  return (registry, name, owners) => {
    const plain = plainName(registry, name);
    if (names.has(`${registry}:${plain}`)) return undefined;
    const mine = formsOf(plain);
    for (const {
      entry: { name: better, owner },
      forms,
    } of lists.get(registry) ?? []) {
      if (owner !== undefined && owners.has(owner.toLowerCase())) continue;
      const how = imitates(mine, forms);
      if (how) return { known: better, how };
    }
    return undefined;
  };
}

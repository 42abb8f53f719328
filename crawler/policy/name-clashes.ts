/**
 * Names of one server that a client, a gateway or a person takes for the same name. A rule for one of them is then a
 * rule for all, so the strictest must stand. Pure.
 */
import { foldLetters } from '#crawler/text/fold.ts';
import { replaceInvisible } from '#crawler/text/invisible.ts';

/** Why two names are one somewhere. */
export const clashReasons = ['case', 'letters', 'characters', 'length'] as const;
export type ClashReason = (typeof clashReasons)[number];

/** Names that are one somewhere. */
export interface NameClash {
  /** In the order of the list, at least two. */
  names: string[];
  /** In the order of `clashReasons`. */
  reasons: ClashReason[];
}

/**
 * Characters of a tool's name that clients keep where they cut: model APIs take 64, of which the name of the server and
 * its separators take some twenty.
 */
const keptChars = 44;
/** Clients that cut in the middle keep so many of the beginning and of the end. */
const keptAround = 20;

/** How each kind of place writes a name, by the reason it is given when two come out the same. */
const forms: Record<ClashReason, (name: string) => readonly string[]> = {
  case: (name) => [name.toLowerCase()],
  // White space around and characters that print nothing are not seen either.
  letters: (name) => [
    replaceInvisible(foldLetters(name.normalize('NFKC')).text, () => '')
      .trim()
      .toLowerCase(),
  ],
  characters: (name) => [plain(name)],
  length: (name) => {
    const text = plain(name);
    return text.length <= keptChars
      ? [text]
      : [text.slice(0, keptChars), `${text.slice(0, keptAround)}…${text.slice(-keptAround)}`];
  },
};

/** Clients write `_` for what is neither letter, digit, `_` nor `-`; some write `_` for `-` as well. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9_]/g, '_');

/** A name that every place leaves as it is, but for its case and `-`. */
const usual = new RegExp(`^[\\w-]{1,${keptChars}}$`);

/** Names of a list that are one somewhere, in the order of the list. Names are unique; each is in one group at most. */
export function findNameClashes(names: readonly string[]): NameClash[] {
  // So are nearly all lists; a page of one tool would spend a tenth of its time on the forms of their names.
  if (names.every((name) => usual.test(name)) && new Set(names.map(plain)).size === names.length) return [];
  const groupOf = new Map(names.map((name) => [name, new Set([name])]));
  const placeOf = new Map(names.map((name, at) => [name, at]));
  const reasonsOf = new Map<string, Set<ClashReason>>();
  for (const reason of clashReasons) {
    const byForm = new Map<string, string>();
    for (const name of names) {
      for (const form of new Set(forms[reason](name))) {
        const first = byForm.get(form);
        if (first === undefined) byForm.set(form, name);
        else {
          // Only what told them apart until here is a reason of its own.
          if (groupOf.get(first) !== groupOf.get(name) || reason === 'case') note(reasonsOf, [first, name], reason);
          join(groupOf, first, name);
        }
      }
    }
  }
  return [...new Set(groupOf.values())]
    .filter((group) => group.size > 1)
    .map((group) => {
      const reasons = new Set([...group].flatMap((name) => [...(reasonsOf.get(name) ?? [])]));
      return {
        names: [...group].sort((a, b) => placeOf.get(a)! - placeOf.get(b)!),
        reasons: clashReasons.filter((reason) => reasons.has(reason)),
      };
    });
}

function note(reasonsOf: Map<string, Set<ClashReason>>, names: readonly string[], reason: ClashReason): void {
  for (const name of names) {
    const reasons = reasonsOf.get(name);
    if (reasons) reasons.add(reason);
    else reasonsOf.set(name, new Set([reason]));
  }
}

/** Makes the groups of two names one; the smaller moves, so that the whole takes time in proportion to the names. */
function join(groupOf: Map<string, Set<string>>, a: string, b: string): void {
  const [one, other] = [groupOf.get(a)!, groupOf.get(b)!];
  if (one === other) return;
  const [large, small] = one.size >= other.size ? [one, other] : [other, one];
  for (const name of small) {
    large.add(name);
    groupOf.set(name, large);
  }
}

/** True where clients cannot tell tool `b__delete` of server `a` from tool `delete` of server `a__b`. */
export const crossesServers = (name: string): boolean => name.includes('__');

/**
 * Servers of one configuration that a rule of a client can take for one another: their names are one somewhere, or the
 * name of one begins with that of the other and “__”, so that a tool of the shorter can have the name of a tool of the
 * longer. Each pair or group once, in the order of the list.
 */
export function findServerClashes(servers: readonly string[]): { same: NameClash[]; nested: [string, string][] } {
  const names = [...new Set(servers)];
  const byForm = new Map(names.toReversed().map((name) => [plain(name), name]));
  const lengths = new Set([...byForm.keys()].map(({ length }) => length));
  const nested = names.flatMap((name): [string, string][] => {
    const form = plain(name);
    const shorter = [...form.matchAll(/(?=__)/g)].flatMap(
      ({ index }) => (lengths.has(index) && byForm.get(form.slice(0, index))) || [],
    );
    return shorter.slice(0, 1).map((one) => [one, name]);
  });
  return { same: findNameClashes(names), nested };
}

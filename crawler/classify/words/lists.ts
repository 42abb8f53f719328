/** Every list of words that words of a tool are looked up in one by one, each with a bit: a word is looked up once for all of them. */
import * as sentence from '#crawler/classify/lexicon/sentence.ts';
import * as telling from '#crawler/classify/lexicon/telling.ts';

/** A set of lists, as two 31-bit masks. */
export interface Lists {
  lo: number;
  hi: number;
}

/** The lists that a word stands on as it is written, and those that its singular stands on. */
export interface WordLists {
  written: Lists;
  singular: Lists;
}

/** Bits of a mask. */
const maskBits = 31;

/** No list. */
export const noLists: Lists = { lo: 0, hi: 0 };

/** Gives each list its bit. At most 62 lists. */
const tableOf = <Name extends string>(lists: Readonly<Record<Name, ReadonlySet<string>>>) => {
  const bits = {} as Record<Name, Lists>;
  const byWord = new Map<string, Lists>();
  for (const [index, name] of (Object.keys(lists) as Name[]).entries()) {
    const bit = 1 << (index % maskBits);
    const own = index < maskBits ? { lo: bit, hi: 0 } : { lo: 0, hi: bit };
    bits[name] = own;
    for (const word of lists[name]) {
      const known = byWord.get(word) ?? noLists;
      byWord.set(word, { lo: known.lo | own.lo, hi: known.hi | own.hi });
    }
  }
  return { bits, of: (word: string): Lists => byWord.get(word) ?? noLists };
};

const written = tableOf({
  adviceHeading: sentence.adviceHeading,
  conditional: sentence.conditional,
  families: sentence.families,
  joins: sentence.joins,
  modals: sentence.modals,
  passives: sentence.passives,
  passiveStops: sentence.passiveStops,
  pointers: sentence.pointers,
  pronouns: sentence.pronouns,
  putDown: sentence.putDown,
  subjects: sentence.subjects,
  toVerbs: sentence.toVerbs,
  ...telling.telling,
  adminWords: telling.adminWords,
  asideWords: telling.asideWords,
  bulkWords: telling.bulkWords,
  notTheSecret: telling.notTheSecret,
  ...telling.writtenAlone,
});

const singular = tableOf({
  aboutRecords: telling.aboutRecords,
  bounded: telling.bounded,
  containers: telling.containers,
  guards: telling.guards,
  lastingRecords: telling.lastingRecords,
  mailing: telling.mailing,
  nameEnds: telling.nameEnds,
  notSent: telling.notSent,
  ownJob: telling.ownJob,
  ownLogin: telling.ownLogin,
  ownOpen: telling.ownOpen,
  ownView: telling.ownView,
  passingThings: telling.passingThings,
  people: telling.people,
  platforms: telling.platforms,
  privateRecords: telling.privateRecords,
  publicRecords: telling.publicRecords,
  readingLanguages: telling.readingLanguages,
  remade: telling.remade,
  schedules: telling.schedules,
  servesOthers: telling.servesOthers,
  small: telling.small,
  stakes: telling.stakes,
  stores: telling.stores,
  unheard: telling.unheard,
  ...telling.singularAlone,
});

/** Bits of the lists that words are looked up in as they are written. */
export const as = written.bits;
/** Bits of the lists that singulars are looked up in. */
export const about = singular.bits;

/** The singular of a plural; other words as they are. */
export const singularOf = (word: string): string => {
  if (!word.endsWith('s')) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('ss') || word.endsWith('us') || word.endsWith('is') ? word : word.slice(0, -1);
};

/** What words on no list have. */
export const onNone: WordLists = { written: noLists, singular: noLists };

/** The lists a word stands on. */
export const listsOf = (word: string): WordLists => {
  const own = { written: written.of(word), singular: singular.of(singularOf(word)) };
  return own.written === noLists && own.singular === noLists ? onNone : own;
};

/** Whether two sets of lists share one. */
export const share = (a: Lists, b: Lists): boolean => ((a.lo & b.lo) | (a.hi & b.hi)) !== 0;

/** Both sets together. */
export const join = (a: Lists, b: Lists): Lists => ({ lo: a.lo | b.lo, hi: a.hi | b.hi });

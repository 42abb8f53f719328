/** What is known about a server before its tools are judged: its own prefix, its domain, the verbs of its tools. Computed once per server. */

import { domainOf, domains, faint } from '#crawler/classify/lexicon/domains.ts';
import { nounWeight, verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { splitName } from '#crawler/classify/words/text.ts';
import type { ServerContext } from '#db/types.ts';

/** A server as the rules see it. */
export interface PreparedServer {
  /** Words of the server's own name and package, lower case. */
  ownWords: ReadonlySet<string>;
  /** Leading words shared by most tools, which say nothing about any one of them. */
  prefix: readonly string[];
  /** Bits of `domainBit`. */
  domains: number;
  /** First meaningful word -> names of the tools that begin with it, at most eight. */
  byVerb: ReadonlyMap<string, readonly string[]>;
  /** Leading verbs that name a group of tools: `dispatch` of `dispatch_pull`, `dispatch_verify`, `dispatch_rules`. */
  areas: ReadonlySet<string>;
  /** Names of all its tools. */
  names: ReadonlySet<string>;
}

const none: PreparedServer = {
  ownWords: new Set(),
  prefix: [],
  domains: 0,
  byVerb: new Map(),
  areas: new Set(),
  names: new Set(),
};

/** Names of a server that are read to learn its prefix and domain; a server with more is judged by these. */
const maxSiblings = 2000;
/** Share of tools that must begin alike before the beginning counts as a prefix. */
const prefixShare = 0.6;

const wordsOf = (text: unknown): string[] =>
  typeof text === 'string' ? splitName(text.slice(0, 2000)).map((w) => w.text) : [];

const commonPrefix = (lists: string[][], isVerb: (word: string) => boolean): string[] => {
  const prefix: string[] = [];
  let rest = lists.filter((words) => words.length > 1);
  if (lists.length < 3) return prefix;
  while (prefix.length < 3) {
    const counts = new Map<string, number>();
    for (const words of rest) {
      const word = words[prefix.length];
      if (word !== undefined && words.length > prefix.length + 1) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    let best = '';
    let most = 0;
    for (const [word, n] of counts) if (n > most) [best, most] = [word, n];
    if (most < lists.length * prefixShare) break;
    // A shared verb is a verb, not a prefix: `get_a get_b get_c`. Brand names that are also nouns may be stripped.
    if (isVerb(best) && nounWeight(best) < 0.5) break;
    prefix.push(best);
    rest = rest.filter((words) => words[prefix.length - 1] === best);
  }
  return prefix;
};

/** Tools that must begin with a word, and those of them whose second word must be a verb, before the first names a group. */
const areaTools = 3;
const areaVerbs = 2;

/** Verbs that are what they seem wherever they stand first. */
const everyday = verbsThat('everyday');

/** First words that are nouns as often as verbs, where plain verbs follow them in several names. */
const areasOf = (lists: string[][], isVerb: (word: string) => boolean): ReadonlySet<string> => {
  const counts = new Map<string, { tools: number; verbs: Set<string> }>();
  for (const [first, second] of lists) {
    if (first === undefined || second === undefined) continue;
    if (nounWeight(first) < 0.3 || everyday.has(first)) continue;
    const count = counts.get(first) ?? { tools: 0, verbs: new Set() };
    counts.set(first, count);
    count.tools++;
    if (isVerb(second) && nounWeight(second) < 0.5) count.verbs.add(second);
  }
  return new Set(
    [...counts].filter(([, { tools, verbs }]) => tools >= areaTools && verbs.size >= areaVerbs).map(([word]) => word),
  );
};

/**
 * Reads a server once for all its tools. Never throws.
 * @param isVerb tells whether a word is a verb some rule knows
 */
export const prepareServer = (server: ServerContext | undefined, isVerb: (word: string) => boolean): PreparedServer => {
  if (server === undefined || server === null || typeof server !== 'object') return none;
  const names = Array.isArray(server.tools)
    ? server.tools.filter((n) => typeof n === 'string').slice(0, maxSiblings)
    : [];
  const lists = names.map(wordsOf);
  const own = [...wordsOf(server.name), ...wordsOf(server.package)];
  const seen = new Map<string, number>();
  const weigh = (word: string, weight: number): void => {
    if (domainOf.has(word)) seen.set(word, Math.max(seen.get(word) ?? 0, weight));
  };
  for (const words of lists) for (const word of words) weigh(word, faint.has(word) ? 0.5 : 1);
  for (const word of wordsOf(server.description)) weigh(word, faint.has(word) ? 0.5 : 1);
  // `Browser` in a server's own name may be what it tests or stands for; its tools have to say so too.
  for (const word of own) weigh(word, word === 'browser' ? 1 : 2);
  let bits = 0;
  for (const [index, domain] of domains.entries()) {
    let score = 0;
    for (const [word, weight] of seen) if ((domainOf.get(word)! & (1 << index)) !== 0) score += weight;
    if (score >= 1.5 && domain !== 'notices') bits |= 1 << index;
  }
  const prefix = commonPrefix(lists, isVerb);
  const byVerb = new Map<string, string[]>();
  for (const [index, words] of lists.entries()) {
    let at = 0;
    while (at < prefix.length && at < words.length - 1 && words[at] === prefix[at]) at++;
    const verb = words.slice(at).find(isVerb) ?? words[at];
    if (verb === undefined) continue;
    const list = byVerb.get(verb);
    if (list === undefined) byVerb.set(verb, [names[index]!]);
    else if (list.length < 8) list.push(names[index]!);
  }
  const areas = areasOf(
    lists.map((words) => words.slice(prefix.length)),
    isVerb,
  );
  return { ownWords: new Set(own), prefix, domains: bits, byVerb, areas, names: new Set(names) };
};

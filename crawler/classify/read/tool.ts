/** Takes one tool apart: words, parameters, and everything the rules observe in them. */

import { capabilities } from '#crawler/classify/decide/tables.ts';
import type { Rule } from '#crawler/classify/define-rule.ts';
import { domainBit } from '#crawler/classify/lexicon/domains.ts';
import { callbackName } from '#crawler/classify/lexicon/patterns.ts';
import {
  callNouns,
  conditional,
  headingEnds,
  hollowWords,
  notItself,
  parts,
  pointers,
} from '#crawler/classify/lexicon/sentence.ts';
import { denseInfo } from '#crawler/classify/lexicon/translations.ts';
import type { Grammar } from '#crawler/classify/words/grammar.ts';
import { as, type Lists, noLists, share } from '#crawler/classify/words/lists.ts';
import { gaps, splitName, splitText, type Word } from '#crawler/classify/words/text.ts';
import { type Phrase, roles } from '#crawler/classify/words/word-info.ts';
import type { ToolDefinition } from '#db/types.ts';
import { isDenseWord, readDense, readDenseLimits } from './cjk.ts';
import { readName } from './name.ts';
import { kinds } from './parameters.ts';
import { readPassives } from './passive.ts';
import type { Observation, Sighting, ToolReading } from './reading.ts';
import { isObject, own, type Parameter, parametersOf } from './schema.ts';
import type { PreparedServer } from './server.ts';
import { readText } from './text.ts';

/** Characters of a description that are read for what the tool does. */
const maxText = 1600;

/** Words of a heading in which what it is about may be called data. */
const maxHeading = 10;

/** Characters of the end of a longer one, where only what it plainly warns of counts. */
const maxTail = 600;

const severity = { read: 0, write: 1, execute: 2, destructive: 3, financial: 4 } as const;

/** Words of a name that say nothing: versions, numbers, `mcp`. */
const hollow = (text: string): boolean => hollowWords.has(text) || text.charCodeAt(0) < 58;

/**
 * `orders__list_refunds`, `OrdersController_listRefunds`: groups stand before a double mark, or a single one between a word in
 * capitals and a method, and the act behind the last one; undefined where none does.
 */
const afterGroups = (name: string, words: readonly Word[]): number | undefined => {
  const at = Math.max(name.lastIndexOf('__'), /^[A-Z][A-Za-z]*(?=_[a-z]+[A-Z])/.exec(name)?.[0].length ?? -1);
  const first = at <= 0 ? -1 : words.findIndex((word) => word.start > at);
  const verb = words[first]?.info?.verb;
  return first > 0 && first < words.length - 1 && verb !== undefined && verb.nouny < 0.5 ? first : undefined;
};

const nameStart = (name: string, words: readonly Word[], server: PreparedServer, grammar: Grammar): number => {
  const grouped = afterGroups(name, words);
  if (grouped !== undefined) return grouped;
  let from = 0;
  while (from < server.prefix.length && from < words.length - 1 && words[from]!.text === server.prefix[from]) from++;
  while (from < words.length - 1) {
    const text = words[from]!.text;
    const info = grammar.look(text);
    const plain = info?.verb === undefined || (info.verb.nouny >= 0.9 && server.ownWords.has(text));
    if (!server.areas.has(text) && (!plain || !(server.ownWords.has(text) || hollow(text)))) break;
    from++;
  }
  return from;
};

/** The next part of a phrase that may not be left out. */
const neededAfter = ({ words: parts }: Phrase, nth: number): Phrase['words'][number] | undefined => {
  for (let next = nth + 1; next < parts.length; next++) if (!parts[next]!.optional) return parts[next];
  return undefined;
};

const matchPhrase = (phrase: Phrase, words: readonly Word[], at: number): number => {
  let i = at;
  let matched = 0;
  for (let nth = 0; nth < phrase.words.length; nth++) {
    const part = phrase.words[nth]!;
    const word = words[i];
    // A word that may be left out leaves room for the one that may not.
    if (part.any && part.optional && word !== undefined) {
      const needed = neededAfter(phrase, nth);
      if (needed?.any === false && needed.words.has(word.text)) continue;
    }
    const fits =
      word !== undefined &&
      !(i > at && word.gap >= gaps.line) &&
      (part.any || part.words.has(word.text)) &&
      !(word.code && !part.any);
    if (fits) {
      i++;
      matched++;
    } else if (!part.optional) return -1;
  }
  return matched > 0 ? i : -1;
};

const readPhrases = (reading: ToolReading): void => {
  const { textWords: words, stated, limits } = reading;
  for (let i = 0; i < words.length; i++) {
    const info = words[i]!.info;
    if (info?.phrases === undefined) continue;
    for (const phrase of info.phrases) {
      const end = matchPhrase(phrase, words, i);
      if (end < 0) continue;
      const before = words[i - 1];
      const joined = before !== undefined && words[i]!.gap < gaps.comma;
      if (phrase.rule.limits === undefined) {
        if (joined) {
          const b = before.info;
          if (b !== undefined && (b.role & roles.negation) !== 0) continue;
        }
        // A phrase in a conditional or in advice is not about this call.
        if (inCondition(words, i)) continue;
      } else if (phrase.words.length === 2 && !standsAlone(words, i, end)) continue;
      else if (joined && words[i]!.text === 'read' && notItself.has(before.text) && !isQueryAhead(words, end)) continue;
      else if (inBranch(reading, i) || ofPart(words, i)) continue;
      const capability = phrase.rule.capability;
      (phrase.rule.limits === undefined ? stated : limits).push({
        rule: phrase.rule,
        capability,
        severity: severity[capabilities[capability].category],
        place: 'phrase',
        strength: 0.8,
        specificity: 0,
        verb: '',
        pointer: '/description',
        start: words[i]!.start,
        end: words[end - 1]!.end,
      });
      break;
    }
  }
};

/** `- submit: false (default) — read-only check`: a line that opens with a parameter speaks of one of its values. */
const inBranch = ({ textWords: words, parameters }: ToolReading, at: number): boolean => {
  let first = at;
  while (first > 0 && words[first]!.gap < gaps.line) first--;
  const label = words[first]!.text;
  return (
    (words[first + 1]?.gap ?? 0) >= gaps.colon && parameters.some(({ name, depth }) => depth === 0 && name === label)
  );
};

/** `The state field is read-only`: what is said of a part of the data is not said of the tool. */
const ofPart = (words: readonly Word[], at: number): boolean => {
  for (let i = at; i >= 0 && i > at - 12; i--) {
    if (i < at && parts.has(words[i]!.text)) return true;
    if (words[i]!.gap >= gaps.line) return false;
  }
  return false;
};

/** A bare `(read-only)` or `Read-only.` speaks of the tool; inside a sentence it describes something else. */
const standsAlone = (words: readonly Word[], at: number, end: number): boolean =>
  words[at]!.text !== 'read' ||
  ((at === 0 || words[at]!.gap >= gaps.paren) && (words[end] === undefined || words[end]!.gap >= gaps.comma));

const isQueryAhead = (words: readonly Word[], end: number): boolean => callNouns.has(words[end - 1]?.text ?? '');

const inCondition = (words: readonly Word[], at: number): boolean => {
  for (let i = at; i >= 0 && i > at - 12; i--) {
    const word = words[i]!;
    if (i < at && share(word.lists.written, as.conditional)) return true;
    // `When it is unread, getting it marks it as read`: a condition ends with its clause.
    if (word.gap === gaps.comma && i > 0 && i <= at) {
      let first = i - 1;
      while (first > 0 && words[first]!.gap < gaps.line) first--;
      if (conditional.has(words[first]!.text)) return false;
    }
    if (word.gap >= gaps.line) {
      const info = word.info;
      return (
        info !== undefined &&
        i < at &&
        word.text !== 'what' &&
        !pointers.has(word.text) &&
        (info.role & roles.advice) !== 0 &&
        info.verb === undefined
      );
    }
  }
  return false;
};

const readNouns = (reading: ToolReading, heading: number): void => {
  const { nameWords: words, stated } = reading;
  const acts = reading.name.length > 0 && reading.lead.length > 0;
  const push = (word: Word, pointer: string, strength: number): boolean => {
    const rule = word.info?.nounRule;
    // `Close the terminal`: where name and text both have a verb, what it acts on is not what it runs.
    if (rule === undefined || (acts && rule.capability === 'run-code')) return false;
    stated.push({
      rule,
      capability: rule.capability,
      severity: severity[capabilities[rule.capability].category],
      place: 'noun',
      strength,
      specificity: 0,
      verb: '',
      pointer,
      start: word.start,
      end: word.end,
    });
    return true;
  };
  // Where a plain verb stands in the name and the text has one too, its nouns are objects.
  if ((reading.name[0]?.strength ?? 0) >= 0.8 && reading.lead.length > 0) return;
  for (let i = words.length - 1; i >= reading.nameFrom; i--) {
    if (push(words[i]!, '/name', i === words.length - 1 ? 0.7 : 0.5)) break;
  }
  if (heading >= 0) {
    for (let i = heading; i < heading + 4 && i < reading.textWords.length; i++) {
      if (i > heading && reading.textWords[i]!.gap >= gaps.comma) break;
      if (push(reading.textWords[i]!, '/description', 0.6)) break;
    }
  }
  if (reading.lead.length > 0) return;
  const information = reading.grammar.look('information');
  for (let i = heading; i >= 0 && i < heading + maxHeading && i < reading.textWords.length; i++) {
    const word = reading.textWords[i]!;
    if ((i > heading && word.gap >= gaps.line) || ((word.info?.role ?? 0) & roles.preposition) !== 0) break;
    if (headingEnds.has(word.text) && push({ ...word, info: information }, '/description', 0.6)) break;
  }
  const first = reading.textWords[0];
  if (first !== undefined && denseInfo.some((noun) => first.text.endsWith(noun)))
    push({ ...first, info: information }, '/description', 0.6);
};

/**
 * What the words of the tool's own text amount to: the fields they speak of (two different words of money make one, one
 * of notices does), whether any is written without spaces, and the lists they stand on.
 */
const hear = (words: readonly Word[]): { domains: number; dense: boolean; lists: Lists } => {
  let dense = false;
  let lo = 0;
  let hi = 0;
  const spoken = domainBit.trading | domainBit.payments | domainBit.crypto | domainBit.notices;
  let once = 0;
  let twice = 0;
  let last = '';
  for (const word of words) {
    const info = word.info;
    lo |= word.lists.written.lo;
    hi |= word.lists.written.hi;
    if (info === undefined) {
      dense ||= isDenseWord(word);
      continue;
    }
    const bits = info.domains & spoken;
    if (bits === 0 || word.text === last) continue;
    twice |= once & bits;
    once |= bits;
    last = word.text;
  }
  return { domains: twice | (once & domainBit.notices), dense, lists: { lo, hi } };
};

/** Takes an address to be told at. */
const takesCallback = (parameters: readonly Parameter[]): boolean =>
  parameters.some((p) => (p.kinds & kinds.url) !== 0 && p.depth < 2 && callbackName.test(p.name));

/**
 * Reads a tool against the compiled rules.
 * @param inspecting rules that look at more than words
 * @param parameters those of the tool, where they are known already
 */
export const readTool = (
  tool: ToolDefinition,
  server: PreparedServer,
  grammar: Grammar,
  inspecting: readonly Rule[],
  parameters = parametersOf(tool),
): ToolReading => {
  const name = typeof tool.name === 'string' ? tool.name : '';
  const description = typeof tool.description === 'string' ? tool.description : '';
  const nameWords = splitName(name, grammar.find);
  let domains = server.domains;
  let trading = 0;
  let all = 0;
  let said = 0;
  for (const parameter of parameters) {
    all |= parameter.kinds;
    said |= parameter.says;
    if ((parameter.kinds & kinds.trade) !== 0) trading++;
  }
  if (trading >= 2) domains |= domainBit.trading;
  if ((all & kinds.amount) !== 0 && (all & (kinds.recipient | kinds.asset)) !== 0) domains |= domainBit.payments;
  const reading: ToolReading = {
    tool: typeof tool.name === 'string' ? tool : { ...tool, name },
    grammar,
    server,
    domains,
    nameWords,
    nameFrom: nameStart(name, nameWords, server, grammar),
    description,
    textWords: splitText(description, maxText, grammar.find),
    parameters,
    kinds: all,
    says: said,
    heard: noLists,
    name: [],
    lead: [],
    body: [],
    passive: [],
    titled: [],
    stated: [],
    limits: [],
  };
  const heard = hear(reading.textWords);
  domains |= heard.domains;
  if ((all & kinds.url) !== 0 && takesCallback(parameters)) domains |= domainBit.notices;
  // Where payments are taken, a notice about a subscription does not make it one of notices.
  if ((domains & domainBit.payments) !== 0) domains &= ~domainBit.notices;
  reading.domains = domains;
  reading.name = readName(grammar, nameWords, reading.nameFrom, domains, 'name', '/name');
  const text = readText(grammar, reading.textWords, domains, '/description', name, description);
  reading.body = description.length > maxText ? [...text.body, ...warningsAtEnd(reading, name)] : text.body;
  reading.heard = heard.lists;
  if (share(heard.lists, as.passives))
    reading.passive = readPassives(grammar, reading.textWords, domains, '/description');
  if (reading.name.length === 0) readDense(reading, nameWords, '/name', 'name', reading.name);
  // A Chinese text may list English terms further on; its own first sentence says what the tool does.
  const dense = reading.textWords.length > 0 && isDenseWord(reading.textWords[0]!);
  if (dense) readDense(reading, reading.textWords, '/description', 'lead', reading.lead);
  if (reading.lead.length === 0) reading.lead = text.lead;
  if (reading.lead.length === 0) readDense(reading, reading.textWords, '/description', 'lead', reading.lead);
  if (heard.dense) readDenseLimits(reading);
  readTitles(reading);
  if (reading.lead.length === 0) reading.lead = reading.titled;
  readPhrases(reading);
  readNouns(reading, text.heading);
  for (const rule of inspecting) {
    const sightings = rule.inspect!(reading);
    if (sightings === undefined) continue;
    for (const sighting of sightings) reading.stated.push(observation(rule, sighting));
  }
  return reading;
};

/** What the end of a long text says for sure that is lost or paid: nothing in between pushes it out of sight. */
const warningsAtEnd = ({ grammar, description, domains }: ToolReading, name: string): Observation[] => {
  const from = Math.max(maxText, description.length - maxTail);
  const words = splitText(description.slice(from), maxTail, grammar.find);
  const { lead, body } = readText(grammar, words, domains, '/description', name, description.slice(from), 'body');
  const done = readPassives(grammar, words, domains, '/description');
  return [...lead, ...body, ...done]
    .filter((o) => o.surely === true && o.severity >= 3 && o.verb !== '')
    .map((o) => ({
      ...o,
      place: 'body',
      strength: Math.min(o.strength, 0.6),
      start: o.start + from,
      end: o.end + from,
    }));
};

const observation = (rule: Rule, sighting: Sighting): Observation => ({
  rule,
  capability: rule.capability,
  severity: severity[capabilities[rule.capability].category],
  place: sighting.pointer.startsWith('/annotations') ? 'annotation' : 'parameter',
  strength: sighting.strength,
  specificity: 0,
  verb: '',
  pointer: sighting.pointer,
  start: sighting.start,
  end: sighting.end,
  text: sighting.text,
});

/** A title says in words what a name says in code; it stands in where the description has no verb. */
const readTitles = (reading: ToolReading): void => {
  const { tool, grammar, domains } = reading;
  const { annotations } = tool;
  const titles: Array<[unknown, string]> = [
    [tool.title, '/title'],
    [isObject(annotations) ? own(annotations, 'title') : undefined, '/annotations/title'],
  ];
  for (const [title, pointer] of titles) {
    if (typeof title !== 'string' || title === tool.name || !/[ \u3040-\ud7af]/.test(title)) continue;
    const words = splitText(title, 200, grammar.find);
    const text = readText(grammar, words, domains, pointer, '', title, 'title');
    reading.titled = text.lead.map((o) => ({ ...o, strength: o.strength * 0.9 }));
    if (reading.titled.length === 0) readDense(reading, words, pointer, 'title', reading.titled);
    if (reading.titled.length > 0) return;
  }
};

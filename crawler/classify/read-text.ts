/** What a description says the tool does: the verbs of its own sentences, not those of advice, conditions or other tools. */
import { chooseSense, type Grammar, nothing, roles, type Verb, type WordInfo } from './grammar.ts';
import { forms } from './inflect.ts';
import { measures } from './lexicon.ts';
import { classesOf, lightVerbs } from './read-name.ts';
import type { Observation, Place } from './reading.ts';
import { gaps, type Word } from './text.ts';

/** What the text says. */
export interface TextReading {
  /** Acts of the first sentence that states any. */
  lead: Observation[];
  /** Acts of later sentences. */
  body: Observation[];
  /** First noun of a leading sentence without a verb (`List of users`): index of the word, or -1. */
  heading: number;
}

/** Sentences read; what follows is reference text. */
const maxSentences = 40;

const adviceHeading = new Set(
  'when not example examples usage workflow args arguments parameters params returns return requirements prerequisites notes note common mistakes important tips response output input inputs see warning limitations avoid hints best errors error raises'.split(
    ' ',
  ),
);
const purposeHeading = new Set(
  'purpose description summary action overview function does what functionality capabilities'.split(' '),
);
const httpMethods = new Set(['get', 'post', 'put', 'patch', 'delete']);
const joins = new Set(['and', 'or', 'then', 'und', 'et', 'y', 'e', 'oder', 'ou', 'o']);

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const gerundLeads = set('for by of');
const verbLeads = set('to that which will can and or then also it tool');
const offers = set('provide provides offer offers');
const abilities = set(
  'ability way capability capabilities access interface tool tools functionality user users you to support',
);
const addressees = set('this to you your it when for the users agents if in as');
const openers = set(
  'use uses using provide provides help helps allow allows let lets enable enables call calls invoke invokes offer offers read',
);
const framers = set('use uses using provide provides help helps allow allows let lets offer offers');
const frameNouns = set(
  'tool tools action actions function functions command commands method methods service services operation operations new one step steps mode modes option options feature features interface interfaces',
);
const nounLeads = set('for by of in from with');
/** What one verb of a pair gives, the other takes back. */
const giving = set('add set assign apply attach');
const taking = set('remove clear unset restore');
const clauseEnds = set(
  'if when unless once until because before after so where while instead than like such whose that which who',
);

const isBreak = (word: Word): boolean => word.gap >= gaps.comma;

interface Found {
  index: number;
  verb: Verb;
  length: number;
  form: number;
  info: WordInfo;
}

/** Reads the words of a description. `ownName` is the tool's own name, which may open the text. */
export const readText = (
  grammar: Grammar,
  words: readonly Word[],
  domains: number,
  pointer: string,
  ownName: string,
  source: string,
  leadPlace: Place = 'lead',
): TextReading => {
  const lead: Observation[] = [];
  const body: Observation[] = [];
  let heading = -1;
  /** Words before the colon of a label that opens the text. */
  let label = 0;
  let advice = false;
  let from = 0;
  let sentences = 0;
  const n = words.length;

  const verbAt = (i: number, to: number): Found | undefined => {
    const word = words[i];
    if (word === undefined || i >= to || word.code) return undefined;
    const info = word.info;
    if (info?.verb === undefined) return undefined;
    // A capital inside a sentence begins a name: `a Resend dashboard URL`.
    const c = source.charCodeAt(word.start);
    if (c >= 65 && c <= 90 && word.gap === gaps.space && i > 0 && leadPlace !== 'title') {
      const before = words[i - 1]!.info;
      if (before === undefined || (before.role & roles.leadIn) === 0 || joins.has(words[i - 1]!.text)) return undefined;
    }
    // A hyphen makes it part of a compound: `read-only`, `drop-in`.
    if (word.gap === gaps.hyphen || (i + 1 < n && words[i + 1]!.gap === gaps.hyphen)) return undefined;
    const phrasal = i + 1 < to ? info.verb.phrasal?.get(words[i + 1]!.text) : undefined;
    if (phrasal !== undefined && phrasal.senses.length > 0)
      return { index: i, verb: phrasal, length: 2, form: info.form, info };
    // `turn the light on`: the particle may stand behind the object.
    if (info.verb.senses.length === 0) {
      if (info.verb.phrasal === undefined) return undefined;
      for (let j = i + 2; j < to && j < i + 6; j++) {
        const late = info.verb.phrasal.get(words[j]!.text);
        if (late !== undefined && late.senses.length > 0)
          return { index: i, verb: late, length: 1, form: info.form, info };
      }
      return undefined;
    }
    return { index: i, verb: info.verb, length: 1, form: info.form, info };
  };

  const act = (
    found: Found,
    objectFrom: number,
    to: number,
    strength: number,
    into: Observation[],
    place: Place,
  ): number => {
    let end = objectFrom;
    while (end < to && end < objectFrom + 12) {
      const word = words[end]!;
      if (end > objectFrom && isBreak(word) && word.gap !== gaps.slash) break;
      const info = word.info;
      // A hyphen makes it part of a compound: `an in-progress run`.
      const bound = words[end + 1]?.gap === gaps.hyphen || word.gap === gaps.hyphen;
      if (
        !bound &&
        info !== undefined &&
        end > objectFrom &&
        (info.role & (roles.preposition | roles.subordinator)) !== 0
      )
        break;
      if (!bound && info !== undefined && end === objectFrom && (info.role & roles.preposition) !== 0) break;
      if (joins.has(word.text)) {
        const next = verbAt(end + 1, to);
        if (next !== undefined && sameForm(found, next)) break;
        if (end > objectFrom) {
          const tail = words[end + 1]?.info;
          if (tail === undefined || (tail.lo === 0 && tail.hi === 0 && tail.ex === 0)) break;
        }
      }
      // `labels of an issue` are labels; `a list of orders` is about orders.
      if (
        word.text === 'of' &&
        end > objectFrom &&
        !measures.has(words[end - 1]!.text) &&
        !measures.has(words[end - 1]!.text.replace(/s$/, ''))
      )
        break;
      end++;
    }
    const object = end > objectFrom ? classesOf(grammar, words, objectFrom, end, false) : nothing;
    let scope = nothing;
    if (end < to && !joins.has(words[end]!.text) && !isBreak(words[end]!)) {
      let tail = end + 1;
      while (tail < to && tail < end + 7 && !isBreak(words[tail]!)) {
        const info = words[tail]!.info;
        if (info !== undefined && (info.role & (roles.preposition | roles.subordinator)) !== 0) break;
        tail++;
      }
      scope = classesOf(grammar, words, end + 1, tail, false);
    }
    let verb = found.verb;
    if (verb.lemma === 'stop' && end > objectFrom) {
      // `Stops following a user`: what undoes an edit is one.
      const next = words[objectFrom]!.info;
      if (next?.verb !== undefined && next.form === forms.gerund && next.verb.senses.every((s) => s.severity < 2)) {
        verb = grammar.look('undo')?.verb ?? verb;
      }
    }
    if (lightVerbs.has(verb.lemma)) {
      // `Make a GET request`: the method says what happens.
      for (let j = objectFrom; j < end; j++) {
        const at = words[j]!;
        if (!httpMethods.has(at.text) || source.slice(at.start, at.end) !== at.text.toUpperCase()) continue;
        verb = grammar.look(at.text)?.verb ?? verb;
        break;
      }
    }
    const sense = chooseSense(verb, verb === found.verb ? object : nothing, scope, domains, 'text');
    if (sense !== undefined) {
      into.push({
        rule: sense.rule,
        capability: sense.capability,
        severity: sense.severity,
        place,
        strength: strength * (1 - 0.3 * found.verb.nouny),
        opens: strength === 1 && sentences === 1,
        specificity: sense.specificity,
        verb: verb.lemma,
        pointer,
        start: words[found.index]!.start,
        end: words[Math.max(found.index + found.length, Math.min(end, found.index + 8)) - 1]!.end,
        object,
      });
    }
    return end;
  };

  while (from < n && sentences < maxSentences) {
    let to = from + 1;
    while (to < n && words[to]!.gap < gaps.line) to++;
    // A line break ends a sentence only where a new one begins: after a heading, before a bullet or a capital.
    while (to < n && words[to]!.gap === gaps.line && to - from < 4 && !words[to - 1]!.heads && lead.length === 0) {
      let more = to + 1;
      while (more < n && words[more]!.gap < gaps.line) more++;
      to = more;
    }
    sentences++;
    const first = sentences === 1 || (lead.length === 0 && !advice);
    readSentence(from, to, first);
    from = to;
  }
  // `Monitor active jobs: progress, memory`: what looked like a label was the sentence.
  if (lead.length === 0 && label > 0) {
    sentences = 1;
    readSentence(0, label, true);
  }
  return { lead, body, heading };

  function readSentence(start: number, to: number, first: boolean): void {
    let i = start;
    // A heading, alone on its line or before a colon.
    if (words[to - 1]!.heads) {
      advice = false;
      for (let j = i; j < to && j < i + 6; j++) if (adviceHeading.has(words[j]!.text)) advice = true;
      if (to - start <= 6) return;
    }
    for (let j = i + 1; j < to && j <= i + 4; j++) {
      if (words[j]!.gap !== gaps.colon) continue;
      let skip = false;
      let purpose = false;
      for (let k = i; k < j; k++) {
        if (adviceHeading.has(words[k]!.text)) skip = true;
        if (purposeHeading.has(words[k]!.text)) purpose = true;
      }
      if (skip && !purpose) {
        if (!first) advice = words[i]!.gap >= gaps.line;
        return;
      }
      if (purpose) advice = false;
      // `Create a monitor — …` is a sentence, not a label.
      const opening = verbAt(i, to);
      if (
        !purpose &&
        opening !== undefined &&
        opening.verb.nouny <= 0.5 &&
        (opening.form & (forms.base | forms.third)) !== 0
      )
        break;
      if (start === 0 && j > 1 && !purpose) label = j;
      i = j;
      break;
    }
    if (advice) return;
    const place: Place = lead.length === 0 ? leadPlace : 'body';
    const into = place === 'body' ? body : lead;
    let subject = false;
    let toVerb = false;
    let modal = false;
    let unknown = 0;
    let noun = false;
    for (let j = i; j < to && j < i + 24; j++) {
      const word = words[j]!;
      if (word.code) {
        if (j === i && word.text === ownName.toLowerCase()) continue;
        if (place === 'body' || noun) return;
        noun = true;
        continue;
      }
      const info = word.info;
      if (j > i && isBreak(word) && word.gap !== gaps.slash && word.gap !== gaps.paren && noun && !first) return;
      if (info === undefined) {
        // A word nobody knows: a name, or an adjective. Three of them and it is a noun phrase.
        if (++unknown > 5 || (!first && !subject)) return;
        noun = true;
        continue;
      }
      if ((info.role & roles.negation) !== 0) return;
      if (j === i && (info.role & roles.subordinator) !== 0) return;
      if (j === i && place === 'body' && (info.role & roles.advice) !== 0) return;
      if (j === i && (info.role & roles.advice) !== 0 && info.verb === undefined && (info.role & roles.leadIn) === 0)
        return;
      const found = verbAt(j, to);
      if (found !== undefined && isVerbHere(found, j, i, to, { subject, toVerb, modal, noun })) {
        const weight =
          place === 'body' ? ((found.form & forms.third) !== 0 || modal || subject ? 0.6 : 0.25) : noun ? 0.75 : 1;
        readPredicate(found, to, weight, into, place);
        return;
      }
      const text = word.text;
      if (text === 'this' || text === 'it' || text === 'tool') subject = true;
      if (text === 'will' || text === 'can' || text === 'also') modal = true;
      toVerb = text === 'to' || text === 'for' || text === 'by' || text === 'of';
      if ((info.role & roles.subordinator) !== 0 && text !== 'that' && text !== 'which' && text !== 'via') {
        if (noun || j > i) return;
      }
      if ((info.role & (roles.leadIn | roles.determiner | roles.adverb)) === 0 && text !== 'that' && text !== 'which') {
        if (heading < 0 && lead.length === 0 && first) heading = j;
        noun = true;
        if (place === 'body' && !subject) return;
      }
    }
  }

  function isVerbHere(
    found: Found,
    j: number,
    start: number,
    to: number,
    state: { subject: boolean; toVerb: boolean; modal: boolean; noun: boolean },
  ): boolean {
    const { form, verb, info } = found;
    const before = j > start ? words[j - 1]! : undefined;
    const after = j + found.length < to ? words[j + found.length]! : undefined;
    const afterInfo = after === undefined ? undefined : after.info;
    // `Compute operations - …` names a family of commands.
    if (
      j === start &&
      after !== undefined &&
      /^(operations|commands|actions|tools|utilities)$/.test(after.text) &&
      (j + found.length + 1 >= to || isBreak(words[j + found.length + 1]!))
    )
      return false;
    const closed = after === undefined || (isBreak(after) && after.gap !== gaps.slash && after.gap !== gaps.comma);
    if ((form & (forms.base | forms.third)) === 0) {
      // A gerund is the action after `for`, `of`, `by`; a past form never is.
      return (form & forms.gerund) !== 0 && before !== undefined && gerundLeads.has(before.text);
    }
    if (before !== undefined && !isBreak(before) && state.noun && !verbLeads.has(before.text)) {
      // After a noun only a third person goes on: `The function sends …`.
      const beforeInfo = before.info;
      const adverb = beforeInfo !== undefined && (beforeInfo.role & roles.adverb) !== 0;
      if (!adverb && !((form & forms.third) !== 0 && (form & forms.base) === 0 && verb.nouny < 0.5))
        return words[j]!.gap >= gaps.colon;
    }
    if ((info.role & roles.leadIn) !== 0) {
      // `Use this tool to …`, `Allows you to …`, `Call this when …`: the real verb comes later, if at all.
      if (after === undefined) return false;
      if (offers.has(words[j]!.text)) {
        // `Provides directions` and `The API provides directions` read; `Provides a way to …` goes on.
        if (j !== start && !(state.noun && (form & forms.base) === 0)) return false;
        for (let k = j + 1; k < to && k < j + 6; k++) {
          if (abilities.has(words[k]!.text)) return false;
        }
        return true;
      }
      if (addressees.has(after.text)) {
        if (openers.has(words[j]!.text)) {
          for (let k = j + 1; k < to && k < j + 7; k++)
            if (words[k]!.text === 'to' || words[k]!.text === 'when' || words[k]!.text === 'this') return false;
          if (framers.has(words[j]!.text)) return false;
        }
      } else if (framers.has(words[j]!.text)) return false;
      if (frameNouns.has(words[j]!.text)) return false;
    }
    if (before !== undefined && !isBreak(before)) {
      const beforeInfo = before.info;
      if (
        beforeInfo !== undefined &&
        (beforeInfo.role & roles.determiner) !== 0 &&
        before.text !== 'up' &&
        (form & forms.base) !== 0
      )
        return false;
      if (nounLeads.has(before.text)) return false;
    }
    if (verb.nouny >= 0.5) {
      if (state.toVerb && before?.text === 'to') return true;
      if (closed) return state.modal || (!state.noun && verb.nouny < 0.7);
      if (joins.has(after!.text) || after!.gap === gaps.comma || after!.gap === gaps.slash) {
        return verbAt(j + found.length + (joins.has(after!.text) ? 1 : 0), to) !== undefined;
      }
      if (afterInfo === undefined) return true;
      if ((afterInfo.role & roles.determiner) !== 0) return true;
      if (afterInfo.nounRule !== undefined && verb.nouny >= 0.7 && (form & forms.third) === 0) return false;
      if ((afterInfo.role & roles.preposition) !== 0 || after!.text === 'of')
        return verb.nouny < 0.6 && after!.text !== 'of';
      if (
        afterInfo.verb !== undefined &&
        (afterInfo.form & (forms.past | forms.third)) !== 0 &&
        (afterInfo.form & forms.base) === 0
      )
        return false;
    }
    return true;
  }

  function sameForm(a: Found, b: Found): boolean {
    const mask = (a.form & forms.gerund) !== 0 ? forms.gerund : (a.form & forms.base) !== 0 ? forms.base : forms.third;
    return (b.form & mask) !== 0;
  }

  function listActs(from: number, to: number, weight: number, into: Observation[], place: Place): void {
    for (let j = from; j < to; j++) {
      const word = words[j]!;
      if (j > from && word.gap < gaps.slash && !joins.has(words[j - 1]!.text)) continue;
      const next = verbAt(j, to);
      if (next !== undefined && (next.form & (forms.base | forms.gerund)) !== 0)
        act(next, j + next.length, to, weight * 0.9, into, place);
    }
  }

  function readPredicate(main: Found, to: number, weight: number, into: Observation[], place: Place): void {
    const group: Found[] = [main];
    let k = main.index + main.length;
    for (;;) {
      let j = k;
      const word = words[j];
      if (word === undefined || j >= to) break;
      const listed = word.gap === gaps.comma || word.gap === gaps.slash;
      if (joins.has(word.text)) j++;
      else if (!listed) break;
      const info = words[j]?.info;
      if (info !== undefined && (info.role & roles.adverb) !== 0) j++;
      const next = verbAt(j, to);
      if (next === undefined || !sameForm(main, next)) break;
      group.push(next);
      k = j + next.length;
    }
    let end = k;
    const adds = group.some((f) => giving.has(f.verb.lemma)) && group.every((f) => f.verb.lemma !== 'delete');
    for (const found of group) {
      // `Add or remove users`, `Set or clear a value`: what one does, the other undoes.
      const detach = adds && taking.has(found.verb.lemma) ? grammar.look('detach')?.verb : undefined;
      end = act(detach === undefined ? found : { ...found, verb: detach }, k, to, weight, into, place);
    }
    // More predicates of the same subject: `Creates a branch and deletes the old one`.
    let light = lightVerbs.has(main.verb.lemma);
    for (let j = Math.max(end, k); j < to; j++) {
      const word = words[j]!;
      const info = word.info;
      if (info !== undefined && (info.role & roles.negation) !== 0) return;
      if (light && (word.text === 'like' || word.text === 'as')) {
        // `Performs actions like create folder, list assets and delete files`.
        listActs(j + 1, to, weight, into, place);
        return;
      }
      if (clauseEnds.has(word.text)) return;
      if (word.text === 'to' && light) {
        const next = verbAt(j + 1, to);
        if (next !== undefined && (next.form & forms.base) !== 0 && next.verb.nouny < 0.7) {
          act(next, j + 1 + next.length, to, weight * 0.8, into, place);
          light = false;
        }
        continue;
      }
      if (word.text === 'used' && words[j + 1]?.text === 'to') {
        const skip = words[j + 2]?.info;
        const next = verbAt(j + 2 + (skip !== undefined && (skip.role & roles.adverb) !== 0 ? 1 : 0), to);
        if (next !== undefined) act(next, next.index + next.length, to, weight * 0.8, into, place);
        continue;
      }
      if (!joins.has(word.text) && !(word.gap === gaps.comma && j > end)) continue;
      let at = joins.has(word.text) ? j + 1 : j;
      const adverb = words[at]?.info;
      if (adverb !== undefined && (adverb.role & roles.adverb) !== 0) at++;
      const next = verbAt(at, to);
      if (next === undefined || !sameForm(main, next)) continue;
      const after = words[at + next.length];
      const afterInfo = after === undefined ? undefined : after.info;
      const plain =
        next.verb.nouny < 0.3 ||
        (afterInfo !== undefined && (afterInfo.role & roles.determiner) !== 0) ||
        (next.verb.nouny < 0.6 && after !== undefined && !isBreak(after) && !joins.has(after.text));
      if (!plain) continue;
      if (next.verb.nouny >= 0.3 && (main.form & forms.base) !== 0 && afterInfo === undefined) continue;
      const undoes = word.text === 'or' && giving.has(main.verb.lemma) && next.verb.lemma === 'restore';
      const detach = undoes ? grammar.look('detach')?.verb : undefined;
      act(detach === undefined ? next : { ...next, verb: detach }, at + next.length, to, weight * 0.85, into, place);
    }
  }
};

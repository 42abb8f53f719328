/** What a description says the tool does: the verbs of its own sentences, not those of advice, conditions or other tools. */
import { type Grammar, roles, type WordInfo } from './grammar.ts';
import { forms } from './inflect.ts';
import { type Found, isBreak, joins, readPredicate, type TextContext, verbAt } from './predicate.ts';
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
/** Nouns of many commands: `Storage operations`. */
const families = set('operations commands actions tools utilities');
/** Words before a list of what a tool can do. */
const listers = set('supports includes');

/** A name with a verb in it that only ever reads. */
const plainReader = /(^|[_.-])(get|list|fetch|search|find|show|read|query|check|view|describe)([_.-]|[A-Z]|$)/;

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
  const text: TextContext = { grammar, words, domains, pointer, source, leadPlace, sentences: 0 };
  const n = words.length;
  const readsPlainly = plainReader.test(ownName);

  while (from < n && text.sentences < maxSentences) {
    let to = from + 1;
    while (to < n && words[to]!.gap < gaps.line) to++;
    // A line break ends a sentence only where a new one begins: after a heading, before a bullet or a capital.
    while (to < n && words[to]!.gap === gaps.line && to - from < 4 && !words[to - 1]!.heads && lead.length === 0) {
      let more = to + 1;
      while (more < n && words[more]!.gap < gaps.line) more++;
      to = more;
    }
    text.sentences++;
    const first = text.sentences === 1 || (lead.length === 0 && !advice);
    readSentence(from, to, first);
    from = to;
  }
  // `Watch busy workers: load, memory`: what looked like a label was the sentence.
  if (lead.length === 0 && label > 0) {
    text.sentences = 1;
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
      // `Create a monitor — …` and `Fetch requirements — …` are sentences, not labels; `Returns: …` is one.
      const opening = verbAt(text, i, to);
      const spoken =
        opening !== undefined &&
        (opening.verb.nouny <= 0.5 || isDetermined(i + opening.length)) &&
        (opening.form & (forms.base | forms.third)) !== 0 &&
        !(skip && adviceHeading.has(words[i]!.text));
      if (skip && !purpose && !spoken) {
        if (!first) advice = words[i]!.gap >= gaps.line;
        return;
      }
      if (purpose) advice = false;
      if (!purpose && spoken) break;
      if (start === 0 && j > 1 && !purpose) label = j;
      i = j;
      break;
    }
    if (advice) return;
    const place: Place = lead.length === 0 ? leadPlace : 'body';
    const into = place === 'body' ? body : lead;
    if (place === 'body' && listers.has(words[i]!.text)) {
      // `Manages jobs. Supports creating, listing and deleting jobs.`
      const listed = verbAt(text, i + 1, to);
      if (listed !== undefined && (listed.form & forms.gerund) !== 0) readPredicate(text, listed, to, 0.6, into, place);
      return;
    }
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
      // `Radar chart of items. Pass 2-8 codes`: what follows a heading and opens like advice is advice.
      if (j === i && (info.role & roles.advice) !== 0 && (place === 'body' || (heading >= 0 && text.sentences > 1)))
        return;
      if (j === i && (info.role & roles.advice) !== 0 && info.verb === undefined && (info.role & roles.leadIn) === 0)
        return;
      const found = verbAt(text, j, to);
      if (found !== undefined && isVerbHere(found, j, i, to, { subject, toVerb, modal, noun })) {
        const weight =
          place === 'body' ? ((found.form & forms.third) !== 0 || modal || subject ? 0.6 : 0.25) : noun ? 0.75 : 1;
        readPredicate(text, found, to, weight, into, place);
        return;
      }
      const spelt = word.text;
      if (spelt === 'this' || spelt === 'it' || spelt === 'tool') subject = true;
      if (spelt === 'will' || spelt === 'can' || spelt === 'also') modal = true;
      toVerb = spelt === 'to' || spelt === 'for' || spelt === 'by' || spelt === 'of';
      if ((info.role & roles.subordinator) !== 0 && spelt !== 'that' && spelt !== 'which' && spelt !== 'via') {
        if (noun || j > i) return;
      }
      if (
        (info.role & (roles.leadIn | roles.determiner | roles.adverb)) === 0 &&
        spelt !== 'that' &&
        spelt !== 'which'
      ) {
        if (heading < 0 && lead.length === 0 && first) heading = j;
        noun = true;
        if (place === 'body' && !subject) return;
      }
    }
  }

  /** An article stands there: what comes before it is a verb. */
  function isDetermined(at: number): boolean {
    return /^(a|an|the|one|all|your|this)$/.test(words[at]?.text ?? '');
  }

  /** Verbs that are base forms are singular nouns where they stand for things. */
  function isPlural(info: WordInfo): boolean {
    return info.verb === undefined || (info.form & forms.third) !== 0;
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
      families.has(after.text) &&
      (j + found.length + 1 >= to || isBreak(words[j + found.length + 1]!))
    )
      return false;
    // `exit (stop/target/signal)`: values of what stands before.
    if (state.noun && words[j]!.gap === gaps.paren && after?.gap === gaps.slash) return false;
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
    // `get_order_book`: `Order book of a pair` — where the name reads plainly, such a word opens a heading.
    if (verb.nouny >= 0.9 && j === start && readsPlainly && afterInfo !== undefined && !isPlural(afterInfo)) {
      if ((afterInfo.role & roles.determiner) === 0) return false;
    }
    if (verb.nouny >= 0.5) {
      if (state.toVerb && before?.text === 'to') return true;
      if (closed) return state.modal || (!state.noun && verb.nouny < 0.7);
      if (joins.has(after!.text) || after!.gap === gaps.comma || after!.gap === gaps.slash) {
        return verbAt(text, j + found.length + (joins.has(after!.text) ? 1 : 0), to) !== undefined;
      }
      // `Trades aus …`: a plural before a word nobody knows.
      if (afterInfo === undefined) return verb.nouny < 0.9 || (form & forms.base) !== 0;
      if ((afterInfo.role & roles.determiner) !== 0) return true;
      if (afterInfo.nounRule !== undefined && verb.nouny >= 0.7 && (form & forms.third) === 0) return false;
      if ((afterInfo.role & roles.preposition) !== 0 || after!.text === 'of')
        return verb.nouny < 0.6 && after!.text !== 'of';
      if (
        afterInfo.verb !== undefined &&
        // `Deploy files`: the plural of a word that is hardly ever a verb.
        (j > start || afterInfo.verb.nouny < 0.9) &&
        (afterInfo.form & (forms.past | forms.third)) !== 0 &&
        (afterInfo.form & forms.base) === 0
      )
        return false;
    }
    return true;
  }
};

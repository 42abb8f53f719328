/**
 * Text in a definition that does something other than describe the tool. Every text a model is shown gets one cheap look
 * (`scan.ts`); only the rare sentence that has the words of a phrase is folded and looked at closely. Linear in the length
 * of the text: sentences are bounded, and so is what a phrase may span.
 */

import type { Sighting } from '#crawler/classify/read/reading.ts';
import { isObject, own } from '#crawler/classify/read/schema.ts';
import { remembered } from '#crawler/classify/words/remembered.ts';
import { foldText } from '#crawler/text/fold.ts';
import type { FindingKind, Passage, Phrase, Span } from './findings/define-finding.ts';
import { type FindingId, findingKinds } from './findings/index.ts';
import { type KindPhrase, phrases } from './phrases.ts';
import { foreignPhrases, lastSentences, marks, type Scan, scanText } from './scan.ts';
import { visitTexts } from './texts.ts';

/** A finding and where it stands. */
export interface FoundFinding {
  finding: FindingId;
  sighting: Sighting;
}

/** Characters of one string that are looked at together. */
const partChars = 20_000;
/** Parts of one string. */
const maxParts = 50;

/** Characters that may hide or disguise something, and letters of other languages than English; no dashes and quotes. */
const unusual =
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u00ad\u00c0-\u1fff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2100-\u218f\u2460-\u24ff\u2c00-\ud7ff\ud835\udb40\uf900-\uffff]/;
/** Letters that phrases in other alphabets are written in. */
const otherAlphabet = /[\u0400-\u04ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]/;

/** Kinds that look at a whole text, and the marks without which they find nothing. */
const seekers = findingKinds.flatMap((kind: FindingKind) =>
  kind.seek === undefined
    ? []
    : [
        {
          id: kind.id as FindingId,
          seek: kind.seek,
          wants: (kind.marks ?? ['unusual']).reduce((bits, mark) => bits | marks[mark], 0),
        },
      ],
);

const watchers = findingKinds.flatMap(({ id, parameters }: FindingKind) =>
  parameters === undefined ? [] : [{ id: id as FindingId, parameters }],
);

/** Blank lines that may stand between neighbours. */
const maxBlanks = 4;

/** The next sentence with a letter or digit in it, `step` 1 ahead or -1 back: no blank line, no fence of code. `at` itself where there is none. */
const neighbour = ({ folded, sentences }: Passage, at: number, step: 1 | -1): number => {
  for (let i = at + step, blanks = 0; blanks < maxBlanks && i >= 0 && i < sentences.length; i += step, blanks++) {
    const { start, end } = sentences[i] as Span;
    if (end - start > 1 && /[\p{L}\p{N}]/u.test(folded.text.slice(start, end))) return i;
  }
  return at;
};

/** Where a phrase stands in a sentence of a folded text, if it does. */
const matchIn = (
  { says, beside, around, unless, unlessNear }: Phrase,
  passage: Passage,
  at: number,
): Span | undefined => {
  const { folded, sentences } = passage;
  const { start, end } = sentences[at] as Span;
  const sentence = folded.text.slice(start, end);
  const match = says.exec(sentence);
  if (match === null || unless?.test(sentence)) return undefined;
  if (beside !== undefined) {
    const last = sentences[Math.min(at + 2, sentences.length - 1)] as Span;
    if (!beside.test(folded.text.slice(start, last.end))) return undefined;
  }
  if (around !== undefined || unlessNear !== undefined) {
    const first = sentences[neighbour(passage, at, -1)] as Span;
    const last = sentences[neighbour(passage, at, 1)] as Span;
    const near = folded.text.slice(first.start, last.end);
    if (around?.every((wanted) => wanted.test(near)) === false || unlessNear?.test(near)) return undefined;
  }
  return { start: folded.at(start + match.index), end: folded.at(start + match.index + match[0].length) };
};

/** Keys, names and values of one word are read as words with blanks between them. */
const isOneWord = (text: string, role: Passage['role']): boolean =>
  role === 'key' || role === 'name' || (role === 'value' && !/\s/.test(text));

/** A finding in one text, and where it stands there. */
export interface TextFinding {
  finding: FindingId;
  span: Span;
}

/** Adds the findings in one part of a text, one of a kind, of the kinds that are not there yet. `from` is where the part begins. */
function findInPart(raw: string, role: Passage['role'], from: number, out: TextFinding[]): void {
  const scan = scanText(raw);
  const isOdd = (scan.marks & marks.unusual) !== 0 && unusual.test(raw);
  if (isOdd || scan.candidates.length > 0 || (scan.marks & ~marks.unusual) !== 0)
    lookCloser(raw, role, from, scan, isOdd, out);
}

/** The same where the cheap look has seen something. */
function lookCloser(
  raw: string,
  role: Passage['role'],
  from: number,
  seen: Scan,
  isOdd: boolean,
  out: TextFinding[],
): void {
  let scan = seen;
  const folded = foldText(isOneWord(raw, role) ? raw.replace(/(?<=\w)[_-](?=\w)/g, ' ') : raw);
  if (isOdd || folded.text.length !== raw.length) {
    const plain = scanText(folded.text);
    scan = { ...plain, marks: plain.marks | scan.marks };
  }
  const passage: Passage = { raw, folded, sentences: lastSentences(folded.text), role };
  const isFound = (id: FindingId): boolean => out.some(({ finding }) => finding === id);
  const add = (finding: FindingId, span: Span | undefined): void => {
    if (span !== undefined) out.push({ finding, span: { start: from + span.start, end: from + span.end } });
  };
  for (const { id, seek, wants } of seekers) {
    if (isFound(id) || (wants === marks.unusual ? !isOdd : (scan.marks & wants) === 0)) continue;
    add(id, seek(passage));
  }
  const look = (phrase: number, sentence: number): void => {
    const { id, phrase: said } = phrases[phrase] as KindPhrase;
    if (!isFound(id)) add(id, matchIn(said, passage, sentence));
  };
  for (let i = 0; i < scan.candidates.length; i += 2)
    look(scan.candidates[i] as number, scan.candidates[i + 1] as number);
  if (isOdd && otherAlphabet.test(raw))
    for (let at = 0; at < passage.sentences.length; at++) for (const phrase of foreignPhrases) look(phrase, at);
}

/** Findings in one text, one of a kind. Offsets are of the text. */
export function findInText(text: string, role: Passage['role'] = 'prose'): TextFinding[] {
  const out: TextFinding[] = [];
  for (let from = 0, parts = 0; from < text.length && parts < maxParts; from += partChars, parts++)
    findInPart(text.length <= partChars ? text : text.slice(from, from + partChars), role, from, out);
  return out;
}

/** Findings that the names of a tool's parameters make together. */
function findInParameters(definition: unknown): FoundFinding[] {
  const schema = isObject(definition) ? own(definition, 'inputSchema') : undefined;
  const properties = isObject(schema) ? own(schema, 'properties') : undefined;
  if (!isObject(properties)) return [];
  const names = Object.keys(properties);
  return watchers.flatMap(({ id, parameters }) => {
    const name = parameters(names);
    if (name === undefined) return [];
    const pointer = `/inputSchema/properties/${name}`;
    return [{ finding: id, sighting: { pointer, start: 0, end: name.length, strength: 1, text: name } }];
  });
}

/** Of texts of each role, whether there is nothing in them: most of what a server says of its parameters it says again. */
const isPlain: Record<Passage['role'], (text: string) => boolean> = {
  prose: remembered((text) => findInText(text, 'prose').length === 0),
  name: remembered((text) => findInText(text, 'name').length === 0),
  key: remembered((text) => findInText(text, 'key').length === 0),
  value: remembered((text) => findInText(text, 'value').length === 0),
};

/** Searches every text of a value that a model is shown: a tool's definition, a prompt, a resource. One of a kind. */
export function findFindings(definition: unknown): FoundFinding[] {
  const out: FoundFinding[] = [];
  const isFound = (id: FindingId): boolean => out.some(({ finding }) => finding === id);
  visitTexts(definition, (text, role, pointer) => {
    if (isPlain[role](text)) return;
    for (const { finding, span } of findInText(text, role)) {
      if (!isFound(finding)) out.push({ finding, sighting: { pointer: pointer(), ...span, strength: 1, text } });
    }
  });
  for (const found of findInParameters(definition)) if (!isFound(found.finding)) out.push(found);
  return out;
}

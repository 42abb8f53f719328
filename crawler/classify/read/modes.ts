/** Tools of several modes: a `method`, `action` or `operation` parameter whose values are verbs. The worst value counts. */

import { actionNames, filters, records } from '#crawler/classify/lexicon/patterns.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { forms } from '#crawler/classify/words/inflection.ts';
import { chooseSense, meets, nothing, type Thing } from '#crawler/classify/words/senses.ts';
import { gaps, splitName, splitText } from '#crawler/classify/words/text.ts';
import type { Branch } from '#db/types.ts';
import { categories } from '#db/types.ts';
import { classesOf, readName } from './name.ts';
import { kinds } from './parameters.ts';
import type { Observation, ToolReading } from './reading.ts';
import { constantsOf, type Parameter } from './schema.ts';

/** Modes of one tool: what each value does. */
export interface Modes {
  observations: Observation[];
  branches: Branch[];
  /** Values that were read as verbs, of the parameter with the most of them. */
  read: number;
  /** At least half of the values of such a parameter were: they are all the tool does. */
  whole: boolean;
}

/** What the name is about: its words without the verbs at either end. */
const objectOfName = (reading: ToolReading): Thing => {
  const { nameWords: words, grammar } = reading;
  let from = reading.nameFrom;
  let to = words.length;
  const plainVerb = (i: number): boolean => {
    const info = words[i]!.info;
    // `puppet_handles`: a plural is none.
    return info?.verb !== undefined && info.verb.nouny < 0.5 && (info.form & forms.base) !== 0;
  };
  while (to - from > 1 && plainVerb(to - 1)) to--;
  while (to - from > 1 && plainVerb(from)) from++;
  return classesOf(grammar, words, from, to, true);
};

const observe = (
  reading: ToolReading,
  value: string,
  pointer: string,
  start: number,
  object: Thing,
): Observation | undefined => {
  const words = splitName(value, reading.grammar.find);
  if (words.length === 0 || words.length > 6) return undefined;
  const { grammar } = reading;
  if (words.length === 1) {
    const info = words[0]!.info;
    if (info?.verb === undefined || (info.form & forms.base) === 0 || (info.role & 1) !== 0) return undefined;
    const sense = chooseSense(info.verb, object, nothing, reading.domains, 'name');
    if (sense === undefined) return undefined;
    return {
      rule: sense.rule,
      capability: sense.capability,
      severity: sense.severity,
      place: 'mode',
      strength: 1 - 0.5 * info.verb.nouny,
      specificity: sense.specificity,
      verb: info.verb.lemma,
      pointer,
      start,
      end: start + value.length,
    };
  }
  const acts = readName(grammar, words, 0, reading.domains, 'mode', pointer);
  let worst: Observation | undefined;
  for (const act of acts) if (worst === undefined || act.severity > worst.severity) worst = act;
  if (worst === undefined || worst.strength < 0.5) return undefined;
  return { ...worst, start, end: start + value.length };
};

/** Reads an act as that of another verb without an object: `remove` as `detach` takes off and does not delete. */
export const asVerb = (
  reading: Pick<ToolReading, 'grammar' | 'domains'>,
  seen: Observation,
  lemma: 'detach' | 'calculate',
): Observation => {
  const verb = reading.grammar.look(lemma)?.verb;
  const sense = verb === undefined ? undefined : chooseSense(verb, nothing, nothing, reading.domains, 'name');
  return sense === undefined
    ? seen
    : { ...seen, rule: sense.rule, capability: sense.capability, severity: sense.severity };
};

const listed = (
  reading: ToolReading,
  description: string,
  pointer: string,
  object: Thing,
  push: (value: string, o: Observation) => void,
): void => {
  const words = splitText(description, 800, reading.grammar.find);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const before = description.charCodeAt(word.start - 1);
    const quoted =
      /= ?$/.test(description.slice(Math.max(0, word.start - 2), word.start)) ||
      before === 39 ||
      before === 34 ||
      before === 96 ||
      before === 0x201c;
    const next = words[i + 1];
    const closed = next === undefined || next.gap >= gaps.slash || next.text === 'or' || next.text === 'and';
    if (!quoted && !(closed && (word.gap >= gaps.slash || words[i - 1]?.text === 'or' || words[i - 1]?.text === 'and')))
      continue;
    if (word.end - word.start > 40) continue;
    const text = description.slice(word.start, word.end);
    const o = observe(reading, text, pointer, word.start, object);
    if (o !== undefined && o.strength >= 0.6) push(text, o);
  }
};

/** Modes written as properties: `actions: [{ create_folder: {…}, delete_asset: {…} }]`. Two thirds of them must be verbs. */
const namedModes = (reading: ToolReading, mode: Parameter, object: Thing): Observation[] => {
  if (mode.type !== 'object' && mode.type !== 'array' && mode.type !== '') return [];
  const prefix = `${mode.pointer}/`;
  const out: Observation[] = [];
  let seen = 0;
  for (const inner of reading.parameters) {
    if (inner.depth !== mode.depth + 1 && inner.depth !== mode.depth + 2) continue;
    if (!inner.pointer.startsWith(prefix) || inner.pointer.slice(prefix.length).split('/properties/').length > 2)
      continue;
    seen++;
    const o = observe(reading, inner.name, inner.pointer, 0, object);
    if (o !== undefined && o.strength >= 0.6) out.push({ ...o, parameter: mode, value: inner.name });
  }
  return out.length >= 2 && out.length * 3 >= seen * 2 ? out : [];
};

const lightVerbs = verbsThat('light');
const settledVerbs = verbsThat('plain');
const setters = verbsThat('setter');

/** Modes as they are found. */
interface Found extends Modes {
  object: Thing | undefined;
}

const noModes = (): Found => ({ observations: [], branches: [], read: 0, whole: false, object: undefined });

const add = (into: Found, parameter: Parameter, value: string, o: Observation): void => {
  into.observations.push({ ...o, parameter, value });
  into.branches.push({
    pointer: parameter.pointer,
    parameter: parameter.name,
    value,
    category: categories[o.severity]!,
  });
};

/** Things that entries are put on and taken off again: labels, members of a list. */
const isList = ({ grammar }: ToolReading, object: Thing): boolean =>
  meets(object, grammar.classBit('mark')) ||
  meets(object, grammar.classBit('tie')) ||
  meets(object, grammar.classBit('container'));

/** Values that are listed: `enum`, `const`. */
const readConstants = (
  reading: ToolReading,
  parameter: Parameter,
  constants: ReadonlyArray<{ value: string; pointer: string }>,
  strict: boolean,
  object: Thing,
  into: Found,
): void => {
  const found: Array<[string, Observation]> = [];
  for (const { value, pointer } of constants) {
    const o = observe(reading, value, pointer, 0, object);
    if (o !== undefined && (o.strength >= 0.7 || strict)) found.push([value, o]);
  }
  if (found.length === 0 || (!strict && (found.length < 2 || found.length * 2 < constants.length))) return;
  if (strict && constants.length > 2 && found.length * 4 < constants.length) return;
  into.read = Math.max(into.read, found.length);
  into.whole ||= strict && found.length * 2 >= constants.length;
  // What `add` and `remove` do to a list, each undoes of the other.
  const undoable =
    found.some(([, o]) => o.verb === 'add') &&
    found.every(([, o]) => o.verb !== 'delete') &&
    (parameter.depth > 0 || isList(reading, object) || setters.has(reading.name[0]?.verb ?? ''));
  const values = new Set(constants.map((c) => c.value));
  for (const [value, seen] of found) {
    // `add_owner` and `remove_owner` undo each other, whatever they are put on.
    const paired = value !== 'remove' && values.has(value.replace(/^remove/, 'add')) && /^remove/.test(value);
    const detaches = seen.verb === 'remove' && seen.severity === 3 && (undoable || paired);
    add(into, parameter, value, detaches ? asVerb(reading, seen, 'detach') : seen);
  }
};

/** Values that are properties, or are named in words. */
const readUnlisted = (
  reading: ToolReading,
  parameter: Parameter,
  strict: boolean,
  object: Thing,
  into: Found,
): void => {
  const named = namedModes(reading, parameter, object);
  if (named.length > 0) {
    for (const o of named) add(into, parameter, o.value ?? '', o);
    into.read = Math.max(into.read, named.length);
    return;
  }
  if (!strict || parameter.depth > 1) return;
  const before = into.observations.length;
  const push = (value: string, o: Observation): void =>
    add(into, parameter, value, { ...o, strength: o.strength * 0.9 });
  listed(reading, parameter.description, `${parameter.pointer}/description`, object, push);
  // Where the parameter itself says nothing, the tool's own text may name them: `'add' for one more, 'remove' for one less`.
  if (parameter.description === '') listed(reading, reading.description, '/description', object, push);
  into.read = Math.max(into.read, into.observations.length - before);
};

const isText = ({ type }: Parameter): boolean => type !== 'boolean' && type !== 'number' && type !== 'integer';

/** Do the values of this parameter of a plain reader or maker say what is done, its own verb or another reader's among them? */
const choosesAct = (reading: ToolReading, parameter: Parameter, verb: string): boolean => {
  const listed = constantsOf(parameter).map((c) => c.value);
  if (
    !(actionNames.test(parameter.name) || (/^mode$/i.test(parameter.name) && listed.length > 0)) ||
    records.test(reading.tool.name) ||
    filters.test(parameter.description.slice(0, 400))
  )
    return false;
  const values = listed.length > 0 ? listed : parameter.description.slice(0, 400).split(/[^\p{L}\p{M}_]+/u);
  const verbs = values.map((value) => splitName(value, reading.grammar.find)[0]?.info?.verb?.lemma ?? '');
  const reads = !settledVerbs.has(verb);
  return (
    verbs.some((v) => v === verb || (reads && readers.has(v))) &&
    verbs.some((v) => v !== verb && !readers.has(v) && v !== '')
  );
};

const readers = verbsThat('reader');

/** Arms of a union that are told apart by a constant: `{ kind: 'read', … } | { kind: 'delete', … }`. */
const readArms = (reading: ToolReading, into: Found): void => {
  let arms: Map<string, Parameter[]> | undefined;
  for (const parameter of reading.parameters) {
    if (typeof parameter.schema.const !== 'string' || !/\/(anyOf|oneOf)\/\d+\//.test(parameter.pointer)) continue;
    arms ??= new Map();
    arms.set(parameter.name, [...(arms.get(parameter.name) ?? []), parameter]);
  }
  if (arms === undefined) return;
  for (const [name, list] of arms) {
    if (list.length < 2 || list[0]!.depth > 1) continue;
    into.object ??= objectOfName(reading);
    const seen = list.flatMap((parameter) => {
      const value = String(parameter.schema.const);
      const o = observe(reading, value, `${parameter.pointer}/const`, 0, into.object!);
      return o === undefined ? [] : [[parameter, value, o] as const];
    });
    if (seen.length < 2 || into.observations.some((o) => o.parameter?.name === name && o.value === seen[0]![1]))
      continue;
    for (const [parameter, value, o] of seen) add(into, parameter, value, o);
    into.read = Math.max(into.read, seen.length);
    into.whole ||= seen.length === list.length;
  }
};

/** Reads every mode parameter of a tool. */
export const readModes = (reading: ToolReading): Modes => {
  const into = noModes();
  readArms(reading, into);
  if ((reading.kinds & kinds.mode) === 0) return into;
  const first = reading.name[0];
  const plain = first !== undefined && first.strength >= 0.8;
  const settled = plain && (first.severity === 0 || settledVerbs.has(first.verb));
  const sets = plain && setters.has(first.verb);
  const wrapped = reading.parameters.filter((parameter) => parameter.depth === 0).length === 1;
  for (const parameter of reading.parameters) {
    if (parameter.depth > 3 || (parameter.kinds & kinds.mode) === 0) continue;
    const strict = actionNames.test(parameter.name);
    if (!isText(parameter) && !(strict && parameter.description !== '')) continue;
    // `set_fill(mode)`: how it is set, not what is done.
    if (!strict && sets) continue;
    // A `type` deep inside describes a part of what is passed, not what is done.
    if ((!strict || first?.verb === 'update') && parameter.depth > (wrapped ? 1 : 0)) continue;
    // A reader's or maker's enum filters or describes: `list_audit_events(action)`, `create_rule(action)`.
    if (settled && !choosesAct(reading, parameter, first.verb)) continue;
    const constants = constantsOf(parameter);
    // An HTTP method is what happens only where the tool passes the request on.
    const http = constants.some((c) => c.value === 'GET');
    const passes = (reading.kinds & kinds.url) !== 0;
    if (http && !passes && first !== undefined && !lightVerbs.has(first.verb) && first.strength >= 0.7) continue;
    into.object ??= objectOfName(reading);
    if (constants.length === 0) readUnlisted(reading, parameter, strict, into.object, into);
    else readConstants(reading, parameter, constants, strict, into.object, into);
  }
  return into;
};

/** Tools of several modes: a `method`, `action` or `operation` parameter whose values are verbs. The worst value counts. */

import type { Branch } from '#db/types.ts';
import { categories } from '#db/types.ts';
import { forms } from './inflect.ts';
import { kinds } from './parameters.ts';
import { classesOf, lightVerbs, readName } from './read-name.ts';
import type { Observation, ToolReading } from './reading.ts';
import { constantsOf, type Parameter } from './schema.ts';
import { chooseSense, nothing, type Thing } from './senses.ts';
import { gaps, splitName, splitText } from './text.ts';

/** Modes of one tool: what each value does. */
export interface Modes {
  observations: Observation[];
  branches: Branch[];
  /** Values that were read as verbs, of the parameter with the most of them. */
  read: number;
  /** At least half of the values of such a parameter were: they are all the tool does. */
  whole: boolean;
}

/** Parameters whose name says that their values are what to do. */
const actionNames = /^(sub[_-]?)?(action|operation|op|command|cmd|method|verb|task|request)s?([_-]?(type|name))?$/i;

/** What the name is about: its words without the verbs at either end. */
const objectOfName = (reading: ToolReading): Thing => {
  const { nameWords: words, grammar } = reading;
  let from = reading.nameFrom;
  let to = words.length;
  const plainVerb = (i: number): boolean => {
    const verb = words[i]!.info?.verb;
    return verb !== undefined && verb.nouny < 0.5;
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

/** Reads `remove` as taking off, not as deleting. */
export const asDetach = (reading: Pick<ToolReading, 'grammar' | 'domains'>, seen: Observation): Observation => {
  const verb = reading.grammar.look('detach')?.verb;
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
    const quoted = before === 39 || before === 34 || before === 96 || before === 0x201c;
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

/** Verbs that say all there is to say: a parameter cannot turn them into something else. */
const settledVerbs = new Set('create add insert delete send generate'.split(' '));

/** Verbs whose other parameters say how a thing will be. */
const setters = new Set('set update configure change edit modify'.split(' '));

const noModes = (): Modes => ({ observations: [], branches: [], read: 0, whole: false });

/** Reads every mode parameter of a tool. */
export const readModes = (reading: ToolReading): Modes => {
  if ((reading.kinds & kinds.mode) === 0) return noModes();
  const observations: Observation[] = [];
  const branches: Branch[] = [];
  let read = 0;
  let whole = false;
  let object: Thing | undefined;
  // A reader's or maker's enum filters or describes: `list_audit_events(action)`, `create_rule(action)`.
  const first = reading.name[0];
  const settled =
    first !== undefined && first.strength >= 0.8 && (first.severity === 0 || settledVerbs.has(first.verb));
  if (settled) return noModes();
  const sets = first !== undefined && first.strength >= 0.8 && setters.has(first.verb);
  const wrapped = reading.parameters.filter((parameter) => parameter.depth === 0).length === 1;
  for (const parameter of reading.parameters) {
    if (
      parameter.depth > 3 ||
      parameter.type === 'boolean' ||
      parameter.type === 'number' ||
      parameter.type === 'integer'
    )
      continue;
    const bits = parameter.kinds;
    if ((bits & kinds.mode) === 0) continue;
    const strict = actionNames.test(parameter.name);
    // `set_fill(mode)`: how it is set, not what is done.
    if (!strict && sets) continue;
    // A `type` deep inside describes a part of what is passed, not what is done.
    if ((!strict || first?.verb === 'update') && parameter.depth > (wrapped ? 1 : 0)) continue;
    const constants = constantsOf(parameter);
    // An HTTP method is what happens only where the tool passes the request on.
    if (
      first !== undefined &&
      !lightVerbs.has(first.verb) &&
      first.strength >= 0.7 &&
      constants.some((c) => c.value === 'GET')
    )
      continue;
    object ??= objectOfName(reading);
    if (constants.length === 0) {
      const named = namedModes(reading, parameter, object);
      if (named.length > 0) {
        for (const o of named) {
          observations.push(o);
          branches.push({
            pointer: parameter.pointer,
            parameter: parameter.name,
            value: o.value ?? '',
            category: categories[o.severity]!,
          });
        }
        read = Math.max(read, named.length);
        continue;
      }
      if (!strict || parameter.depth > 1) continue;
      const before = observations.length;
      const push = (value: string, o: Observation): void => {
        observations.push({ ...o, strength: o.strength * 0.9, parameter, value });
        branches.push({
          pointer: parameter.pointer,
          parameter: parameter.name,
          value,
          category: categories[o.severity]!,
        });
      };
      listed(reading, parameter.description, `${parameter.pointer}/description`, object, push);
      // Where the parameter itself says nothing, the tool's own text may name them: `'add' for one more, 'remove' for one less`.
      if (parameter.description === '') listed(reading, reading.description, '/description', object, push);
      read = Math.max(read, observations.length - before);
      continue;
    }
    const found: Array<[string, Observation]> = [];
    for (const { value, pointer } of constants) {
      const o = observe(reading, value, pointer, 0, object);
      if (o !== undefined && (o.strength >= 0.7 || strict)) found.push([value, o]);
    }
    if (found.length === 0 || (!strict && (found.length < 2 || found.length * 2 < constants.length))) continue;
    if (strict && constants.length > 2 && found.length * 4 < constants.length) continue;
    read = Math.max(read, found.length);
    whole ||= strict && found.length * 2 >= constants.length;
    // What `add` and `remove` do to a list, each undoes of the other.
    const undoable = found.some(([, o]) => o.verb === 'add') && found.every(([, o]) => o.verb !== 'delete');
    for (const [value, seen] of found) {
      const o = undoable && seen.verb === 'remove' && seen.severity === 3 ? asDetach(reading, seen) : seen;
      observations.push({ ...o, parameter, value });
      branches.push({
        pointer: parameter.pointer,
        parameter: parameter.name,
        value,
        category: categories[o.severity]!,
      });
    }
  }
  return { observations, branches, read, whole };
};

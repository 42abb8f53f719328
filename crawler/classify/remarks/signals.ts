/** What the parameters accept and the results return. Signals explain; they do not decide the category. */

import type { CapabilityId, SignalId } from '#crawler/classify/decide/tables.ts';
import type { Verdict } from '#crawler/classify/decide/verdict.ts';
import { amountWords, factAddress, factRecipient } from '#crawler/classify/lexicon/patterns.ts';
import { isAddress, isPath, kinds } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';
import { isObject, own, type Parameter } from '#crawler/classify/read/schema.ts';
import { as, share } from '#crawler/classify/words/lists.ts';
import type { Word } from '#crawler/classify/words/text.ts';

/** A signal and where it shows. */
export interface FoundSignal {
  signal: SignalId;
  sightings: Sighting[];
}

/** More parameters than this are hard to review call by call. */
const manyParameters = 10;
/** Sightings kept per signal. */
const maxSightings = 4;

const byKind: ReadonlyArray<{ signal: SignalId; kind: number }> = [
  { signal: 'accepts-credentials', kind: kinds.credential },
  { signal: 'accepts-url', kind: kinds.url },
  { signal: 'accepts-markup', kind: kinds.markup },
  { signal: 'accepts-path', kind: kinds.path },
  { signal: 'accepts-recipient', kind: kinds.recipient },
  { signal: 'accepts-amount', kind: kinds.amount },
];

const allKinds = byKind.reduce((bits, { kind }) => bits | kind, 0);

/** A list of objects: what they hold is looked at by itself. */
const holdsObjects = (parameter: Parameter): boolean => {
  const items = own(parameter.schema, 'items');
  return isObject(items) && (items.type === 'object' || isObject(items.properties));
};

const atWord = ({ start, end }: Word): Sighting => ({ pointer: '/name', start, end, strength: 1 });

/** Capabilities by which what a parameter names is reached, and not only written down. */
const reaching: ReadonlySet<CapabilityId> = new Set([
  'send-message',
  'publish',
  'change-access',
  'call-api',
  'run-code',
]);

/** The tool changes records and reaches nobody: an address in one is a fact about whom it is of. */
const onlyWrites = ({ name, lead, body, stated }: ToolReading, { basis }: Verdict): boolean =>
  basis[0]?.severity === 1 && ![...name, ...lead, ...body, ...stated].some((o) => reaching.has(o.capability));

/** What a parameter is called may be a piece of another word, or a fact of a record. */
const isWhatItIsCalled = (signal: SignalId, parameter: Parameter, writes: boolean): boolean => {
  const { name, description, type } = parameter;
  if (signal === 'accepts-url') return isAddress(parameter) && !(writes && factAddress.test(name));
  if (signal === 'accepts-path') return isPath(parameter);
  if (signal === 'accepts-recipient') return !(writes && factRecipient.test(name));
  if (signal === 'accepts-amount' && name === 'value')
    return type === 'number' || type === 'integer' || amountWords.test(description);
  return true;
};

/** All signals of a tool. */
export const findSignals = (reading: ToolReading, verdict: Verdict, secrets: readonly Sighting[]): FoundSignal[] => {
  const found: FoundSignal[] = [];
  const push = (signal: SignalId, sighting: Sighting): void => {
    for (const known of found) {
      if (known.signal !== signal) continue;
      if (known.sightings.length < maxSightings) known.sightings.push(sighting);
      return;
    }
    found.push({ signal, sightings: [sighting] });
  };
  let own0 = 0;
  const writes = onlyWrites(reading, verdict);
  for (const parameter of reading.parameters) {
    if (parameter.depth === 0) own0++;
    const bits = parameter.kinds;
    const type = parameter.type;
    if ((bits & allKinds) !== 0) {
      const text = type === 'string' || type === '' || (type === 'array' && !holdsObjects(parameter));
      for (const { signal, kind } of byKind) {
        if ((bits & kind) === 0 || !isWhatItIsCalled(signal, parameter, writes)) continue;
        if (signal === 'accepts-amount' ? type !== 'boolean' && type !== 'object' : text)
          push(signal, atParameter(parameter, 1));
      }
    }
    if ((bits & kinds.force) !== 0 && type === 'boolean') push('force-flag', atParameter(parameter, 1));
    if ((bits & kinds.bulk) !== 0 && (type === 'array' || type === 'boolean')) push('bulk', atParameter(parameter, 1));
    if (
      type === 'object' &&
      own(parameter.schema, 'properties') === undefined &&
      own(parameter.schema, '$ref') === undefined
    ) {
      push('accepts-free-object', atParameter(parameter, 1));
    }
  }
  for (const o of reading.stated) {
    if (o.place !== 'parameter') continue;
    if (o.rule.id === 'runs-code' || o.rule.id === 'runs-query') push('accepts-code', o);
    else if (o.rule.id === 'stores-file') push('writes-output-file', o);
  }
  for (const word of reading.nameWords) {
    const { written } = word.lists;
    if (share(written, as.bulkWords)) push('bulk', atWord(word));
    if (share(written, as.adminWords) && (verdict.basis[0]?.severity ?? 0) > 0) push('admin', atWord(word));
  }
  for (const sighting of secrets) push('returns-secrets', sighting);
  const whole: Sighting = {
    pointer: '/name',
    start: 0,
    end: typeof reading.tool.name === 'string' ? reading.tool.name.length : 0,
    strength: 1,
  };
  if (own0 > manyParameters)
    push('many-parameters', { pointer: '/inputSchema/properties', start: 0, end: 10, strength: 1 });
  if (!isObject(reading.tool.inputSchema)) push('no-schema', whole);
  if (reading.description.trim() === '') push('no-description', whole);
  return found;
};

/**
 * The gateways' semantics written a second time, from their description and in another manner than the evaluator: arguments
 * are flattened first, every operator is a row of a table, and a call is a list of reasons to refuse it.
 */
import type { Json } from '#db/types.ts';

type Test = { path: string; op: string; value: Json };
type Tools = Record<
  string,
  { require?: Test[]; deny_if?: { conditions: Test[] }[]; limits?: { counter: string; window: string; max: number }[] }
>;
export interface ModelDocument {
  default?: string;
  hide?: string[];
  all_tools?: { limits: { counter: string; window: string; max: number }[] };
  tools?: Tools;
}
export interface ModelCall {
  tool: string;
  args: Record<string, Json>;
  /** Minutes since the epoch. */
  minute: number;
}

/** Every value by its dotted way, objects included; lists are leaves and null is nothing. */
function flatten(value: Json, way: string, into: Map<string, Json>): Map<string, Json> {
  if (value === null) return into;
  into.set(way, value);
  if (typeof value === 'object' && !Array.isArray(value)) {
    for (const key of Object.keys(value)) if (!key.includes('.')) flatten(value[key]!, `${way}.${key}`, into);
  }
  return into;
}

const bothNumbers = (a: Json, b: Json): a is number => typeof a === 'number' && typeof b === 'number';
const scalar = (a: Json) => typeof a !== 'object';

/** @param loose `1`, `"1"` and the like are the same */
const operators = (loose: boolean): Record<string, (actual: Json, wanted: Json) => boolean> => {
  const equal = (a: Json, b: Json) =>
    loose && scalar(a) && scalar(b) ? `${a}` === `${b}` : JSON.stringify(a) === JSON.stringify(b);
  const among = (a: Json, b: Json) => (b as Json[]).some((item) => equal(a, item));
  return {
    eq: equal,
    neq: (a, b) => !equal(a, b),
    in: among,
    not_in: (a, b) => !among(a, b),
    lt: (a, b) => bothNumbers(a, b) && a < (b as number),
    lte: (a, b) => bothNumbers(a, b) && a <= (b as number),
    gt: (a, b) => bothNumbers(a, b) && a > (b as number),
    gte: (a, b) => bothNumbers(a, b) && a >= (b as number),
    regex: (a, b) => typeof a === 'string' && a.match(new RegExp(b as string)) !== null,
    contains: (a, b) =>
      typeof a === 'string'
        ? typeof b === 'string' && a.indexOf(b) !== -1
        : Array.isArray(a) && a.findIndex((item) => equal(item, b)) !== -1,
  };
};

const passes = (test: Test, call: ModelCall, loose: boolean): boolean => {
  const found = flatten(call.args, 'args', new Map()).get(test.path);
  if (test.op === 'exists') return test.value ? found !== undefined : found === undefined;
  return found === undefined ? false : operators(loose)[test.op]!(found, test.value);
};

const sizes: Record<string, number> = { minute: 1, hour: 60, day: 1440 };

/** A gateway with a memory: calls go in one after the other, and each comes back as passed or refused. */
export function createModel(document: ModelDocument, loose: boolean): (call: ModelCall) => boolean {
  const counted: Record<string, number> = {};
  return (call) => {
    if (document.hide && (document.hide.includes('*') || document.hide.includes(call.tool))) return false;
    const own = document.tools ? Object.entries(document.tools).find(([name]) => name === call.tool)?.[1] : undefined;
    if (own === undefined && document.default === 'deny') return false;
    const refusals = [
      ...(own?.require ?? []).map((test) => !passes(test, call, loose)),
      ...(own?.deny_if ?? []).map(({ conditions }) => !conditions.some((test) => !passes(test, call, loose))),
    ];
    if (refusals.includes(true)) return false;
    const slots = [...(document.all_tools?.limits ?? []), ...(own?.limits ?? [])].map(
      ({ counter, window, max }) => [`${counter}/${window}/${Math.floor(call.minute / sizes[window]!)}`, max] as const,
    );
    const wanted: Record<string, number> = {};
    for (const [slot, max] of slots) {
      wanted[slot] = (wanted[slot] ?? counted[slot] ?? 0) + 1;
      if (wanted[slot]! > max) return false;
    }
    Object.assign(counted, wanted);
    return true;
  };
}

/** What a condition asks of one value: the meaning of the operators, for every place that tells `1` from `"1"`. */
import type { Json } from '#db/types.ts';
import type { ConditionOp } from './document.ts';
import { findsRe2 } from './re2.ts';

/** A value as text in which the order of keys does not count. */
const canonical = (value: Json): string =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** Whether a value that is there passes. A value of another type than the operator is about fails. */
export function passes(op: ConditionOp, actual: Json, value: Json): boolean {
  const same = (other: Json) => canonical(other) === canonical(actual);
  const numbers = typeof actual === 'number' && typeof value === 'number';
  switch (op) {
    case 'eq':
      return same(value);
    case 'neq':
      return !same(value);
    case 'in':
      return Array.isArray(value) && value.some(same);
    case 'not_in':
      return Array.isArray(value) && !value.some(same);
    case 'lt':
      return numbers && actual < value;
    case 'lte':
      return numbers && actual <= value;
    case 'gt':
      return numbers && actual > value;
    case 'gte':
      return numbers && actual >= value;
    case 'regex':
      return typeof actual === 'string' && typeof value === 'string' && findsRe2(value, actual);
    case 'contains':
      if (Array.isArray(actual)) return actual.some((item) => canonical(item) === canonical(value));
      return typeof actual === 'string' && typeof value === 'string' && actual.includes(value);
    case 'exists':
      return value === true;
  }
}

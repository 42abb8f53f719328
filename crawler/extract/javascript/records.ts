/** Objects put together part by part, some of which may be missing. */
import type { Value } from '#crawler/extract/values.ts';

type RecordValue = Value & { kind: 'record' };

/** Whether an object may hold a key beside those it is known to hold. */
export function mayHold({ open, maybe }: RecordValue, key: string): boolean {
  return open && (maybe === undefined || maybe.has(key));
}

/** An object that is being put together. */
export interface RecordBuilder {
  set(key: string, value: Value): void;
  /** Something is put in under a key that is not known. */
  setAny(): void;
  /** `...value` */
  spread(value: Value): void;
  done(): RecordValue;
}

/** Begins an object. */
export function buildRecord(): RecordBuilder {
  const entries = new Map<string, Value>();
  const maybe = new Set<string>();
  let isUnbounded = false;
  const set = (key: string, value: Value) => {
    maybe.delete(key);
    entries.set(key, value);
  };
  const setAny = () => {
    // It may replace any of those before it.
    entries.clear();
    isUnbounded = true;
  };
  return {
    set,
    setAny,
    spread(value) {
      if (isNothingToSpread(value)) return;
      if (value.kind !== 'record' || (value.open && value.maybe === undefined)) setAny();
      if (value.kind !== 'record') return;
      for (const key of value.maybe ?? []) {
        entries.delete(key);
        maybe.add(key);
      }
      for (const [key, entry] of value.entries) set(key, entry);
    },
    done: () => ({
      kind: 'record',
      entries,
      open: isUnbounded || maybe.size > 0,
      ...(!isUnbounded && maybe.size > 0 && { maybe }),
    }),
  };
}

/** Whether a value adds nothing where it is spread: `...(wanted && more)`. */
export function isNothingToSpread(value: Value): boolean {
  return value.kind === 'scalar' && !value.value;
}

/** What objects that are each possible have in common; the keys that not all of them hold may be there. */
export function commonRecord(
  records: readonly RecordValue[],
  common: (values: readonly Value[]) => Value,
): RecordValue {
  const keys = new Set(records.flatMap(({ entries, maybe }) => [...entries.keys(), ...(maybe ?? [])]));
  const entries = new Map<string, Value>();
  for (const key of keys) {
    const values = records.flatMap((record) => record.entries.get(key) ?? []);
    const value = values.length === records.length ? common(values) : undefined;
    if (value === undefined || value.kind === 'unknown') continue;
    entries.set(key, value);
    keys.delete(key);
  }
  const isUnbounded = records.some(({ open, maybe }) => open && maybe === undefined);
  const at = records[0]?.at;
  return { kind: 'record', entries, open: true, ...(at && { at }), ...(!isUnbounded && { maybe: keys }) };
}

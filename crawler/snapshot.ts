/** Content addresses of what was read, so that the same list read twice is one snapshot. Pure. */
import { createHash } from 'node:crypto';
import type { Json, Reading, ToolDefinition } from '#db/types.ts';

/** A date and time as servers put it into defaults: RFC 3339, or milliseconds since 1970 in this century. */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const isEpochMs = (value: number) => Number.isInteger(value) && value > 946_684_800_000 && value < 4_102_444_800_000;

/**
 * JSON with sorted keys. Moments in `default` and `examples` are made equal: some servers put the current time
 * there, and would otherwise seem to change at every reading.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(canonical(value as Json, false));
}

function canonical(value: Json | undefined, volatile: boolean): Json {
  if (value === undefined) return null;
  if (volatile && typeof value === 'string' && timestamp.test(value)) return '<time>';
  if (volatile && typeof value === 'number' && isEpochMs(value)) return '<time>';
  if (Array.isArray(value)) return value.map((item) => canonical(item, volatile));
  if (value === null || typeof value !== 'object') return value;
  // Pairs, not an object: a key such as `__proto__` or `1` keeps its place.
  return Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => [key, canonical(value[key], volatile || key === 'default' || key === 'examples')]);
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** SHA-256 of a tool definition, hex. Equal for equal content, whatever the order of keys. */
export function hashDefinition(definition: ToolDefinition): string {
  return sha256(canonicalJson(definition));
}

/**
 * SHA-256 of a reading, hex: its tools in any order, and what decides which tools a server shows
 * (package version, arguments, environment names), and what else it tells a model.
 * @param definitionHashes of the reading's tools
 */
export function hashReading(reading: Reading, definitionHashes: readonly string[]): string {
  const { packageVersion, args, envNames, instructions, prompts, resources } = reading;
  const filled = <T>(list: readonly T[] | undefined) => (list && list.length > 0 ? [...list] : null);
  const beside = [instructions ?? null, filled(prompts), filled(resources)];
  return sha256(
    canonicalJson([
      packageVersion ?? null,
      args,
      [...envNames].sort(),
      [...definitionHashes].sort(),
      // Absent where there is none, so that what was stored before is still the same.
      ...(beside.some((part) => part !== null) ? [beside] : []),
    ]),
  );
}

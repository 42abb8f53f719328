/** What a server declares about its own tool. Believed only where it makes things worse and the words say nothing. */
import type { Sighting, ToolReading } from '#crawler/classify/read/reading.ts';
import { isObject, own } from '#crawler/classify/read/schema.ts';

const declared = (reading: ToolReading, key: string): unknown => {
  const annotations = reading.tool.annotations;
  return isObject(annotations) ? own(annotations, key) : undefined;
};

const silent = (reading: ToolReading): boolean =>
  reading.name.length === 0 &&
  reading.lead.length === 0 &&
  reading.stated.every((o) => o.place === 'noun' || o.place === 'annotation') &&
  !reading.stated.some((o) => o.place === 'noun');

/** `destructiveHint: true` on a tool whose words say nothing. */
export const saysDestructive = (reading: ToolReading): Sighting[] | undefined =>
  silent(reading) && declared(reading, 'destructiveHint') === true && declared(reading, 'readOnlyHint') !== true
    ? [{ pointer: '/annotations/destructiveHint', start: 0, end: 15, strength: 0.5 }]
    : undefined;

/** `readOnlyHint: false` on a tool whose words say nothing. */
export const saysChanging = (reading: ToolReading): Sighting[] | undefined =>
  silent(reading) && declared(reading, 'readOnlyHint') === false && declared(reading, 'destructiveHint') !== true
    ? [{ pointer: '/annotations/readOnlyHint', start: 0, end: 12, strength: 0.5 }]
    : undefined;

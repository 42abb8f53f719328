/** Switches that turn a harmless call into a destructive one. */
import { kinds } from './parameters.ts';
import { atParameter, type Sighting, type ToolReading } from './reading.ts';

/** Boolean parameters named after dropping or wiping something. */
export const dropsOnFlag = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & kinds.drop) === 0) return undefined;
  let out: Sighting[] | undefined;
  for (const parameter of reading.parameters) {
    if (parameter.type !== 'boolean' || parameter.depth > 1) continue;
    if ((parameter.kinds & kinds.drop) === 0) continue;
    if (/(branch|empty|null|na|nan|duplicates?|header|index|whitespace|column)s?$/i.test(parameter.name)) continue;
    out ??= [];
    out.push(atParameter(parameter, 0.7));
  }
  return out;
};

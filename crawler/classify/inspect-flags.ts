/** Switches that turn a harmless call into a destructive one. */
import { kinds } from './parameters.ts';
import { atParameter, type Sighting, type ToolReading } from './reading.ts';

/** Lists of what a call deletes beside what it creates or changes: `{ create: […], update: […], delete: […] }`. */
const deletionList = /^(delete|destroy|purge)([_-]?[a-z]*)?$/i;
/** Rights that are handed out: a flag among them is somebody's later freedom, not part of this call. */
const grants = /\/(permission|role|scope|right|acl|polic|capabilit|access)[^/]*\//i;

/** Boolean parameters named after dropping or wiping something, and lists of what is to be deleted. */
export const dropsOnFlag = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & kinds.drop) === 0) return undefined;
  let out: Sighting[] | undefined;
  for (const parameter of reading.parameters) {
    if ((parameter.kinds & kinds.drop) === 0 || parameter.depth > 1 || grants.test(parameter.pointer)) continue;
    const asked =
      parameter.type === 'boolean'
        ? /[a-z][_-]?[A-Z]|[_-]/.test(parameter.name)
        : parameter.type === 'array' && deletionList.test(parameter.name);
    if (!asked) continue;
    if (/(branch|empty|null|na|nan|duplicates?|header|index|whitespace|column)s?$/i.test(parameter.name)) continue;
    out ??= [];
    out.push(atParameter(parameter, 0.7));
  }
  return out;
};

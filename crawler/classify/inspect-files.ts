/** Readers that can also write: a parameter that makes the tool save its result to a file the caller names. */

import { kinds } from './parameters.ts';
import { atParameter, type Sighting, type ToolReading } from './reading.ts';
import { own } from './schema.ts';

/** Verbs whose result goes into the file or folder that a parameter names. */
const filing = /^(download|export|dump|generate|scaffold|build|compile|convert|extract)$/;
const savesInWords = /\b(save[sd]?|saving|writ(e|es|ten|ing)|stored?|download(ed|s)?|output|export(ed)?|dump(ed)?)\b/i;
const loadsInWords =
  /\b(upload|read from|load(ed)? from|input file|existing|source file|to (read|analy[sz]e|parse|upload|open|search))\b/i;

/** Parameters that name where a result is saved, where their description (or their name) says so. */
export const savesToPath = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & kinds.output) === 0) return undefined;
  const makes = [...reading.name, ...reading.lead].some((o) => filing.test(o.verb));
  let out: Sighting[] | undefined;
  for (const parameter of reading.parameters) {
    if (
      parameter.depth > 1 ||
      parameter.type === 'boolean' ||
      parameter.type === 'number' ||
      parameter.type === 'integer'
    )
      continue;
    const bits = parameter.kinds;
    if ((bits & kinds.output) === 0) continue;
    const text = parameter.description.slice(0, 400);
    const named = /^(output|save|dest|download|local|export|out|write|result)/i.test(parameter.name);
    if (own(parameter.schema, 'enum') !== undefined || /format/i.test(text.slice(0, 60))) continue;
    const says = savesInWords.test(text) && !loadsInWords.test(text);
    if (
      says ||
      (named &&
        /path|file|dir|folder/i.test(parameter.name) &&
        !loadsInWords.test(text) &&
        !/format|type|mode/i.test(parameter.name))
    ) {
      out ??= [];
      out.push(atParameter(parameter, says || (named && makes) ? 0.7 : 0.55));
    }
  }
  return out;
};

/** Readers that can also write: a parameter that makes the tool save its result to a file the caller names. */

import {
  fileInName,
  formInName,
  loadsInWords,
  outputName,
  putAtPath,
  putsDown,
  savesInWords,
} from '#crawler/classify/lexicon/patterns.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { kinds } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';
import { own } from '#crawler/classify/read/schema.ts';
import { as, share } from '#crawler/classify/words/lists.ts';

/** Characters of a description that are searched. */
const maxText = 800;

/** Verbs whose result goes into the file or folder that a parameter names. */
const filing = verbsThat('filer');

/** The text says at which path a result is put down. */
const saysPath = (text: string): Sighting[] | undefined => {
  const said = putAtPath.exec(text);
  return said === null
    ? undefined
    : [{ pointer: '/description', start: said.index, end: said.index + said[0].length, strength: 0.7 }];
};

/** Parameters that name where a result is saved, where their description (or their name) says so. */
export const savesToPath = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & kinds.output) === 0)
    return share(reading.heard, as.putDown) ? saysPath(reading.description.slice(0, maxText)) : undefined;
  const makes = [...reading.name, ...reading.lead].some((o) => filing.has(o.verb));
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
    const named = outputName.test(parameter.name);
    if (own(parameter.schema, 'enum') !== undefined || /format/i.test(text.slice(0, 60))) continue;
    const says = savesInWords.test(text) && !loadsInWords.test(text);
    const plainly = putsDown.test(parameter.name) && !loadsInWords.test(text);
    if (
      says ||
      plainly ||
      (named && fileInName.test(parameter.name) && !loadsInWords.test(text) && !formInName.test(parameter.name))
    ) {
      out ??= [];
      out.push(atParameter(parameter, says || plainly || (named && makes) ? 0.7 : 0.55));
    }
  }
  return out;
};

/** Parameters whose value is a program or a query. */

import {
  argumentsName,
  claim,
  commandName,
  findsInText,
  isProgram,
  runsIt,
  writesInQuery,
} from '#crawler/classify/lexicon/patterns.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { kinds, says } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';
import { constantsOf, type Parameter } from '#crawler/classify/read/schema.ts';

const isText = (parameter: Parameter): boolean =>
  parameter.type === 'string' || parameter.type === '' || parameter.type === 'array';

const describe = (parameter: Parameter): string => parameter.description.slice(0, 400);

/** A `command` beside an object of `parameters` picks one of the tool's own commands; nothing is typed into a shell. */
const isRouter = (reading: ToolReading): boolean =>
  reading.parameters.some((p) => p.depth === 0 && p.type === 'object' && argumentsName.test(p.name));

const runners = verbsThat('runner');

/** Code and commands: by a name that can mean nothing else, or by a description that says it is run. */
export const takesCode = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & (kinds.code | kinds.maybeCode)) === 0 && (reading.says & says.isCode) === 0) return undefined;
  let out: Sighting[] | undefined;
  const runs = reading.nameWords.some((word) => runners.has(word.text));
  for (const parameter of reading.parameters) {
    if (parameter.depth > 2 || !isText(parameter)) continue;
    const bits = parameter.kinds;
    if ((bits & (kinds.code | kinds.maybeCode)) === 0) {
      if ((parameter.says & says.isCode) === 0) continue;
      out ??= [];
      out.push(atParameter(parameter, 0.9));
      continue;
    }
    const isRun = runsIt.test(describe(parameter));
    if (!isRun && !runs && (bits & kinds.code) === 0) continue;
    if (commandName.test(parameter.name) && isRouter(reading)) continue;
    if (constantsOf(parameter).length > 0) continue;
    out ??= [];
    out.push(atParameter(parameter, isProgram.test(describe(parameter)) ? 0.9 : isRun || runs ? 0.8 : 0.5));
  }
  return out;
};

/** Statements in a query language, or a query that the description says is one. */
export const takesQuery = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & kinds.query) === 0 && (reading.says & says.isQuery) === 0) return undefined;
  let out: Sighting[] | undefined;
  for (const parameter of reading.parameters) {
    if (parameter.depth > 2 || !isText(parameter)) continue;
    const bits = parameter.kinds;
    const named = (bits & kinds.query) !== 0;
    if (!named && !(parameter.name === 'query' && (parameter.says & says.isQuery) !== 0)) continue;
    if (constantsOf(parameter).length > 0 || findsInText.test(describe(parameter))) continue;
    // Inside of something else a statement is what somebody claims.
    if (parameter.depth > 0 && claim.test(parameter.name) && (parameter.says & says.isQuery) === 0) continue;
    out ??= [];
    out.push(atParameter(parameter, writesInQuery.test(describe(parameter)) ? 0.9 : 0.7));
  }
  return out;
};

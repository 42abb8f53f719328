/** Parameters whose value is a program or a query. */

import { kinds } from './parameters.ts';
import { atParameter, type Sighting, type ToolReading } from './reading.ts';
import { constantsOf, type Parameter } from './schema.ts';

const isText = (parameter: Parameter): boolean =>
  parameter.type === 'string' || parameter.type === '' || parameter.type === 'array';

const describe = (parameter: Parameter): string => parameter.description.slice(0, 400);

const runsIt =
  /\b(to (execute|run|evaluate|eval)|executed?|evaluated?|(java)?script (code|function|expression)|shell|command( line)? to|code to|python code|bash|terminal|arbitrary)\b/i;

/** A `command` beside an object of `parameters` picks one of the tool's own commands; nothing is typed into a shell. */
const isRouter = (reading: ToolReading): boolean =>
  reading.parameters.some((p) => p.depth === 0 && p.type === 'object' && /^param(eter)?s$/i.test(p.name));

/** Code and commands: by a name that can mean nothing else, or by a description that says it is run. */
export const takesCode = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & (kinds.code | kinds.maybeCode)) === 0) return undefined;
  let out: Sighting[] | undefined;
  for (const parameter of reading.parameters) {
    if (parameter.depth > 2 || !isText(parameter)) continue;
    const bits = parameter.kinds;
    if ((bits & (kinds.code | kinds.maybeCode)) === 0) continue;
    const says = runsIt.test(describe(parameter));
    if (!says && (bits & kinds.code) === 0) continue;
    if (/^commands?$/i.test(parameter.name) && isRouter(reading)) continue;
    if (constantsOf(parameter).length > 0) continue;
    out ??= [];
    out.push(atParameter(parameter, says ? 0.8 : 0.5));
  }
  return out;
};

const queryText =
  /\b(sql|cypher|graphql|sparql|soql)\b.{0,40}\b(quer|statement|to (run|execute))|\b(query|statement|mutation)s? to (be )?(run|execute)/i;

/** Statements in a query language, or a query that the description says is one. */
export const takesQuery = (reading: ToolReading): Sighting[] | undefined => {
  let out: Sighting[] | undefined;
  for (const parameter of reading.parameters) {
    if (parameter.depth > 2 || !isText(parameter)) continue;
    const bits = parameter.kinds;
    const named = (bits & kinds.query) !== 0;
    if (!named && !(parameter.name === 'query' && queryText.test(describe(parameter)))) continue;
    if (constantsOf(parameter).length > 0) continue;
    out ??= [];
    out.push(atParameter(parameter, 0.7));
  }
  return out;
};

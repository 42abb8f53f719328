/** Tools that pass a request of the caller's choice on to an API. */
import { anyRequest, changingMethods } from '#crawler/classify/lexicon/patterns.ts';
import { requestWords } from '#crawler/classify/lexicon/sentence.ts';
import { kinds } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';

/** Characters of a description that are searched. */
const maxText = 400;

/** The caller says what is asked of the API. */
const takesTarget = (reading: ToolReading): boolean =>
  (reading.kinds & targets) !== 0 && reading.parameters.some((p) => p.depth <= 1 && (p.kinds & targets) !== 0);

const targets = kinds.url | kinds.path | kinds.endpoint;

/** An HTTP method beside a path or URL: the caller writes the request. */
export const takesRequest = (reading: ToolReading): Sighting[] | undefined => {
  const last = reading.nameWords.at(-1);
  // `crm_api_post`: the name itself is the method.
  if (
    last !== undefined &&
    (reading.kinds & (kinds.path | kinds.url)) !== 0 &&
    changingMethods.test(last.text) &&
    reading.nameWords.some((word) => requestWords.has(word.text))
  )
    return [{ pointer: '/name', start: last.start, end: last.end, strength: 0.9 }];
  // Where no parameter is known at all, the text says it alone.
  if (reading.parameters.length > 0 && !takesTarget(reading)) return undefined;
  const said = anyRequest.exec(reading.description.slice(0, maxText));
  if (said !== null)
    return [{ pointer: '/description', start: said.index, end: said.index + said[0].length, strength: 0.9 }];
  if ((reading.kinds & kinds.httpMethod) === 0) return undefined;
  let method: Sighting | undefined;
  for (const parameter of reading.parameters) {
    if (parameter.depth > 1) continue;
    if ((parameter.kinds & kinds.httpMethod) !== 0 && parameter.type !== 'object')
      method ??= atParameter(parameter, 0.7);
  }
  return method === undefined ? undefined : [method];
};

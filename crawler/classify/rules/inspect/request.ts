/** Tools that pass a request of the caller's choice on to an API. */
import { anyRequest, changingMethods, endpointName } from '#crawler/classify/lexicon/patterns.ts';
import { requestWords } from '#crawler/classify/lexicon/sentence.ts';
import { kinds } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';

/** Characters of a description that are searched. */
const maxText = 400;

/** Whether the expression below can match at all: it costs more than to look for its methods. */
const namesMethod = (text: string): boolean => text.includes('POST') || text.includes('PUT') || text.includes('PATCH');

/** The caller says what is asked of the API. */
const takesTarget = ({ parameters }: ToolReading): boolean =>
  parameters.some((p) => p.depth <= 1 && ((p.kinds & (kinds.url | kinds.path)) !== 0 || endpointName.test(p.name)));

/** An HTTP method beside a path or URL: the caller writes the request. */
export const takesRequest = (reading: ToolReading): Sighting[] | undefined => {
  const last = reading.nameWords.at(-1);
  // `crm_api_post`: the name itself is the method.
  if (
    last !== undefined &&
    changingMethods.test(last.text) &&
    reading.nameWords.some((word) => requestWords.has(word.text)) &&
    (reading.kinds & (kinds.path | kinds.url)) !== 0
  )
    return [{ pointer: '/name', start: last.start, end: last.end, strength: 0.9 }];
  const text = reading.description.slice(0, maxText);
  const said = namesMethod(text) ? anyRequest.exec(text) : null;
  if (said !== null && takesTarget(reading))
    return [{ pointer: '/description', start: said.index, end: said.index + said[0].length, strength: 0.9 }];
  if ((reading.kinds & kinds.httpMethod) === 0) return undefined;
  let method: Sighting | undefined;
  for (const parameter of reading.parameters) {
    if (parameter.depth > 1) continue;
    if ((parameter.kinds & kinds.httpMethod) !== 0 && parameter.type !== 'object')
      method ??= atParameter(parameter, 0.7);
  }
  return method !== undefined && takesTarget(reading) ? [method] : undefined;
};

/** Tools that pass a request of the caller's choice on to an API. */
import { kinds } from './parameters.ts';
import { atParameter, type Sighting, type ToolReading } from './reading.ts';

/** An HTTP method beside a path or URL: the caller writes the request. */
export const takesRequest = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & kinds.httpMethod) === 0) return undefined;
  let method: Sighting | undefined;
  let target = false;
  for (const parameter of reading.parameters) {
    if (parameter.depth > 1) continue;
    const bits = parameter.kinds;
    if ((bits & kinds.httpMethod) !== 0 && parameter.type !== 'object') method ??= atParameter(parameter, 0.7);
    if ((bits & (kinds.url | kinds.path)) !== 0 || /^(endpoint|route|resource)$/i.test(parameter.name)) target = true;
  }
  return method !== undefined && target ? [method] : undefined;
};

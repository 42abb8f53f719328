/** Parameters that are set for a model which acts by itself. */
import { kinds } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';

/** How many of them tell an agent from a plain question to a model, which may have a system prompt too. */
const telling = 2;

/** Which tools it may use, when it has to ask, how often it may go on: `allowedTools` beside `permissionMode`. */
export const steersAgent = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & kinds.steering) === 0) return undefined;
  const found = reading.parameters.filter((p) => p.depth < 2 && (p.kinds & kinds.steering) !== 0);
  return found.length < telling ? undefined : found.map((parameter) => atParameter(parameter, 0.8));
};

/** Parameters by which a call commits somebody to pay: a reward, a bid, a switch that places the order. */
import { kinds } from '#crawler/classify/read/parameters.ts';
import { atParameter, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';

const isNumber = (type: string): boolean => type === 'number' || type === 'integer';

/** Numbers that are paid or offered: `reward_usd`, `max_bid`, `daily_budget`. */
export const commitsMoney = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & kinds.commits) === 0) return undefined;
  const found = reading.parameters.filter((p) => p.depth < 2 && isNumber(p.type) && (p.kinds & kinds.commits) !== 0);
  return found.length === 0 ? undefined : found.map((parameter) => atParameter(parameter, 0.7));
};

/** Switches that make a quote an order: `execute_trade`. */
export const tradesOnFlag = (reading: ToolReading): Sighting[] | undefined => {
  if ((reading.kinds & kinds.orders) === 0) return undefined;
  const found = reading.parameters.filter((p) => p.depth < 2 && p.type === 'boolean' && (p.kinds & kinds.orders) !== 0);
  return found.length === 0 ? undefined : found.map((parameter) => atParameter(parameter, 0.7));
};

/** Parameters by which a call commits somebody to pay: a reward, a bid, a switch that places the order. */
import { committedMoney, tradesNow } from '#crawler/classify/lexicon/patterns.ts';
import { atParameter, type Sighting, type ToolReading } from '#crawler/classify/read/reading.ts';
import { remembered } from '#crawler/classify/words/remembered.ts';
import { splitName } from '#crawler/classify/words/text.ts';

const isNumber = (type: string): boolean => type === 'number' || type === 'integer';

const namesMoney = remembered((name) =>
  committedMoney.test(
    splitName(name)
      .map((word) => word.text)
      .join(' '),
  ),
);

/** Numbers that are paid or offered: `reward_usd`, `max_bid`, `daily_budget`. */
export const commitsMoney = (reading: ToolReading): Sighting[] | undefined => {
  const found = reading.parameters.filter(({ depth, type, name }) => depth < 2 && isNumber(type) && namesMoney(name));
  return found.length === 0 ? undefined : found.map((parameter) => atParameter(parameter, 0.7));
};

/** Switches that make a quote an order: `execute_trade`. */
export const tradesOnFlag = (reading: ToolReading): Sighting[] | undefined => {
  const found = reading.parameters.filter(
    ({ depth, type, name }) => depth < 2 && type === 'boolean' && tradesNow.test(name),
  );
  return found.length === 0 ? undefined : found.map((parameter) => atParameter(parameter, 0.7));
};

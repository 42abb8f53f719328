/** How often, in the four paces that the table of rules uses. Numbers are calls. */
import type { LimitWindow } from './document.ts';
import type { ArgumentPath, PolicyLimit } from './policy.ts';

/** Calls that may pass in each window. */
export type Pace = Partial<Record<LimitWindow, number>>;

export const paces = {
  /** The reference rule for a write that can be made good. */
  ordinary: { minute: 30 },
  /** Work that a person would do often: 1,500 a day is one a minute all day long. */
  steady: { minute: 30, hour: 300, day: 1500 },
  /** Work whose mistakes cost: what somebody can look through in the evening. */
  careful: { minute: 10, hour: 60, day: 200 },
  /** What reaches people: what one person would send by hand. */
  few: { minute: 2, hour: 5, day: 20 },
} as const satisfies Record<string, Pace>;

/** The counter a tool's limit counts on: its name in lower case with `_rate`, and the window unless it is the minute. */
export const counterName = (toolName: string, window: LimitWindow = 'minute'): string =>
  `${toolName.toLowerCase()}_rate${window === 'minute' ? '' : `_${window}`}`;

/** The limits of a pace for one tool. */
export const limitsOf = (toolName: string, pace: Pace): PolicyLimit[] =>
  (Object.keys(pace) as LimitWindow[]).map((window) => ({
    counter: counterName(toolName, window),
    window,
    max: pace[window]!,
    scope: 'grant',
  }));

/** A sum a day. */
export const dailySum = (toolName: string, amount: ArgumentPath, max: number): PolicyLimit => ({
  counter: `${toolName.toLowerCase()}_sum_day`,
  window: 'day',
  max,
  scope: 'grant',
  amount,
});

/**
 * The blind record: the first measurement on each set of tools that nobody who wrote rules had seen. A row is added when a
 * set is measured for the first time, and never changed: what is measured later on the same set is a development figure.
 */

/** One first measurement. All shares 0..1. */
export interface BlindRow {
  /** What was measured. */
  set: string;
  /** The rules as they stood, and the day they were fixed (YYYY-MM-DD). */
  ruleset: string;
  date: string;
  tools: number;
  servers: number;
  accuracy: number;
  macroF1: number;
  dangerousMisses: number;
  /** Tools that could have been one. */
  dangerousOf: number;
  /** Reading tools called execute, destructive or financial. */
  falseAlarms: number;
  /** Reading tools. */
  falseAlarmsOf: number;
  /** Share right of the verdicts with a confidence of 0.9 and more. */
  sureRight: number;
  /** Share of risks equal to a careful reader’s, one step away, and two or more. */
  risk: { same: number; offByOne: number; offByTwo: number };
  /** What a reader of the row should know. */
  note: string;
}

/** Oldest first. */
export const blindRecord: readonly BlindRow[] = [
  {
    set: 'first',
    ruleset: '1.0.0+0b5d1e9f',
    date: '2026-11-24',
    tools: 436,
    servers: 58,
    accuracy: 0.968,
    macroF1: 0.947,
    dangerousMisses: 2,
    dangerousOf: 113,
    falseAlarms: 3,
    falseAlarmsOf: 201,
    sureRight: 0.979,
    risk: { same: 0.61, offByOne: 0.333, offByTwo: 0.057 },
    note: 'servers of all kinds. Its risks were labelled later, without looking at what the rules had said.',
  },
  {
    set: 'second',
    ruleset: '1.0.0+0b5d1e9f',
    date: '2026-11-24',
    tools: 485,
    servers: 103,
    accuracy: 0.946,
    macroF1: 0.948,
    dangerousMisses: 14,
    dangerousOf: 257,
    falseAlarms: 1,
    falseAlarmsOf: 95,
    sureRight: 0.964,
    risk: { same: 0.585, offByOne: 0.334, offByTwo: 0.081 },
    note: 'four fifths picked for difficulty, labelled by one reader. Nine of the misses had a confidence of 0.94 and more. It is still kept back.',
  },
  {
    set: 'third',
    ruleset: '2.0.0+fc9d20c3',
    date: '2026-11-27',
    tools: 429,
    servers: 53,
    accuracy: 0.942,
    macroF1: 0.9,
    dangerousMisses: 6,
    dangerousOf: 100,
    falseAlarms: 2,
    falseAlarmsOf: 106,
    sureRight: 0.97,
    risk: { same: 0.734, offByOne: 0.238, offByTwo: 0.028 },
    note: 'npm servers drawn for it, half of the tools picked for difficulty, labelled by one reader before any verdict was seen; where the border is open either category counts as right. Its misreadings have been worked on since.',
  },
  {
    set: 'fourth',
    ruleset: '2.0.0+354a203c',
    date: '2026-11-27',
    tools: 440,
    servers: 222,
    accuracy: 0.909,
    macroF1: 0.894,
    dangerousMisses: 2,
    dangerousOf: 101,
    falseAlarms: 15,
    falseAlarmsOf: 243,
    sureRight: 0.986,
    risk: { same: 0.738, offByOne: 0.211, offByTwo: 0.051 },
    note: 'tools of public lists and of npm servers, two thirds picked for difficulty, labelled by one reader before any verdict was seen. Of twelve the list has only the heading of a page as description; without those 93.5 % are right. Its misreadings have been worked on since; the same work did nothing for the hundred tools of it that were drawn last.',
  },
  {
    set: 'fifth',
    ruleset: '2.0.0+bb1f6aa4',
    date: '2026-11-27',
    tools: 264,
    servers: 73,
    accuracy: 0.947,
    macroF1: 0.737,
    dangerousMisses: 3,
    dangerousOf: 29,
    falseAlarms: 4,
    falseAlarmsOf: 181,
    sureRight: 0.981,
    risk: { same: 0.92, offByOne: 0.068, offByTwo: 0.011 },
    note: 'npm servers drawn by chance, at most four tools each and none picked, labelled by one reader before any verdict was seen; where the border is open either category counts as right, and of risks whatever a reader could defend. One tool of them is financial, an invoice that is made, and it was called write: without that category macro-F1 is 92.1 %. Its misreadings have been worked on since.',
  },
];

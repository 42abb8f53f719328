/** How much work a question may take, and whether it was given up for that: what takes too much is not certain. */

/** Nested evaluations beyond this are not certain. Keeps the stack small on hostile input. */
const maxDepth = 120;
let depth = 0;
let givenUp = 0;

/** Expressions that a question on the way may need: what decides about tools needs few, a bundled library does not end. */
const maxBriefSteps = 4_000;
/** Steps that one definition or list of tools may need. */
const maxDefinitionSteps = 100_000;
let steps = 0;
let lastStep = Number.POSITIVE_INFINITY;

/** What is found out within few steps; beyond them nothing is certain. */
export function briefly<T>(work: () => T, maxSteps = maxBriefSteps): T {
  const before = lastStep;
  lastStep = Math.min(before, steps + maxSteps);
  try {
    return work();
  } finally {
    lastStep = before;
  }
}

/** Counts one step; false where no more may be taken. */
export function takeStep(): boolean {
  steps++;
  return steps <= lastStep;
}

/** One step of working out an expression, with all it needs; `undefined` where it takes too much or goes too deep. */
export function stepInto<T>(work: () => T): T | undefined {
  if (lastStep === Number.POSITIVE_INFINITY) return briefly(() => stepInto(work), maxDefinitionSteps);
  if (!takeStep() || depth >= maxDepth) {
    giveUp();
    return undefined;
  }
  depth++;
  try {
    return work();
  } finally {
    depth--;
  }
}

/** Notes that a value was given up because it needs itself or too much. */
export function giveUp(): void {
  givenUp++;
}

/** How often a value was given up; what such a value is part of is not remembered. */
export function timesGivenUp(): number {
  return givenUp;
}

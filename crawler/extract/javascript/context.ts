/** The ways in which code runs, as they are remembered. */
import type { Env } from '#crawler/extract/values.ts';

/** One way a piece of code runs. */
export interface Context {
  env: Env;
  /** Conditions and functions passed on the way out, from the code itself to the start of the program. */
  steps: readonly Step[];
}

/** A condition the code stands under, or a function it stands in. Offsets are the file's. */
export type Step =
  | {
      kind: 'doubt';
      reason: string;
      file: string;
      start: number;
      end: number;
      /** Which part of it the code stands in, by where that begins. */
      branch?: number;
    }
  | { kind: 'scope'; file: string; id: number };

/** What is known of one program's functions: the contexts they run in, by file and node. */
export interface ContextMemory {
  functions: Map<string, Context[]>;
  underway: Set<string>;
  /** Functions a call through a list leads to, by file and node of the call. */
  called: Map<string, ReadonlySet<string>>;
}

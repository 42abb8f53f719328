/** What the last published measurement came to: written by `npm run eval -- --publish`, shown by the methodology page. */
import type { Category } from '#db/types.ts';
import measuredFigures from './measured.json' with { type: 'json' };

/** Precision, recall and F1 of one category, each 0..1. */
export interface ClassFigures {
  gold: number;
  precision: number;
  recall: number;
  f1: number;
}

/** Figures that every way of judging is compared by. */
export interface BriefFigures {
  /** 0..1. */
  accuracy: number;
  /** Mean of F1 over the five categories, 0..1. */
  macroF1: number;
  /** Labelled destructive or financial and called read or write, or labelled execute and called read. */
  dangerousMisses: number;
  /** Labelled read and called execute, destructive or financial, as a share of those labelled read, 0..1. */
  falseAlarms: number;
}

/** How far the risk lies from the labelled one. Shares of the tools, 0..1; the first three add up to 1. */
export interface RiskFigures {
  tools: number;
  same: number;
  offByOne: number;
  offByTwo: number;
  /** The same, or another that the label accepts because the border is open. */
  accepted: number;
}

/** Figures of the classifier on one collection of labelled tools. */
export interface SetFigures extends BriefFigures {
  tools: number;
  servers: number;
  /** Tools labelled execute, destructive or financial: each could have been a dangerous miss. */
  dangerousOf: number;
  /** Accuracy with the servers’ own annotations taken away, 0..1. */
  accuracyWithoutAnnotations: number;
  perClass: Record<Category, ClassFigures>;
  /** Of verdicts with at least this confidence and below the next step, how many were right. */
  calibration: Array<{ from: number; tools: number; right: number }>;
  risk: RiskFigures;
}

/** How two readers of the same definitions agree. */
export interface ReaderAgreement {
  /** Share of equal labels, 0..1. */
  raw: number;
  /** Cohen’s kappa: what is left when agreement by chance is taken away. */
  kappa: number;
}

/** What the open benchmark came to. */
export interface BenchmarkFigures extends SetFigures {
  /** Labels in the repository. */
  labels: number;
  /** Labels whose definition could not be had, by reason. */
  skipped: Array<{ reason: string; labels: number }>;
  /** Of two readers, over the labels that both gave; no risk where one of them gave none. */
  agreement: { labels: number; category: ReaderAgreement; risk: ReaderAgreement | null };
  baselines: Array<BriefFigures & { name: string }>;
  /** Tools with a finding, of all of them: ours, and those of a published scanner. */
  findings: { ours: number; scanner: { package: string; version: string; errors: number; any: number } };
}

/** What the last published measurement came to. */
export interface Measured {
  /** Day of the measurement, YYYY-MM-DD. */
  date: string;
  ruleset: string;
  /** The sets that were at hand while the rules were written. */
  development: SetFigures & { sets: string[] };
  benchmark: BenchmarkFigures;
}

/** The last published measurement. */
export const measured: Measured = measuredFigures as Measured;

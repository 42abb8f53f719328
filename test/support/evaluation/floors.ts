/** What CI holds the classifier to, and what a measurement needs before it may be published. Pure. */
import type { DevelopmentSet } from './data.ts';
import type { Report } from './score.ts';

/** Bounds of one set: at least, or at most where the name says how much of a bad thing. Shares 0..1. */
export interface Floor {
  accuracy: number;
  macroF1: number;
  dangerousMisses: number;
  falseAlarms: number;
  /** Share right of verdicts with a confidence of 0.9 and more. */
  sureRight: number;
  /** Accuracy lost when the servers' annotations are taken away. */
  annotationLoss: number;
  /** Absent where no risk is labelled. */
  risk?: { same: number; offByTwo: number };
}

/** The floors of the three sets that are measured here. */
export const floors = {
  development: {
    accuracy: 0.985,
    macroF1: 0.98,
    dangerousMisses: 0,
    falseAlarms: 0.005,
    sureRight: 0.985,
    annotationLoss: 0.01,
    risk: { same: 0.7, offByTwo: 0.055 },
  },
  own: { accuracy: 0.97, macroF1: 0.95, dangerousMisses: 0, falseAlarms: 0.01, sureRight: 0.98, annotationLoss: 0.01 },
  benchmark: {
    accuracy: 0.98,
    macroF1: 0.97,
    dangerousMisses: 0,
    falseAlarms: 0.01,
    sureRight: 0.98,
    annotationLoss: 0.02,
    risk: { same: 0.68, offByTwo: 0.06 },
  },
} as const satisfies Record<string, Floor>;

const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;

/** Sentences about every figure below its floor; none when all hold. */
export const belowFloor = (report: Report, bare: Report, floor: Floor): string[] => {
  const sure = report.calibration.find((b) => b.from === 0.9)?.right ?? 1;
  const atLeast: Array<[string, number, number]> = [
    ['accuracy', report.accuracy, floor.accuracy],
    ['macro-F1', report.macroF1, floor.macroF1],
    ['share right at confidence 0.9 and more', sure, floor.sureRight],
    ['accuracy without annotations', bare.accuracy, report.accuracy - floor.annotationLoss],
  ];
  const atMost: Array<[string, number, number]> = [['false alarms', report.falseAlarms, floor.falseAlarms]];
  if (floor.risk) {
    atLeast.push(['share of equal risks', report.risk?.same ?? 0, floor.risk.same]);
    atMost.push(['share of risks off by two', report.risk?.offByTwo ?? 1, floor.risk.offByTwo]);
  }
  return [
    ...atLeast.flatMap(([name, got, least]) =>
      got < least ? [`${name} ${percent(got)} is below ${percent(least)}`] : [],
    ),
    ...atMost.flatMap(([name, got, most]) => (got > most ? [`${name} ${percent(got)}, above ${percent(most)}`] : [])),
    ...(report.dangerous.length > floor.dangerousMisses
      ? [`${report.dangerous.length} dangerous misses, above ${floor.dangerousMisses}`]
      : []),
  ];
};

/** Size from which the open benchmark is published. */
export const benchmarkSize = { tools: 600, servers: 70 } as const;

/** Sentences about what a measurement lacks before it may be published; none when it is whole. */
export const whatIsMissing = ({
  sets,
  published,
  benchmark,
  unfetched,
  scanner,
}: {
  sets: ReadonlyArray<Pick<DevelopmentSet, 'name' | 'unlabelled'>>;
  /** Names of the sets that the last published figures are of. */
  published: readonly string[];
  benchmark: Pick<Report, 'tools' | 'servers'> | undefined;
  /** Labels of packages that nobody has tried to list yet. */
  unfetched: number;
  /** Whether the published scanner was run too. */
  scanner: boolean;
}): string[] => {
  const out: string[] = [];
  const absent = published.filter((name) => !sets.some((set) => set.name === name));
  if (sets.length === 0 || absent.length > 0)
    out.push(
      `There ${absent.length === 1 ? 'is no development set' : 'are no development sets'} ${absent.join(', ')}: say where they are with TOOLRISK_EVAL.`,
    );
  for (const { name, unlabelled } of sets)
    if (unlabelled > 0) out.push(`Of the development set ${name}, ${unlabelled} tools have no label.`);
  const { tools = 0, servers = 0 } = benchmark ?? {};
  if (tools < benchmarkSize.tools || servers < benchmarkSize.servers)
    out.push(
      `Of the open benchmark ${tools} tools of ${servers} servers are at hand, at least ${benchmarkSize.tools} of ${benchmarkSize.servers} are wanted: npm run eval -- --fetch.`,
    );
  if (unfetched > 0) out.push(`The packages of ${unfetched} labels were not fetched yet: npm run eval -- --fetch.`);
  if (!scanner) out.push('The published scanner was not fetched: npm run eval -- --fetch.');
  return out;
};

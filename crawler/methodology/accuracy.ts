/** How right the verdicts are, as titled tables with their explanations: the site and `docs/methodology.md` show the same. */
import { categories } from '#db/types.ts';
import type { BlindRow } from './blind-record.ts';
import type { BriefFigures, Measured, ReaderAgreement, SetFigures } from './measured.ts';

/** A table under a heading of its own or the one before it. The first cell of a row says what the row is about. */
export interface FigureTable {
  /** What it shows, in a few words. */
  caption: string;
  head: readonly string[];
  rows: ReadonlyArray<readonly string[]>;
}

/** One part of what is known about accuracy. */
export interface AccuracyPart {
  id: 'blind-record' | 'development' | 'open-benchmark';
  title: string;
  /** Plain text, a paragraph each. */
  paragraphs: readonly string[];
  tables: readonly FigureTable[];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const kappa = ({ raw, kappa }: ReaderAgreement): string => `${percent(raw)} (kappa ${kappa.toFixed(2)})`;

const briefHead = ['accuracy', 'macro-F1', 'dangerous misses', 'false alarms'] as const;
const brief = (f: BriefFigures, dangerousOf: number): string[] => [
  percent(f.accuracy),
  percent(f.macroF1),
  `${f.dangerousMisses} of ${dangerousOf}`,
  percent(f.falseAlarms),
];

const blindTable = (rows: readonly BlindRow[]): FigureTable => ({
  caption: 'First measurements on unseen tools, oldest first',
  head: [
    'set, rules, and when they were fixed',
    'tools',
    'accuracy',
    'macro-F1',
    'dangerous misses',
    'false alarms',
    'right at confidence 0.9+',
    'risk the same, off by one, off by two',
  ],
  rows: rows.map((row) => [
    `${row.set}: ${row.ruleset}, ${row.date}`,
    `${row.tools} of ${row.servers} servers`,
    percent(row.accuracy),
    percent(row.macroF1),
    `${row.dangerousMisses} of ${row.dangerousOf}`,
    `${row.falseAlarms} of ${row.falseAlarmsOf}`,
    percent(row.sureRight),
    [row.risk.same, row.risk.offByOne, row.risk.offByTwo].map(percent).join(', '),
  ]),
});

const classTable = ({ perClass }: SetFigures): FigureTable => ({
  caption: 'By category',
  head: ['category', 'tools', 'precision', 'recall', 'F1'],
  rows: categories.map((category) => {
    const f = perClass[category];
    return [category, String(f.gold), percent(f.precision), percent(f.recall), percent(f.f1)];
  }),
});

const calibrationTable = ({ calibration }: SetFigures): FigureTable => ({
  caption: 'Of the verdicts with such a confidence, so many were right',
  head: ['confidence from', 'tools', 'right'],
  rows: calibration.map((b) => [b.from.toFixed(1), String(b.tools), percent(b.right)]),
});

const riskSentence = ({ risk }: SetFigures): string =>
  `The risk is the labelled one for ${percent(risk.same)} of ${risk.tools} tools, off by one step for ${percent(risk.offByOne)}, by two or more for ${percent(risk.offByTwo)}; counting risks that the label accepts because the border is open, it is right for ${percent(risk.accepted)}.`;

const developmentPart = ({ development: d, date, ruleset }: Measured): AccuracyPart => ({
  id: 'development',
  title: 'Development sets',
  paragraphs: [
    `What the rules were written with, measured on ${date} with rules ${ruleset}: ${d.tools} tools of ${d.servers} servers. These figures say that the rules fit what they were fitted to; they promise nothing about other tools.`,
    riskSentence(d),
    `With the servers’ own annotations taken away the accuracy is ${percent(d.accuracyWithoutAnnotations)}.`,
  ],
  tables: [
    {
      caption: 'As a whole',
      head: ['', ...briefHead],
      rows: [[`development (${d.sets.join(', ')})`, ...brief(d, d.dangerousOf)]],
    },
    classTable(d),
    calibrationTable(d),
  ],
});

/** The second reading of the risks (`bench/accuracy/second-reading.jsonl`), given once; its differences have not been weighed again. */
export const laterReading = { tools: 755, risk: '91.8 % (kappa 0.88)', category: '97.6 % (kappa 0.97)' } as const;

const benchmarkPart = ({ benchmark: b, date, ruleset }: Measured): AccuracyPart => {
  const skipped = b.skipped.map(({ reason, labels }) => `${labels} ${reason}`).join(', ');
  const { scanner, ours } = b.findings;
  return {
    id: 'open-benchmark',
    title: 'Open benchmark',
    paragraphs: [
      `Anyone can repeat this one: the labels are in the repository (bench/accuracy), the definitions are listed from the pinned npm packages by toolrisk itself. Measured on ${date} with rules ${ruleset} on ${b.tools} tools of ${b.servers} servers; of its ${b.labels} labels ${b.labels - b.tools} had to be left out${skipped && ` (${skipped})`}. Most of these tools were at hand while the rules were written, so this too is a development figure; what it is for is comparing ways of judging on the same tools.`,
      `${b.agreement.labels} of the labels were given by two readers, each without the other’s and before either saw a verdict${b.agreement.labels < b.labels ? '; the rest by one' : ''}. The two agree on ${kappa(b.agreement.category)} of the categories${b.agreement.risk ? ` and ${kappa(b.agreement.risk)} of the risks` : `; a further reader gave the risks of ${laterReading.tools} tools anew, by the same rubric and without sight of labels or verdicts, and agrees on ${laterReading.risk} of the risks and ${laterReading.category} of the categories`}. Where the first two differ, the rubric decided.`,
      riskSentence(b),
    ],
    tables: [
      {
        caption: 'Categories, beside simpler ways of judging',
        head: ['way of judging', ...briefHead],
        rows: [
          ['toolrisk', ...brief(b, b.dangerousOf)],
          ...b.baselines.map((row) => [row.name, ...brief(row, b.dangerousOf)]),
        ],
      },
      {
        caption:
          'Tools with findings, beside a published scanner that gives no categories. No tool here is known to hold text that works on the model, so each may be a false alarm',
        head: ['way of judging', 'tools with findings', 'of'],
        rows: [
          ['toolrisk', String(ours), String(b.tools)],
          [`${scanner.package} ${scanner.version}, errors`, String(scanner.errors), String(b.tools)],
          [`${scanner.package} ${scanner.version}, any severity`, String(scanner.any), String(b.tools)],
        ],
      },
      classTable(b),
    ],
  };
};

/** What stands above everything about accuracy: the words the tables use. */
export const accuracyTerms =
  'A dangerous miss is a destructive or financial tool called read or write, or an executing tool called read. A false alarm is a reading tool called execute, destructive or financial.';

/** The blind record, as it is shown. */
export const blindPart = (rows: readonly BlindRow[]): AccuracyPart => ({
  id: 'blind-record',
  title: 'Blind record',
  paragraphs: [
    'What to expect of a tool that nobody here has seen: the first measurement on each set that was unseen when the rules were fixed. A row is never changed; what is measured on the same tools later is a development figure.',
    ...rows.map(({ set, note }) => `Of the ${set} set: ${note}`),
  ],
  tables: [blindTable(rows)],
});

/** All that is known about accuracy, in the order it deserves belief: unseen tools first. */
export const accuracyParts = (rows: readonly BlindRow[], measured: Measured): AccuracyPart[] => [
  blindPart(rows),
  benchmarkPart(measured),
  developmentPart(measured),
];

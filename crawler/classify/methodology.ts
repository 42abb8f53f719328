/** How verdicts come about, as data for the methodology page and `docs/methodology.md`: nothing in it is written twice. */
import { type Category, categories, grades, type Risk } from '#db/types.ts';
import { gradeBounds, gradeFormula } from './grade.ts';
import { identityQuestions, identityReasons } from './identity-reasons.ts';
import measuredFigures from './measured.json' with { type: 'json' };
import { rules } from './rules/index.ts';
import { ruleset } from './ruleset.ts';
import { capabilities, findings, modifiers, riskTable, signals } from './tables.ts';

/** Precision, recall and F1 of one category, each 0..1. */
export interface ClassFigures {
  gold: number;
  precision: number;
  recall: number;
  f1: number;
}

/** What the last evaluation came to. */
export interface Measured {
  /** Day of the evaluation, YYYY-MM-DD. */
  date: string;
  ruleset: string;
  /** What it was measured on. */
  data: string;
  tools: number;
  servers: number;
  /** 0..1. */
  accuracy: number;
  macroF1: number;
  /** Gold destructive or financial called read or write, or gold execute called read. */
  dangerousMisses: number;
  /** Gold read called execute, destructive or financial, as a share of gold read. */
  falseAlarms: number;
  /** Accuracy with the servers' own annotations taken away. */
  accuracyWithoutAnnotations: number;
  perClass: Record<Category, ClassFigures>;
  calibration: Array<{ from: number; tools: number; right: number }>;
  baselines: Array<{ name: string; accuracy: number; macroF1: number; dangerousMisses: number; falseAlarms: number }>;
}

/** One category with its meaning and base risk. */
export interface CategoryEntry {
  category: Category;
  risk: Risk;
  meaning: string;
}

const meanings: Record<Category, string> = {
  read: 'Returns, searches, computes, checks, converts, captures or waits. Nothing lasting changes outside the conversation. Asking an outside service for an answer is reading; so is listing or previewing money.',
  write:
    'Creates or changes something in a way that can be undone: adds, edits, moves, archives, links, uploads, configures, comments. Sending a message and saving a file are writing. Taking one thing off a list it can be put back on is writing, not deleting.',
  execute:
    'Runs code, commands or free-form queries the caller writes; starts, stops, restarts, triggers or cancels a process, job, build, workflow, agent or deployment; drives a browser, app or device as a person would.',
  destructive:
    'Deletes, or clears, resets, overwrites, revokes or uninstalls for good; cancels an order, booking or subscription; restores old data over current data.',
  financial:
    'Moves money, or commits somebody to pay or be paid, or changes what will be charged: payments, refunds, payouts, transfers, trades, purchases, paid subscriptions, issued invoices, payment links. Reading money data is reading.',
};

/** Everything the methodology page says, as data. */
export interface Methodology {
  ruleset: string;
  /** In order of severity, mildest first. The most severe that applies to the worst reachable branch wins. */
  categories: CategoryEntry[];
  riskTable: typeof riskTable;
  capabilities: typeof capabilities;
  modifiers: typeof modifiers;
  signals: typeof signals;
  findings: typeof findings;
  grade: { formula: typeof gradeFormula; bounds: typeof gradeBounds };
  identity: { questions: typeof identityQuestions; reasons: typeof identityReasons; principles: readonly string[] };
  rules: Array<{ id: string; title: string; explains: string; advice: string; capability: string; category: Category }>;
  measured: Measured;
  principles: readonly string[];
  limits: readonly string[];
}

const principles = [
  'A verdict is worked out from the definition alone: name, title, description, parameters, annotations, and what the server and its other tools are called. No model is asked, and the same definition always gives the same verdict.',
  'Every verdict quotes the words it rests on, with their place in the definition. What cannot be quoted is not claimed.',
  'The worst branch one call can reach counts: a method parameter that may be “delete” makes the tool destructive, and the branches are listed so that a rule can stop that one.',
  'Verbs count where they act: not as nouns (“list charges”), not as filters (“deleted items”), not when negated (“without removing”), not inside advice, conditions or sentences about other tools.',
  'Annotations are what a server says about itself. They may make a verdict worse where the words say nothing; they never make it milder by themselves. Where they contradict the verdict, the page says so and gives the corrected value.',
  'Where the definition says too little, the tool is unassessed: it has no risk, and its policy is to deny.',
  'Category is what a call can do, risk is how bad the worst one is, confidence is how sure the category is. They are kept apart.',
] as const;

const limits = [
  'A definition can lie or leave out what the code does. Nothing is executed to find out.',
  'Free-form queries are judged by what the definition says is enforced; a claim of “read-only” is believed and marked.',
  'Descriptions are read in English; a table of common verbs covers Spanish, German, French, Portuguese, Chinese and Japanese.',
  'Only the first 1,600 characters of a description decide what the tool does; all of it is searched for suspicious text, up to 50,000 characters.',
  'Borders between categories are sometimes open. Generated pictures and documents count as written when they are kept, charts and texts that are only returned as read.',
  'The labelled tools were at hand while the rules were written, so the figures flatter; servers of other kinds may do worse.',
] as const;

const identityPrinciples = [
  'What the package, the package registry, the repository and the official MCP registry say is kept apart, each with the place it stands in, and shown with its words.',
  'A package can name any repository, so its word alone is a claim. It is confirmed where the repository names the package too, or where the registry holds a build attestation for this very file. Signatures of attestations are checked by the registry when a version is published, not again here.',
  'A mismatch is a finding: two sides contradict each other and nothing ties their owners. A repository that was renamed or moved, a package that was renamed, and owners with several names are none. What has not been read contradicts nothing.',
  'A look-alike is a finding: a name nobody would choose by chance beside a better known one (of the starter list, or with 1,000 stars and more and identified itself), of another owner. Another server for the same product, called after it, is none. An owner counts as the same only where that is confirmed.',
  'A server counts as identified where package and repository are tied to each other by an attestation, by naming each other, or by an entry in the official registry under the repository owner’s name that the package carries too. It counts as not identified where something contradicts, or where nothing names a source. Everything between counts neither way.',
] as const;

/** The methodology as it stands. */
export const methodology = (): Methodology => ({
  ruleset,
  categories: categories.map((category) => ({ category, risk: riskTable[category], meaning: meanings[category] })),
  riskTable,
  capabilities,
  modifiers,
  signals,
  findings,
  grade: { formula: gradeFormula, bounds: gradeBounds },
  identity: { questions: identityQuestions, reasons: identityReasons, principles: identityPrinciples },
  rules: rules.map((rule) => ({
    id: rule.id,
    title: rule.title,
    explains: rule.explains,
    advice: rule.advice,
    capability: rule.capability,
    category: capabilities[rule.capability].category,
  })),
  measured: measuredFigures as Measured,
  principles,
  limits,
});

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** What a modifier does, in words. */
export const effectInWords = (effect: (typeof modifiers)[number]['effect'] | { kind: 'raise' | 'lower' }): string => {
  switch (effect.kind) {
    case 'raise':
      return 'one step up';
    case 'at-least':
      return `at least ${effect.risk}`;
    case 'at-most':
      return `at most ${effect.risk}`;
    default:
      return 'one step down';
  }
};

const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');

/** `docs/methodology.md`. */
export const renderMethodology = (m: Methodology = methodology()): string => {
  const { measured } = m;
  const sections = [
    '# How toolrisk judges a tool',
    'This page is generated from the rules, the tables and the last evaluation (`npm run eval -- --write`). Do not edit it.',
    '## Principles',
    m.principles.map((p) => `- ${p}`).join('\n'),
    '## Categories and base risk',
    'Most severe first wins: financial, destructive, execute, write, read.',
    table(
      ['category', 'base risk', 'meaning'],
      m.categories.map((c) => [c.category, c.risk, c.meaning]),
    ),
    '`unassessed` is an outcome of its own: no risk is given and the policy is to deny.',
    '## What moves the risk',
    'Steps are taken first, then upper bounds, then lower bounds, so that a reason for caution wins over a reason for ease.',
    table(
      ['modifier', 'effect', 'why'],
      m.modifiers.map((x) => [x.title, effectInWords(x.effect), x.explanation]),
    ),
    '## Signals',
    'They explain; they do not change the category.',
    table(
      ['signal', 'meaning'],
      m.signals.map((x) => [x.title, x.explanation]),
    ),
    '## Findings',
    table(
      ['finding', 'meaning'],
      m.findings.map((x) => [x.title, x.explanation]),
    ),
    '## Who is behind a server',
    m.identity.principles.map((p) => `- ${p}`).join('\n'),
    ...m.identity.questions.map((question) =>
      [
        `**${question.title}.** ${question.asks}`,
        table(
          ['answer', 'meaning'],
          Object.values(m.identity.reasons)
            .filter((reason) => reason.question === question.id)
            .map((reason) => [reason.state, reason.sentence]),
        ),
      ].join('\n\n'),
    ),
    '## Server grade',
    'Start at 100 and take off points. Ungraded where no tool is known or more than half could not be assessed.',
    table(
      ['factor', 'points', 'rule'],
      m.grade.formula.map((f) => [f.title, `0 to −${f.max}`, f.rule]),
    ),
    `${grades.map((g) => `${g}: ${m.grade.bounds[g]} or more`).join('; ')}.`,
    '## Accuracy',
    `Measured on ${measured.date} with rules ${measured.ruleset} on ${measured.data}: ${measured.tools} tools of ${measured.servers} servers.`,
    table(
      ['', 'accuracy', 'macro-F1', 'dangerous misses', 'false alarms'],
      [
        [
          '**toolrisk**',
          percent(measured.accuracy),
          percent(measured.macroF1),
          String(measured.dangerousMisses),
          percent(measured.falseAlarms),
        ],
        ...measured.baselines.map((b) => [
          b.name,
          percent(b.accuracy),
          percent(b.macroF1),
          String(b.dangerousMisses),
          percent(b.falseAlarms),
        ]),
      ],
    ),
    'A dangerous miss is a destructive or financial tool called read or write, or an executing tool called read. A false alarm is a reading tool called execute, destructive or financial. ' +
      `With the servers’ annotations taken away the accuracy is ${percent(measured.accuracyWithoutAnnotations)}.`,
    table(
      ['category', 'tools', 'precision', 'recall', 'F1'],
      categories.map((c) => {
        const f = measured.perClass[c];
        return [c, String(f.gold), percent(f.precision), percent(f.recall), percent(f.f1)];
      }),
    ),
    'Of verdicts with at least this confidence, so many were right:',
    table(
      ['confidence from', 'tools', 'right'],
      measured.calibration.map((b) => [b.from.toFixed(1), String(b.tools), percent(b.right)]),
    ),
    '## Known limits',
    m.limits.map((l) => `- ${l}`).join('\n'),
    '## Rules',
    ...categories.map((category) =>
      [
        `### ${category}`,
        table(
          ['rule', 'what it sees', 'why it matters', 'what to do'],
          m.rules.filter((r) => r.category === category).map((r) => [`\`${r.id}\``, r.title, r.explains, r.advice]),
        ),
      ].join('\n\n'),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
};

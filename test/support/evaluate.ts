/**
 * `npm run eval`: how right the classifier is, beside three baselines.
 *
 *   npm run eval                    the report
 *   npm run eval -- --errors        and every wrong verdict
 *   npm run eval -- --floor         exits with 1 where a figure is below its floor (for CI)
 *   npm run eval -- --write         keeps the figures for the methodology and stamps the rule set
 *
 * Labelled real tools are read from the folder named by TOOLRISK_EVAL, by default `../shared/eval` beside the repository
 * (`dev.jsonl`, `dev.labels.jsonl`). Where there is none, the project's own labelled tools are used, and the report says so.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClassifier } from '#crawler/classify/index.ts';
import type { Measured } from '#crawler/classify/methodology.ts';
import { type Category, categories, type JsonObject, type ServerContext, type ToolDefinition } from '#db/types.ts';

/** A labelled tool. */
export interface Labelled {
  id: string;
  server?: ServerContext;
  tool: ToolDefinition;
  category: Category | 'unassessed';
  /** Other categories that count as right. */
  accept: string[];
}

/** What a classifier said about one tool. */
export interface Said {
  category: string;
  /** 0..1; undefined for baselines. */
  confidence?: number;
}

/** Figures of one classifier. */
export interface Report {
  tools: number;
  accuracy: number;
  macroF1: number;
  perClass: Record<Category, { gold: number; precision: number; recall: number; f1: number }>;
  /** Gold, then said. */
  confusion: Record<string, Record<string, number>>;
  dangerous: string[];
  alarms: string[];
  wrong: string[];
  falseAlarms: number;
  calibration: Array<{ from: number; tools: number; right: number }>;
}

const root = resolve(import.meta.dirname, '../..');
const evalFolder = process.env.TOOLRISK_EVAL ?? resolve(root, '../shared/eval');

const lines = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));

/** Labelled real tools, where the data is at hand. */
export const loadShared = (): Labelled[] | undefined => {
  const data = join(evalFolder, 'dev.jsonl');
  const labels = join(evalFolder, 'dev.labels.jsonl');
  if (!existsSync(data) || !existsSync(labels)) return undefined;
  const byId = new Map(
    (lines(labels) as Array<{ id: string; category: string; accept?: string[] }>).map((label) => [label.id, label]),
  );
  return (lines(data) as Array<{ id: string; server?: ServerContext; tool: ToolDefinition }>).flatMap((entry) => {
    const label = byId.get(entry.id);
    if (label === undefined) return [];
    return [
      {
        ...entry,
        category: label.category.toLowerCase() as Category,
        accept: (label.accept ?? []).map((c) => c.toLowerCase()),
      },
    ];
  });
};

const schemaOf = (text: string | undefined): JsonObject => {
  const properties: JsonObject = {};
  for (const part of (text ?? '').split(',').filter(Boolean)) {
    const [name, values] = part.split('=');
    if (values !== undefined) properties[name!] = { type: 'string', enum: values.split('|') };
    else {
      const [key, type] = part.split(':');
      properties[key!] = { type: type ?? 'string' };
    }
  }
  return { type: 'object', properties };
};

/** The project's own labelled tools, in our own wording. */
export const loadOwn = (): Labelled[] =>
  readFileSync(join(root, 'test/golden/classify-labelled.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line, index) => {
      const [label, name, description, parameters] = line.split('\t');
      const [category, ...accept] = label!.split('/');
      return {
        id: `own-${index + 1}`,
        tool: { name: name!, description: description ?? '', inputSchema: schemaOf(parameters) },
        category: category as Category,
        accept,
      };
    });

const severe = new Set(['execute', 'destructive', 'financial']);

/** Compares what was said with the labels. Tools labelled `unassessed` count in accuracy only. */
export const score = (data: readonly Labelled[], said: readonly Said[]): Report => {
  const confusion: Record<string, Record<string, number>> = {};
  for (const gold of categories) confusion[gold] = Object.fromEntries([...categories, 'unassessed'].map((c) => [c, 0]));
  const dangerous: string[] = [];
  const alarms: string[] = [];
  const wrong: string[] = [];
  const buckets = new Map<number, { tools: number; right: number }>();
  let right = 0;
  for (const [index, entry] of data.entries()) {
    const got = said[index]!.category;
    const gold = entry.category;
    const ok = got === gold || entry.accept.includes(got);
    if (ok) right++;
    const row = confusion[gold];
    if (row !== undefined) {
      const as = ok ? gold : (categories as readonly string[]).includes(got) ? got : 'unassessed';
      row[as] = (row[as] ?? 0) + 1;
    }
    const note = `${entry.id} ${entry.server?.name ?? ''} ${entry.tool.name}: ${gold} called ${got} (${said[index]!.confidence ?? ''})`;
    if (!ok) wrong.push(note);
    const mild = got === 'read' || got === 'write';
    if (!ok && (((gold === 'destructive' || gold === 'financial') && mild) || (gold === 'execute' && got === 'read')))
      dangerous.push(note);
    if (!ok && gold === 'read' && severe.has(got)) alarms.push(note);
    const confidence = said[index]!.confidence;
    if (confidence !== undefined) {
      const from = Math.min(0.9, Math.floor(confidence * 10 + 1e-9) / 10);
      const bucket = buckets.get(from) ?? { tools: 0, right: 0 };
      bucket.tools++;
      if (ok) bucket.right++;
      buckets.set(from, bucket);
    }
  }
  const perClass = {} as Report['perClass'];
  for (const c of categories) {
    const hits = confusion[c]![c]!;
    const gold = Object.values(confusion[c]!).reduce((a, b) => a + b, 0);
    const predicted = categories.reduce((sum, g) => sum + confusion[g]![c]!, 0);
    const precision = predicted === 0 ? 0 : hits / predicted;
    const recall = gold === 0 ? 0 : hits / gold;
    perClass[c] = {
      gold,
      precision,
      recall,
      f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    };
  }
  return {
    tools: data.length,
    accuracy: right / data.length,
    macroF1: categories.reduce((sum, c) => sum + perClass[c].f1, 0) / categories.length,
    perClass,
    confusion,
    dangerous,
    alarms,
    wrong,
    falseAlarms: alarms.length / Math.max(1, perClass.read.gold),
    calibration: [...buckets]
      .sort((a, b) => b[0] - a[0])
      .map(([from, b]) => ({ from, tools: b.tools, right: b.right / b.tools })),
  };
};

/** The classifier under test. Tools of one server share what is learned from it. */
export const runClassifier = (data: readonly Labelled[], annotations = true): Said[] => {
  const classifiers = new Map<string, ReturnType<typeof createClassifier>>();
  return data.map((entry) => {
    const key = JSON.stringify(entry.server ?? null);
    let classify = classifiers.get(key);
    if (classify === undefined) {
      classify = createClassifier(entry.server);
      classifiers.set(key, classify);
    }
    const { annotations: declared, ...bare } = entry.tool;
    const verdict = classify(annotations && declared !== undefined ? entry.tool : bare);
    return { category: verdict.category, confidence: verdict.confidence };
  });
};

const verbs = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const baselineVerbs: ReadonlyArray<readonly [Category, ReadonlySet<string>]> = [
  [
    'financial',
    verbs(
      'pay charge refund transfer buy purchase sell trade swap withdraw payout place capture bridge stake onramp exercise',
    ),
  ],
  [
    'destructive',
    verbs('delete remove drop destroy purge wipe clear reset revoke uninstall cancel erase restore terminate discard'),
  ],
  [
    'execute',
    verbs(
      'run execute start stop restart trigger deploy invoke click type navigate evaluate launch press hover drag fill select close resize exec kill',
    ),
  ],
  [
    'write',
    verbs(
      'create add update edit set put post send write upload move rename patch insert save publish merge modify archive unarchive subscribe assign reply fork commit configure enable disable register schedule approve mark',
    ),
  ],
];

const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** The first word that is not the server's own name. */
const firstWord = (name: string, server: ServerContext | undefined): string => {
  const own = new Set(wordsOf(`${server?.name ?? ''} ${server?.package ?? ''}`));
  const words = wordsOf(name);
  return words.find((word) => !own.has(word)) ?? words[0] ?? '';
};

/** The three baselines: the first word of the name, any word of the name, and the annotations with the specification's defaults. */
export const baselines: ReadonlyArray<{
  name: string;
  run: (tool: ToolDefinition, server?: ServerContext) => Category;
}> = [
  {
    name: 'verb prefix',
    run: (tool, server) => baselineVerbs.find(([, set]) => set.has(firstWord(tool.name, server)))?.[0] ?? 'read',
  },
  {
    name: 'verb anywhere',
    run: (tool) => baselineVerbs.find(([, set]) => wordsOf(tool.name).some((word) => set.has(word)))?.[0] ?? 'read',
  },
  {
    name: 'annotations',
    run: ({ annotations }) =>
      annotations?.readOnlyHint === true ? 'read' : annotations?.destructiveHint === false ? 'write' : 'destructive',
  },
];

/** What CI holds the classifier to: on the labelled real tools where they are at hand, else on our own. */
export const floors = {
  shared: { accuracy: 0.97, macroF1: 0.95, dangerous: 0, falseAlarms: 0.01, sure: 0.98, annotationLoss: 0.01 },
  own: { accuracy: 0.97, macroF1: 0.95, dangerous: 0, falseAlarms: 0.01, sure: 0.98, annotationLoss: 0.01 },
} as const;

/** Sentences about every figure below its floor; none when all hold. */
export const belowFloor = (report: Report, bare: Report, floor: (typeof floors)['shared' | 'own']): string[] => {
  const out: string[] = [];
  const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
  if (report.accuracy < floor.accuracy)
    out.push(`accuracy ${percent(report.accuracy)} is below ${percent(floor.accuracy)}`);
  if (report.macroF1 < floor.macroF1)
    out.push(`macro-F1 ${percent(report.macroF1)} is below ${percent(floor.macroF1)}`);
  if (report.dangerous.length > floor.dangerous) out.push(`${report.dangerous.length} dangerous misses`);
  if (report.falseAlarms > floor.falseAlarms) out.push(`false alarms ${percent(report.falseAlarms)}`);
  const sure = report.calibration.find((b) => b.from === 0.9);
  if (sure !== undefined && sure.right < floor.sure)
    out.push(`only ${percent(sure.right)} of confident verdicts are right`);
  if (report.accuracy - bare.accuracy > floor.annotationLoss)
    out.push(`without annotations accuracy falls to ${percent(bare.accuracy)}`);
  return out;
};

/** Files whose change may change a verdict: everything in the classifier but these. */
const notRules = new Set([
  'ruleset.ts',
  'methodology.ts',
  'measured.json',
  'index.ts',
  'jsonl.ts',
  'tokens.ts',
  'grade.ts',
  'identity.ts',
  'identity-reasons.ts',
  'look-alike.ts',
  'repository-url.ts',
]);

/** Hash, eight hexadecimal digits, of all files that verdicts depend on, white space left out. */
export const fingerprint = (): string => {
  const folder = join(root, 'crawler/classify');
  const hash = createHash('sha256');
  const files = [
    ...readdirSync(folder).filter((file) => file.endsWith('.ts') && !notRules.has(file)),
    ...readdirSync(join(folder, 'rules')).map((file) => `rules/${file}`),
  ].sort();
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file), 'utf8').replace(/\s+/g, ''));
  return hash.digest('hex').slice(0, 8);
};

const percent = (x: number): string => (100 * x).toFixed(1).padStart(6);

const print = (name: string, report: Report, details: boolean): void => {
  console.log(
    `\n${name}: ${report.tools} tools   accuracy ${percent(report.accuracy)} %   macro-F1 ${percent(report.macroF1)}   dangerous misses ${report.dangerous.length}   false alarms ${percent(report.falseAlarms)} %`,
  );
  console.log(
    `gold \\ said ${[...categories, 'unassessed'].map((c) => c.slice(0, 11).padStart(12)).join('')}   precision  recall     F1`,
  );
  for (const gold of categories) {
    const f = report.perClass[gold];
    console.log(
      `${gold.padEnd(12)}${[...categories, 'unassessed'].map((c) => String(report.confusion[gold]![c]).padStart(12)).join('')}      ${percent(f.precision)}  ${percent(f.recall)} ${percent(f.f1)}`,
    );
  }
  if (!details) return;
  for (const note of report.dangerous) console.log(`dangerous miss  ${note}`);
  for (const note of report.alarms) console.log(`false alarm     ${note}`);
  console.log(
    `confidence  ${report.calibration.map((b) => `${b.from.toFixed(1)}+: ${b.tools} tools, ${percent(b.right).trim()} % right`).join('   ')}`,
  );
};

const main = async (): Promise<void> => {
  const flag = (name: string): boolean => process.argv.includes(`--${name}`);
  const shared = loadShared();
  const data = shared ?? loadOwn();
  const servers = new Set(data.map((entry) => JSON.stringify([entry.server?.name, entry.server?.package]))).size;
  if (shared === undefined) {
    console.log(`No labelled real tools in ${evalFolder}: measuring on the project's own ${data.length} tools.`);
  } else console.log(`Labelled real tools of ${evalFolder}: ${data.length} tools of ${servers} servers.`);
  const report = score(data, runClassifier(data));
  const bare = score(data, runClassifier(data, false));
  print('toolrisk', report, true);
  if (flag('errors')) for (const note of report.wrong) console.log(`wrong           ${note}`);
  console.log(`without annotations: accuracy ${percent(bare.accuracy)} %`);
  const compared = baselines.map(({ name, run }) => ({
    name,
    report: score(
      data,
      data.map((entry) => ({ category: run(entry.tool, entry.server) })),
    ),
  }));
  for (const { name, report: baseline } of compared) print(`baseline, ${name}`, baseline, false);
  if (shared !== undefined) {
    const own = loadOwn();
    const ownReport = score(own, runClassifier(own));
    print('toolrisk on its own labelled tools', ownReport, true);
    if (flag('errors')) for (const note of ownReport.wrong) console.log(`wrong           ${note}`);
  }
  if (flag('write')) {
    const folder = join(root, 'crawler/classify');
    const source = readFileSync(join(folder, 'ruleset.ts'), 'utf8');
    const version = /'(\d+\.\d+\.\d+)\+/.exec(source)?.[1] ?? '1.0.0';
    const stamped = `${version}+${fingerprint()}`;
    writeFileSync(join(folder, 'ruleset.ts'), source.replace(/'\d+\.\d+\.\d+\+[0-9a-f]+'/, `'${stamped}'`));
    const brief = (r: Report) => ({
      accuracy: r.accuracy,
      macroF1: r.macroF1,
      dangerousMisses: r.dangerous.length,
      falseAlarms: r.falseAlarms,
    });
    const measured: Measured = {
      date: new Date().toISOString().slice(0, 10),
      ruleset: stamped,
      data:
        shared === undefined
          ? 'the project’s own labelled tools'
          : 'real tools as their servers publish them, labelled by a written rubric',
      tools: data.length,
      servers,
      ...brief(report),
      accuracyWithoutAnnotations: bare.accuracy,
      perClass: report.perClass,
      calibration: report.calibration,
      baselines: compared.map(({ name, report: r }) => ({ name, ...brief(r) })),
    };
    writeFileSync(join(folder, 'measured.json'), `${JSON.stringify(measured, null, 2)}\n`);
    const { methodology, renderMethodology } = await import('#crawler/classify/methodology.ts');
    writeFileSync(
      join(root, 'docs/methodology.md'),
      renderMethodology({ ...methodology(), ruleset: stamped, measured }),
    );
    console.log(
      `\nKept as ${stamped}: crawler/classify/measured.json, crawler/classify/ruleset.ts, docs/methodology.md`,
    );
  }
  if (flag('floor')) {
    const low = belowFloor(report, bare, shared === undefined ? floors.own : floors.shared);
    for (const sentence of low) console.error(`below the floor: ${sentence}`);
    if (low.length > 0) process.exitCode = 1;
  }
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();

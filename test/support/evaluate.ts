/**
 * `npm run eval`: how right the classifier is. Three things apart, because they promise different things: the development
 * sets it was written with, the blind record on tools that nobody had seen, and the open benchmark that anyone can repeat.
 *
 *   npm run eval                    the report
 *   npm run eval -- --fetch         lists the benchmark's pinned packages first (in the sandbox, kept in .toolrisk/benchmark)
 *   npm run eval -- --errors        and every wrong verdict
 *   npm run eval -- --floor         exits with 1 where a figure is below its floor (for CI)
 *   npm run eval -- --publish       keeps the figures for the methodology; only with all data, and no figure below its floor
 *
 * Development sets are read from the folder named by TOOLRISK_EVAL, by default `../shared/eval` beside the repository
 * (`NAME.jsonl` with `NAME.labels.jsonl`). Where there is none, the project's own labelled tools are measured instead.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createClassifier, ruleset } from '#crawler/classify/index.ts';
import { createConnector } from '#crawler/connect/index.ts';
import { blindPart } from '#crawler/methodology/accuracy.ts';
import { blindRecord } from '#crawler/methodology/blind-record.ts';
import { type Measured, measured, type SetFigures } from '#crawler/methodology/measured.ts';
import { methodology } from '#crawler/methodology/methodology.ts';
import { renderMethodology } from '#crawler/methodology/render.ts';
import { categories } from '#db/types.ts';
import { baselines } from './evaluation/baselines.ts';
import { type BenchmarkLabel, fetchBenchmark, notFetched, readBenchmark, readLabels } from './evaluation/benchmark.ts';
import { type DevelopmentSet, developmentFolder, loadDevelopment, loadOwn, runClassifier } from './evaluation/data.ts';
import { belowFloor, floors, whatIsMissing } from './evaluation/floors.ts';
import { type Accusations, fetchScanner, hasScanner, runScanner, scanner } from './evaluation/scanner.ts';
import { agreement, type Labelled, type Report, score } from './evaluation/score.ts';
import { fingerprint } from './ruleset.ts';

const root = resolve(import.meta.dirname, '../..');
const home = join(root, '.toolrisk');
const cache = join(home, 'benchmark');

/** A set, measured with and without the servers' annotations. */
interface MeasuredSet {
  report: Report;
  bare: Report;
}

const measure = (data: readonly Labelled[]): MeasuredSet => ({
  report: score(data, runClassifier(data)),
  bare: score(data, runClassifier(data, false)),
});

const percent = (x: number): string => (100 * x).toFixed(1).padStart(6);

function printSet(name: string, { report, bare }: MeasuredSet, errors: boolean): void {
  printReport(name, report);
  for (const note of report.dangerous) console.log(`dangerous miss  ${note}`);
  for (const note of report.alarms) console.log(`false alarm     ${note}`);
  if (errors) for (const note of report.wrong) console.log(`wrong           ${note}`);
  const steps = report.calibration.map(
    (b) => `${b.from.toFixed(1)}+: ${b.tools} tools, ${percent(b.right).trim()} % right`,
  );
  console.log(`confidence  ${steps.join('   ')}`);
  if (report.risk) {
    const { tools, same, offByOne, offByTwo, accepted } = report.risk;
    console.log(
      `risk of ${tools} tools  same ${percent(same)} %   off by one ${percent(offByOne)} %   off by two or more ${percent(offByTwo)} %   (same or accepted ${percent(accepted)} %)`,
    );
  }
  console.log(`without annotations: accuracy ${percent(bare.accuracy)} %`);
}

function printReport(name: string, report: Report): void {
  console.log(
    `\n${name}: ${report.tools} tools of ${report.servers} servers   accuracy ${percent(report.accuracy)} %   macro-F1 ${percent(report.macroF1)}   dangerous misses ${report.dangerous.length} of ${report.dangerousOf}   false alarms ${percent(report.falseAlarms)} %`,
  );
  const columns = [...categories, 'unassessed'];
  console.log(`label \\ said${columns.map((c) => c.slice(0, 11).padStart(12)).join('')}   precision  recall     F1`);
  for (const gold of categories) {
    const f = report.perClass[gold];
    const counts = columns.map((c) => String(report.confusion[gold]![c]).padStart(12)).join('');
    console.log(`${gold.padEnd(12)}${counts}      ${percent(f.precision)}  ${percent(f.recall)} ${percent(f.f1)}`);
  }
}

const scoreBaselines = (data: readonly Labelled[]) =>
  baselines.map(({ name, run }) => ({
    name,
    report: score(
      data,
      data.map((entry) => ({ category: run(entry.tool, entry.server) })),
    ),
  }));

/** How many tools our own findings accuse. */
const countAccused = (data: readonly Labelled[]): number =>
  data.filter(({ tool, server }) => createClassifier(server)(tool).findings.length > 0).length;

/** Agreement of the two readers, over the labels that both gave. */
const readersAgree = (labels: readonly BenchmarkLabel[]) => {
  const twice = labels.flatMap(({ readings: [a, b] }) => (a && b ? [[a, b] as const] : []));
  const risks = twice.flatMap(([a, b]) => (a.risk && b.risk ? [[a.risk, b.risk] as const] : []));
  return {
    labels: twice.length,
    category: agreement(twice.map(([a, b]) => [a.category, b.category] as const)),
    risk: risks.length === 0 ? null : agreement(risks),
  };
};

/** Lists what the cache lacks, and fetches the scanner. Ends early on Ctrl-C; what was listed is kept. */
async function fetchAll(labels: readonly BenchmarkLabel[]): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  mkdirSync(join(home, 'scratch'), { recursive: true });
  const connector = await createConnector({
    cacheDir: join(home, 'packages'),
    scratchDir: join(home, 'scratch'),
    hidden: [home],
    sandbox: 'required',
    registries: {},
    github: {},
  });
  const say = (line: string) => void console.error(line);
  try {
    await fetchBenchmark(connector, cache, labels, { concurrency: 3, signal: stop.signal, say });
  } finally {
    await connector.close();
  }
  if (!stop.signal.aborted && !hasScanner(cache)) await fetchScanner(cache);
}

function figuresOf({ report, bare }: MeasuredSet): SetFigures {
  const { tools, servers, accuracy, macroF1, dangerousOf, falseAlarms, perClass, calibration, risk } = report;
  if (risk === undefined) throw new Error('No risk is labelled in what is to be published.');
  return {
    tools,
    servers,
    accuracy,
    macroF1,
    dangerousMisses: report.dangerous.length,
    dangerousOf,
    falseAlarms,
    accuracyWithoutAnnotations: bare.accuracy,
    perClass,
    calibration,
    risk,
  };
}

interface Everything {
  sets: DevelopmentSet[];
  development: MeasuredSet;
  labels: BenchmarkLabel[];
  benchmark: MeasuredSet;
  benchmarkData: readonly Labelled[];
  skipped: ReadonlyMap<string, number>;
  accused: Accusations;
}

function publish(e: Everything): void {
  const figures: Measured = {
    date: new Date().toISOString().slice(0, 10),
    ruleset,
    development: { sets: e.sets.map(({ name }) => name), ...figuresOf(e.development) },
    benchmark: {
      ...figuresOf(e.benchmark),
      labels: e.labels.length,
      skipped: [...e.skipped].map(([reason, count]) => ({ reason, labels: count })),
      agreement: readersAgree(e.labels),
      baselines: scoreBaselines(e.benchmarkData).map(({ name, report }) => ({
        name,
        accuracy: report.accuracy,
        macroF1: report.macroF1,
        dangerousMisses: report.dangerous.length,
        falseAlarms: report.falseAlarms,
      })),
      findings: {
        ours: countAccused(e.benchmarkData),
        scanner: { ...scanner, errors: e.accused.errors.size, any: e.accused.any.size },
      },
    },
  };
  writeFileSync(join(root, 'crawler/methodology/measured.json'), `${JSON.stringify(figures, null, 2)}\n`);
  writeFileSync(join(root, 'docs/methodology.md'), renderMethodology({ ...methodology(), measured: figures }));
  console.log('\nPublished: crawler/methodology/measured.json, docs/methodology.md');
}

function printBlindRecord(): void {
  const { paragraphs, tables } = blindPart(blindRecord);
  console.log('\n# Blind record');
  for (const paragraph of paragraphs) console.log(paragraph);
  for (const { head, rows } of tables)
    for (const row of rows) console.log(`\n${row.map((cell, at) => `${head[at]!.padEnd(42)} ${cell}`).join('\n')}`);
}

/** The flags of the command line; undefined, and said why, where there is one that it does not have. */
function readFlags(): Partial<Record<'fetch' | 'errors' | 'floor' | 'publish', boolean>> | undefined {
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({ options: { fetch: flag, errors: flag, floor: flag, publish: flag } }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: npm run eval -- [--fetch] [--errors] [--floor] [--publish]`);
    process.exitCode = 2;
    return undefined;
  }
}

async function main(): Promise<void> {
  const flags = readFlags();
  if (flags === undefined) return;
  const labels = readLabels();
  if (flags.fetch) await fetchAll(labels);
  const below: string[] = [];
  const hold = (name: string, set: MeasuredSet, floor: keyof typeof floors): void => {
    below.push(...belowFloor(set.report, set.bare, floors[floor]).map((sentence) => `${name}: ${sentence}`));
  };

  const sets = loadDevelopment(developmentFolder, labels);
  console.log('# Development: what the rules were written with');
  if (sets.length === 0)
    console.log(`No development sets in ${developmentFolder}; the project's own labelled tools instead.`);
  const development = sets.length === 0 ? undefined : measure(sets.flatMap(({ tools }) => tools));
  for (const { name, tools } of sets) printSet(name, measure(tools), flags.errors === true);
  if (development && sets.length > 1) printSet('together', development, false);
  if (development) hold('development', development, 'development');
  const own = measure(loadOwn());
  printSet('tools in our own wording', own, flags.errors === true);
  hold('own tools', own, 'own');

  printBlindRecord();

  const { tools: benchmarkData, skipped } = readBenchmark(cache, labels);
  console.log('\n# Open benchmark: labels of the repository over definitions listed from pinned packages');
  for (const [reason, count] of skipped) console.log(`left out: ${count} of ${labels.length} labels, ${reason}`);
  const { labels: twice, category, risk } = readersAgree(labels);
  console.log(
    `of ${twice} labels two readers agree on the category of ${percent(category.raw)} % (kappa ${category.kappa.toFixed(2)})${risk ? `, on the risk of ${percent(risk.raw)} % (kappa ${risk.kappa.toFixed(2)})` : ''}`,
  );
  let benchmark: MeasuredSet | undefined;
  let accused: Accusations | undefined;
  if (benchmarkData.length === 0) console.log('Nothing fetched yet: npm run eval -- --fetch lists the packages.');
  else {
    benchmark = measure(benchmarkData);
    printSet('open benchmark', benchmark, flags.errors === true);
    hold('open benchmark', benchmark, 'benchmark');
    for (const { name, report } of scoreBaselines(benchmarkData)) printReport(`other way, ${name}`, report);
    console.log(`\ntools accused of text that works on the model, of ${benchmarkData.length}, none known to hold any:`);
    console.log(`toolrisk ${countAccused(benchmarkData)}`);
    if (hasScanner(cache)) {
      accused = await runScanner(
        cache,
        benchmarkData.map(({ tool }) => tool),
      );
      console.log(
        `${scanner.package} ${scanner.version}: ${accused.errors.size} by errors, ${accused.any.size} by findings of any severity`,
      );
    }
  }

  if (flags.publish) {
    const missing = whatIsMissing({
      sets,
      published: measured.development.sets,
      benchmark: benchmark?.report,
      unfetched: skipped.get(notFetched) ?? 0,
      scanner: accused !== undefined,
    });
    if (ruleset.split('+')[1] !== fingerprint())
      missing.push('The rules changed since they were stamped: npm run ruleset -- --stamp.');
    for (const sentence of [...missing, ...below]) console.error(`not published: ${sentence}`);
    if (missing.length + below.length > 0) process.exitCode = 1;
    else if (development && benchmark && accused)
      publish({ sets, development, labels, benchmark, benchmarkData, skipped, accused });
  } else if (flags.floor) {
    for (const sentence of below) console.error(`below the floor: ${sentence}`);
    if (below.length > 0) process.exitCode = 1;
  }
}

if (process.argv[1] === import.meta.filename) await main();

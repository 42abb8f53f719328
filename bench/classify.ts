/** How fast tools are classified, against the floor of parsing the same definitions, and how both grow. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createClassifier } from '#crawler/classify/index.ts';
import type { ToolDefinition } from '#db/types.ts';
import { definition, siblings } from './classify.shapes.ts';

/** What one size came to. */
export interface ClassifyResult {
  tools: number;
  /** Tools per second of processor time. */
  perSecond: number;
  /** Processor time to classify over processor time to parse the same JSON. */
  ratio: number;
  /** Mean size of a definition, bytes of JSON. */
  meanBytes: number;
  /** Heap in use at the end, after a collection, MB. */
  heapMb: number;
}

/** Definitions held at once: memory stays constant however many there are. */
const batch = 100;
/** Passes of each size; the one with the median ratio is shown. */
const passes = 5;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Parses and classifies so many definitions, batch by batch. Processor time is counted, so that other programs do not disturb. */
export const measure = (tools: number): ClassifyResult => {
  const classify = createClassifier({ name: 'bench', tools: siblings });
  let parse = 0;
  let judge = 0;
  let bytes = 0;
  for (let from = 0; from < tools; from += batch) {
    const size = Math.min(batch, tools - from);
    const lines: string[] = [];
    for (let i = 0; i < size; i++) lines.push(definition(from + i));
    for (const line of lines) bytes += line.length;
    const start = cpuMs();
    const parsed: ToolDefinition[] = lines.map((line) => JSON.parse(line) as ToolDefinition);
    const middle = cpuMs();
    for (const tool of parsed) classify(tool);
    judge += cpuMs() - middle;
    parse += middle - start;
  }
  collect();
  return {
    tools,
    perSecond: Math.round((1000 * tools) / judge),
    ratio: judge / parse,
    meanBytes: Math.round(bytes / tools),
    heapMb: Math.round(process.memoryUsage().heapUsed / 1e5) / 10,
  };
};

/** Prints the table, with the ratios of all passes of a size: a machine with other work on it scatters them. */
export const bench = (): void => {
  // Both halves are compiled by the engine before they are timed.
  measure(20_000);
  console.log('tools     tools/s  ratio to JSON.parse  lowest to highest  mean bytes  heap MB');
  for (const tools of [1000, 10_000, 100_000]) {
    const results = Array.from({ length: passes }, () => measure(tools)).sort((a, b) => a.ratio - b.ratio);
    const r = results[Math.floor(passes / 2)]!;
    const range = `${results[0]!.ratio.toFixed(2)} to ${results.at(-1)!.ratio.toFixed(2)}`;
    console.log(
      `${String(tools).padEnd(8)}${String(r.perSecond).padStart(9)}${r.ratio.toFixed(2).padStart(21)}${range.padStart(19)}${String(r.meanBytes).padStart(12)}${String(r.heapMb).padStart(9)}`,
    );
  }
};

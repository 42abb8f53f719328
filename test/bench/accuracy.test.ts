/** The measurement measures: labels that hold together, figures worked out by hand, a benchmark that says what it left out. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connector } from '#crawler/connect/index.ts';
import type { AttemptResult, Category, LaunchSpec, Reading, ToolDefinition } from '#db/types.ts';
import {
  type BenchmarkLabel,
  fetchBenchmark,
  hashForLabel,
  labelKey,
  pinnedPackages,
  readBenchmark,
  readLabels,
} from '#test/support/evaluation/benchmark.ts';
import { loadDevelopment } from '#test/support/evaluation/data.ts';
import { belowFloor, benchmarkSize, floors, whatIsMissing } from '#test/support/evaluation/floors.ts';
import { runScanner, scanner } from '#test/support/evaluation/scanner.ts';
import { agreement, type Labelled, score } from '#test/support/evaluation/score.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolrisk-accuracy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tool = (name: string, description = 'Returns a thing.'): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: 'object' },
});

const label = (over: Partial<BenchmarkLabel> & Pick<BenchmarkLabel, 'tool'>): BenchmarkLabel => ({
  server: 'lamp-mcp',
  version: '1.0.0',
  definition: hashForLabel(tool(over.tool)),
  category: 'read',
  risk: 'low',
  reason: 'reads',
  readings: [
    { category: 'read', risk: 'low' },
    { category: 'read', risk: 'low' },
  ],
  ...over,
});

const labelled = (category: Category, risk?: Labelled['risk'], acceptRisk?: string[]): Labelled => ({
  id: category,
  tool: tool(category),
  category,
  accept: [],
  risk,
  acceptRisk,
});

describe('the labels', () => {
  const labels = readLabels();

  test('are enough, each tool once, in order, and pinned to exact versions', () => {
    const listed = labels.filter(({ definition }) => definition !== undefined);
    expect(listed.length).toBeGreaterThanOrEqual(benchmarkSize.tools);
    expect(new Set(listed.map(({ server }) => server)).size).toBeGreaterThanOrEqual(benchmarkSize.servers);
    expect(new Set(labels.map(labelKey)).size).toBe(labels.length);
    const order = (a: BenchmarkLabel, b: BenchmarkLabel) => {
      const [x, y] = a.server === b.server ? [a.tool, b.tool] : [a.server, b.server];
      return x < y ? -1 : 1;
    };
    expect(labels.map(labelKey)).toEqual(labels.toSorted(order).map(labelKey));
    for (const { version, definition } of labels) {
      if (version !== undefined) expect(version).toMatch(/^\d+\.\d+\.\d+/);
      if (definition !== undefined) expect(version).toBeDefined();
    }
    for (const { server } of pinnedPackages(labels)) {
      const versions = labels.filter((one) => one.server === server && one.definition).map((one) => one.version);
      expect(new Set(versions).size, server).toBe(1);
    }
  });

  test('accept nothing twice, and hold reasons, not descriptions', () => {
    for (const { category, accept, risk, acceptRisk, reason } of labels) {
      expect(accept ?? []).not.toContain(category);
      expect(acceptRisk ?? []).not.toContain(risk);
      expect(reason.length).toBeLessThanOrEqual(100);
    }
  });

  test('are a reading that somebody gave, or what the rubric says of two that differ', () => {
    const twice = labels.filter(({ readings }) => readings.length === 2);
    expect(twice.length).toBeGreaterThanOrEqual(benchmarkSize.tools);
    for (const { category, readings } of labels) expect(readings.map((one) => one.category)).toContain(category);
  });
});

describe('reading labels', () => {
  test('a line that is no label is named', () => {
    const file = join(folder, 'labels.jsonl');
    writeFileSync(file, `${JSON.stringify(label({ tool: 'a' }))}\n{"server":"x","risk":"awful"}\n`);
    expect(() => readLabels(file)).toThrow(/line 2/);
  });

  test('the hash leaves out what no verdict rests on, and nothing else', () => {
    const plain = tool('a');
    expect(hashForLabel({ ...plain, _meta: { stamp: 1 } })).toBe(hashForLabel(plain));
    expect(hashForLabel({ ...plain, annotations: { readOnlyHint: true } })).not.toBe(hashForLabel(plain));
    expect(hashForLabel({ ...plain, description: 'Deletes a thing.' })).not.toBe(hashForLabel(plain));
  });
});

const listing = (tools: ToolDefinition[]): AttemptResult => ({
  outcome: 'listed',
  reason: '',
  todo: '',
  durationMs: 1,
  reading: { tools, serverInfo: { name: 'lamp' } } as Reading,
});
const failing: AttemptResult = { outcome: 'exited', reason: 'It ended.', todo: '', durationMs: 1 };

/** A connector that answers by package, and remembers what it was asked. */
const fakeConnector = (answers: Record<string, AttemptResult>) => {
  const asked: LaunchSpec[] = [];
  const connector: Pick<Connector, 'list'> = {
    async list(spec) {
      asked.push(spec);
      return (spec.kind === 'npm' && answers[spec.package]) || failing;
    },
  };
  return { connector, asked };
};

describe('the open benchmark', () => {
  const labels = [
    label({ tool: 'get_lamp' }),
    label({ tool: 'set_lamp', category: 'write', risk: 'medium' }),
    label({ tool: 'old_lamp' }),
    label({ server: 'broken-mcp', tool: 'get_x', args: ['--site', '1'] }),
    label({ server: 'somewhere/else', tool: 'get_y', version: undefined, definition: undefined }),
    label({ server: 'locked-mcp', tool: 'get_z', definition: undefined }),
  ];
  const options = () => ({ concurrency: 2, signal: new AbortController().signal, say: () => {} });
  const answers = { 'lamp-mcp': listing([tool('get_lamp'), tool('set_lamp', 'Sets it.')]) };

  test('lists each pinned package once, with its arguments, and says what it left out and why', async () => {
    const { connector, asked } = fakeConnector(answers);
    expect([...readBenchmark(folder, labels).skipped.keys()]).toContain('not fetched yet');
    await fetchBenchmark(connector, folder, labels, options());
    expect(asked).toEqual([
      { kind: 'npm', package: 'broken-mcp', version: '1.0.0', args: ['--site', '1'], env: [] },
      { kind: 'npm', package: 'lamp-mcp', version: '1.0.0', args: [], env: [] },
    ]);
    const { tools, skipped } = readBenchmark(folder, labels);
    expect(tools.map(({ id }) => id)).toEqual(['lamp-mcp get_lamp']);
    expect(tools[0]!.server).toEqual({ name: 'lamp', package: 'lamp-mcp', tools: ['get_lamp', 'set_lamp'] });
    expect([...skipped.values()]).toEqual([1, 1, 1, 1, 1]);
    expect([...skipped.values()].reduce((a, b) => a + b, 0) + tools.length).toBe(labels.length);
  });

  test('what is kept is not listed again; what failed is', async () => {
    await fetchBenchmark(fakeConnector(answers).connector, folder, labels, options());
    const { connector, asked } = fakeConnector(answers);
    await fetchBenchmark(connector, folder, labels, options());
    expect(asked.map((spec) => spec.kind === 'npm' && spec.package)).toEqual(['broken-mcp']);
  });

  test('what was interrupted is not kept', async () => {
    const stop = new AbortController();
    const connector: Pick<Connector, 'list'> = {
      async list() {
        stop.abort();
        return failing;
      },
    };
    await fetchBenchmark(connector, folder, labels, { ...options(), concurrency: 1, signal: stop.signal });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('development sets', () => {
  test('are every pair of files of a folder; the risk comes from the labels', () => {
    const lamp = { id: '1', server: { package: 'lamp-mcp' }, tool: tool('get_lamp') };
    writeFileSync(join(folder, 'one.jsonl'), `${JSON.stringify(lamp)}\n${JSON.stringify({ ...lamp, id: '2' })}\n`);
    writeFileSync(join(folder, 'one.labels.jsonl'), `${JSON.stringify({ id: '1', category: 'Read' })}\n`);
    writeFileSync(join(folder, 'two.jsonl'), '');
    const sets = loadDevelopment(folder, [label({ tool: 'get_lamp', risk: 'high' })]);
    expect(sets).toMatchObject([{ name: 'one', unlabelled: 1, tools: [{ category: 'read', risk: 'high' }] }]);
    expect(loadDevelopment(join(folder, 'none'), [])).toEqual([]);
  });
});

describe('figures', () => {
  test('a miss is dangerous where harm is called milder than what asks for a look; an alarm is a reader called severe', () => {
    const gold: Category[] = ['financial', 'destructive', 'execute', 'execute', 'read', 'write'];
    const said = ['write', 'read', 'write', 'read', 'destructive', 'execute'];
    const report = score(
      gold.map((category) => labelled(category)),
      said.map((category) => ({ category })),
    );
    expect(report.dangerous.map((line) => line.split(' ')[0])).toEqual(['financial', 'destructive', 'execute']);
    expect(report.dangerousOf).toBe(4);
    expect(report.alarms).toHaveLength(1);
    expect(report.accuracy).toBe(0);
    expect(report.risk).toBeUndefined();
  });

  test('risk is the same, off by one or off by two; unassessed counts as far off; accepted stands apart', () => {
    const data = [
      labelled('read', 'low'),
      labelled('write', 'medium', ['high']),
      labelled('destructive', 'critical', ['high']),
      labelled('execute', 'high'),
      labelled('read'),
    ];
    const said = (['low', 'high', 'low', null, 'low'] as const).map((risk) => ({ category: 'read', risk }));
    expect(score(data, said).risk).toEqual({ tools: 4, same: 0.25, offByOne: 0.25, offByTwo: 0.5, accepted: 0.5 });
  });

  test('kappa takes chance away', () => {
    // Ten pairs: 7 equal; the first says a 6 times, the second 5 times: chance 0.6·0.5 + 0.4·0.5 = 0.5.
    const pairs = [...'aaaaaabbbb'].map((first, at) => [first, 'aaaabbbbba'[at]!] as const);
    const { raw, kappa } = agreement(pairs);
    expect(raw).toBeCloseTo(0.7);
    expect(kappa).toBeCloseTo(0.4);
    expect(agreement([['a', 'a']])).toEqual({ raw: 1, kappa: 1 });
  });
});

describe('floors, and what a measurement needs to be published', () => {
  const data = (['read', 'write', 'execute', 'destructive', 'financial'] as const).map((c) => labelled(c, 'low'));
  const right = data.map(({ category }) => ({ category, risk: 'low' as const, confidence: 0.95 }));
  const good = score(data, right);

  test('all hold where everything is right', () => {
    for (const floor of Object.values(floors)) expect(belowFloor(good, good, floor)).toEqual([]);
  });

  test('each figure that falls is named', () => {
    const bad = score(
      data,
      right.map((one) => ({ ...one, category: one.category === 'read' ? 'execute' : 'read', risk: 'critical' })),
    );
    const sentences = belowFloor(bad, bad, floors.development).join('\n');
    for (const word of ['accuracy', 'macro-F1', 'confidence', 'false alarms', 'equal risks', 'off by two', 'dangerous'])
      expect(sentences).toContain(word);
    expect(belowFloor(good, bad, floors.development).join()).toContain('without annotations');
  });

  test('without all data nothing is published, and each thing that is missing is named with what to do', () => {
    const sets = [{ name: 'dev', unlabelled: 0 }];
    const whole = { sets, published: ['dev'], benchmark: benchmarkSize, unfetched: 0, scanner: true };
    expect(whatIsMissing(whole)).toEqual([]);
    expect(whatIsMissing({ ...whole, sets: [] }).join()).toContain('TOOLRISK_EVAL');
    expect(whatIsMissing({ ...whole, published: ['dev', 'more'] }).join()).toContain('no development set more');
    expect(whatIsMissing({ ...whole, sets: [{ name: 'dev', unlabelled: 3 }] }).join()).toContain('3 tools');
    expect(whatIsMissing({ ...whole, unfetched: 7 }).join()).toContain('7 labels');
    expect(whatIsMissing({ ...whole, benchmark: undefined }).join()).toContain('--fetch');
    expect(whatIsMissing({ ...whole, benchmark: { ...benchmarkSize, servers: 12 } }).join()).toContain('12 servers');
    expect(whatIsMissing({ ...whole, scanner: false }).join()).toContain('--fetch');
  });
});

test('the scanner runs apart: it reads the manifests, and can write nothing', async () => {
  const place = join(folder, `scanner-${scanner.version}/package/src/tools`);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(folder, `scanner-${scanner.version}/package/package.json`), '{"type":"module"}');
  writeFileSync(
    join(place, 'scan-mcp.js'),
    `import { readFileSync, writeFileSync } from 'node:fs';
export async function scanMcpServer({ server_path }) {
  const { tools } = JSON.parse(readFileSync(server_path + '/server.json', 'utf8'));
  try { writeFileSync(server_path + '/written', ''); return { content: [{ text: '{"findings":[]}' }] }; } catch {}
  const findings = { bad: [{ severity: 'ERROR' }], odd: [{ severity: 'WARNING' }] }[tools[0].name] ?? [];
  return { content: [{ text: JSON.stringify({ findings }) }] };
}`,
  );
  const { errors, any } = await runScanner(folder, [tool('fine'), tool('bad'), tool('odd')]);
  expect([...errors]).toEqual([1]);
  expect([...any]).toEqual([1, 2]);
  expect(existsSync(join(place, 'written'))).toBe(false);
});

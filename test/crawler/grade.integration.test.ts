/** Grades of servers: given at a visit, given again by newer rules, and withheld where too little is known. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ruleset } from '#crawler/classify/index.ts';
import { trustBounds, trustFormula } from '#crawler/identity/trust.ts';
import { judgeServer, judgeTools } from '#crawler/judge.ts';
import { reclassify } from '#crawler/reclassify.ts';
import { visitServer } from '#crawler/visit.ts';
import type { OpenDb } from '#db/client.ts';
import { listChanges } from '#db/queries/changes.ts';
import { storeGrades } from '#db/queries/readings.ts';
import { getServer, upsertServer } from '#db/queries/servers.ts';
import { readTallies } from '#db/queries/tallies.ts';
import { servers } from '#db/schema.ts';
import { type AttemptResult, grades, type LaunchPlan, type ServerGrade, type ToolDefinition } from '#db/types.ts';
import { testDatabases } from '#test/support/database.ts';

const tool = (name: string, description: string): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: 'object', properties: { id: { type: 'string', description: 'The id.' } } },
});
const reader = tool('get_page', 'Returns one page of the handbook by its id.');
const deleter = tool('delete_page', 'Permanently deletes a page. This cannot be undone.');
const listed = (tools: ToolDefinition[]): AttemptResult => ({
  outcome: 'listed',
  reason: 'It listed its tools.',
  todo: '',
  durationMs: 5,
  reading: { provenance: 'live', tools, args: [], envNames: [], notes: [], durationMs: 5 },
});
const failed = (outcome: AttemptResult['outcome']): AttemptResult => ({
  outcome,
  reason: 'It did not list its tools.',
  todo: 'Look.',
  durationMs: 5,
});

const npm: LaunchPlan = { kind: 'npm', package: 'any', args: [], env: [] };
const remote: LaunchPlan = { kind: 'remote', url: 'https://mcp.example/', transport: 'auto', headers: [] };

test('the grades of the formula are those that can be stored', () => {
  expect(Object.keys(trustBounds).sort()).toEqual([...grades].sort());
});

test('a list the server gave itself is trusted more than one from its source', () => {
  const facts = { launch: npm, lastOutcome: 'listed', packageName: 'any', repositoryUrl: null } as const;
  const verdicts = judgeTools([reader], { name: 'any' }).map((judged) => judged.classification);
  const scores = (['live', 'declared', 'static'] as const).map(
    (toolProvenance) => judgeServer({ ...facts, toolProvenance }, verdicts).score,
  );
  expect(scores).toEqual([95, 90, 80]);
});

test('judging everything again can be stopped in the middle of a page, and converges after', async () => {
  await using opened = await testDatabases[0]!.open();
  const { db } = opened;
  const many = Array.from({ length: 400 }, (_, at) =>
    tool(`delete_page_${at}`, `Deletes a page. ${'Of it. '.repeat(400)}`),
  );
  const { server } = await upsertServer(db, {
    candidate: { source: 'file', location: 'many', name: 'many' },
    identities: ['seed:many'],
    slug: 'many',
    launch: npm,
  });
  await visitServer({ db, connector: { list: async () => listed(many) } as never }, server, {
    signal: new AbortController().signal,
  });
  // Asked twice at each page, and then only between two tools.
  let asked = 0;
  const signal = {
    get aborted() {
      return ++asked > 5;
    },
  } as AbortSignal;
  expect((await reclassify(db, { signal })).tools).toBe(0);
  expect((await reclassify(db)).tools).toBe(many.length);
});

describe.each(testDatabases)('grades on $name', ({ open }) => {
  let opened: OpenDb;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  const add = async (name: string, launch: LaunchPlan) => {
    const { server } = await upsertServer(opened.db, {
      candidate: { source: 'file', location: name, name },
      identities: [`seed:${name}`],
      slug: name,
      launch,
    });
    return server.id;
  };
  const visit = async (id: number, attempt: AttemptResult) => {
    const connector = {
      list: async () => attempt,
      source: async () => ({ kind: 'none' as const, notes: [] }),
      close: async () => {},
    };
    const server = (await getServer(opened.db, id))!;
    await visitServer({ db: opened.db, connector }, server, { signal: new AbortController().signal });
    return (await getServer(opened.db, id))!;
  };

  test('a visit gives the grade, with every line of the formula', async () => {
    const id = await add('good', npm);
    const server = await visit(id, listed([reader]));
    expect(server).toMatchObject({ grade: 'A', gradeScore: 95, gradeRuleset: ruleset, toolProvenance: 'live' });
    expect(server.gradeFactors!.map((factor) => factor.id)).toEqual(trustFormula.map(({ id: line }) => line));
    const silent = await visit(id, listed([reader, { ...deleter, description: '' }]));
    expect(silent.gradeFactors!.find((factor) => factor.id === 'descriptions')).toMatchObject({ points: -7.5 });
  });

  test('a failing visit keeps the grade; a remote that has begun to ask who calls is better for it', async () => {
    const kept = await add('kept', npm);
    const before = await visit(kept, listed([reader]));
    expect(await visit(kept, failed('exited'))).toMatchObject({ grade: 'A', gradeScore: before.gradeScore });

    const open = await add('open', remote);
    const points = (server: typeof before) => server.gradeFactors!.find((f) => f.id === 'authentication')!.points;
    expect(points(await visit(open, listed([reader, deleter])))).toBe(-15);
    expect(points(await visit(open, failed('unreachable')))).toBe(-15);
    expect(points(await visit(open, failed('auth-required')))).toBe(0);
  });

  test('no grade where nothing is known', async () => {
    const silent = await add('silent', npm);
    expect(await visit(silent, failed('exited'))).toMatchObject({ grade: null, gradeScore: null });
    expect(await visit(silent, listed([]))).toMatchObject({ grade: null, gradeScore: null });
    const counted = await readTallies(opened.db, 'server');
    expect(counted.get('grade:A')).toBeGreaterThanOrEqual(1);
  });

  test('newer rules grade again, also a server whose tools go over two pages; a second time there is nothing to do', async () => {
    const id = await add('regraded', npm);
    const many = Array.from({ length: 2_500 }, (_, n) => tool(`get_page_${n}`, 'Returns one page by its id.'));
    await visit(id, listed([...many, deleter]));
    const before = await opened.db.select().from(servers).orderBy(servers.name);
    await opened.db.update(servers).set({ grade: 'F', gradeScore: 1, gradeFactors: [], gradeRuleset: 'old' });
    const { regraded } = await reclassify(opened.db);
    expect(regraded).toBeGreaterThanOrEqual(4);
    const after = await opened.db.select().from(servers).orderBy(servers.name);
    const announced = async () => (await listChanges(opened.db, { kinds: ['trust-changed'], limit: 50 })).length;
    // Without factors it cannot be told by which formula a grade was given.
    expect(await announced()).toBe(0);
    const graded = (all: typeof before) =>
      all.filter((s) => s.toolCount > 0).map((s) => [s.slug, s.grade, s.gradeScore, s.gradeRuleset, s.gradeFactors]);
    expect(graded(after)).toEqual(graded(before));
    expect((await reclassify(opened.db)).regraded).toBe(0);
    const old = { grade: 'F' as const, gradeFactors: [{ id: 'worst-action', title: 'x', points: -20, detail: 'x' }] };
    await opened.db.update(servers).set(old).where(eq(servers.slug, 'regraded'));
    await reclassify(opened.db);
    await reclassify(opened.db);
    const [change, ...more] = await listChanges(opened.db, { kinds: ['trust-changed'], limit: 50 });
    expect([change?.server.slug, change?.change.detail, more]).toEqual([
      'regraded',
      { from: 'F', to: 'A', because: 'method' },
      [],
    ]);
  });

  test('a grade for tools that were replaced meanwhile is not stored', async () => {
    const id = await add('raced', npm);
    const before = await visit(id, listed([reader]));
    const grade: ServerGrade = { grade: 'F', score: 0, factors: [], ruleset };
    await storeGrades(opened.db, [{ serverId: id, snapshotId: before.currentSnapshotId! - 1, grade }]);
    const [after] = await opened.db.select().from(servers).where(eq(servers.id, id));
    expect(after!.grade).toBe('A');
  });
});

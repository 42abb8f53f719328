/** Grades of servers: given at a visit, given again by newer rules, and withheld where too little is known. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gradeBounds } from '#crawler/classify/grade.ts';
import { ruleset } from '#crawler/classify/index.ts';
import { judgeServer, judgeTools } from '#crawler/judge.ts';
import { reclassify } from '#crawler/reclassify.ts';
import { visitServer } from '#crawler/visit.ts';
import type { OpenDb } from '#db/client.ts';
import { storeGrades } from '#db/queries/readings.ts';
import { countServers, getServer, listServers, upsertServer } from '#db/queries/servers.ts';
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
const mute = ['zq', 'a1'].map((name): ToolDefinition => ({ name }));

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
  expect(Object.keys(gradeBounds).sort()).toEqual([...grades].sort());
});

test('only a list the server gave itself is graded', () => {
  const facts = { launch: npm, lastOutcome: 'listed', packageName: 'any', repositoryUrl: null } as const;
  const verdicts = judgeTools([reader], { name: 'any' }).map((judged) => judged.classification);
  expect(judgeServer({ ...facts, toolProvenance: 'live' }, verdicts).grade).toBe('A');
  expect(judgeServer({ ...facts, toolProvenance: 'static' }, verdicts).grade).toBeNull();
  expect(judgeServer({ ...facts, toolProvenance: 'declared' }, verdicts).grade).toBeNull();
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
    expect(server).toMatchObject({ grade: 'A', gradeScore: 100, gradeRuleset: ruleset, toolProvenance: 'live' });
    expect(server.gradeFactors!.map((factor) => factor.id)).toContain('severe-share');
    const worse = await visit(id, listed([reader, deleter]));
    expect(worse.gradeScore).toBeLessThan(85);
    expect(worse.gradeFactors!.find((factor) => factor.id === 'worst-action')).toMatchObject({ points: -16 });
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

  test('no grade where nothing is known or most tools could not be assessed', async () => {
    const silent = await add('silent', npm);
    expect(await visit(silent, failed('exited'))).toMatchObject({ grade: null, gradeScore: null });
    expect(await visit(silent, listed([]))).toMatchObject({ grade: null, gradeScore: null });
    expect(await visit(silent, listed([reader, ...mute]))).toMatchObject({ grade: null });
    const page = { sort: 'grade', limit: 10 } as const;
    expect((await listServers(opened.db, { grade: 'ungraded' }, page)).map((s) => s.slug)).toContain('silent');
    expect(await countServers(opened.db, { grade: 'A' })).toBe(1);
    expect((await listServers(opened.db, {}, page))[0]).toMatchObject({ grade: 'A', gradeScore: 100 });
  });

  test('newer rules grade again, also a server whose tools go over two pages; a second time there is nothing to do', async () => {
    const id = await add('regraded', npm);
    const many = Array.from({ length: 2_500 }, (_, n) => tool(`get_page_${n}`, 'Returns one page by its id.'));
    await visit(id, listed([...many, deleter]));
    const before = await listServers(opened.db, {}, { sort: 'name', limit: 10 });
    await opened.db.update(servers).set({ grade: 'F', gradeScore: 1, gradeFactors: [], gradeRuleset: 'old' });
    const { regraded } = await reclassify(opened.db);
    expect(regraded).toBeGreaterThanOrEqual(4);
    const after = await listServers(opened.db, {}, { sort: 'name', limit: 10 });
    const graded = (all: typeof before) =>
      all.filter((s) => s.toolCount > 0).map((s) => [s.slug, s.grade, s.gradeScore, s.gradeRuleset, s.gradeFactors]);
    expect(graded(after)).toEqual(graded(before));
    expect((await reclassify(opened.db)).regraded).toBe(0);
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

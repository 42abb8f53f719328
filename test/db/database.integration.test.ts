import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identitiesOf } from '#crawler/discover/identity.ts';
import { sources } from '#crawler/discover/index.ts';
import { isVouchedFor, packageSources, standsBeside } from '#crawler/discover/vouched.ts';
import { type OpenDb, openDb } from '#db/client.ts';
import { DatabaseInUse } from '#db/lock.ts';
import { listChanges } from '#db/queries/changes.ts';
import { getCursor, listSkips, recordSkip, recordSources, setCursor } from '#db/queries/discovery.ts';
import { listIdentityFacts, saveIdentityFacts } from '#db/queries/identity.ts';
import { type JudgedTool, storeVisit } from '#db/queries/readings.ts';
import { activeRun, beatRun, finishRun, listRuns, startRun } from '#db/queries/runs.ts';
import { getServerBySlug, listSightings, upsertServer } from '#db/queries/servers.ts';
import { listAttempts, listSnapshots } from '#db/queries/snapshots.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import { classifications } from '#db/schema.ts';
import type { AttemptResult, Classification, LaunchPlan, ServerCandidate, SourceId } from '#db/types.ts';
import { testDatabases } from '#test/support/database.ts';

const verdict = (category: Classification['category'], ruleset = 'r1'): Classification => ({
  category,
  risk: category === 'unassessed' ? null : category === 'read' ? 'low' : 'medium',
  confidence: 0.9,
  evidence: [],
  capabilities: [],
  modifiers: [],
  branches: [],
  support: [],
  signals: [],
  contradictions: [],
  findings: [],
  ruleset,
});

const tool = (name: string, category: Classification['category'], description = '', ruleset = 'r1'): JudgedTool => ({
  definition: { name, description, inputSchema: { type: 'object', properties: { z: {}, a: {} } } },
  definitionHash: `${name}:${description}`,
  tokens: 7,
  classification: verdict(category, ruleset),
});

const listed = (judged: JudgedTool[], contentHash: string) => ({
  attempt: {
    outcome: 'listed',
    reason: 'The server listed its tools.',
    todo: '',
    durationMs: 12.7,
    reading: {
      provenance: 'live',
      tools: judged.map((j) => j.definition),
      args: ['--stdio'],
      envNames: ['API_KEY'],
      notes: [],
      durationMs: 11.2,
    },
  } satisfies AttemptResult as AttemptResult,
  contentHash,
  judged,
  nextVisitAt: new Date(Date.now() + 3_600_000),
});

const failed = (outcome: AttemptResult['outcome']) => ({
  attempt: { outcome, reason: 'It ended.', todo: 'Look.', durationMs: 1 } satisfies AttemptResult as AttemptResult,
  judged: [],
  nextVisitAt: new Date(Date.now() + 3_600_000),
});

const candidate = (name: string, more: Partial<ServerCandidate> = {}): ServerCandidate => ({
  source: 'starter',
  location: name,
  name,
  ...more,
});

describe.each(testDatabases)('$name', ({ open }) => {
  let opened: OpenDb;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  test('candidates that share a package are one server, found in several places', async () => {
    const { db } = opened;
    const first = await upsertServer(db, {
      candidate: candidate('one', { package: { registry: 'npm', name: 'one' } }),
      identities: ['npm:one'],
      slug: 'one',
    });
    const second = await upsertServer(db, {
      candidate: candidate('owner/one', {
        source: 'github',
        repository: { url: 'https://github.com/owner/one', path: '' },
        package: { registry: 'npm', name: 'one' },
        stars: 5,
      }),
      identities: ['npm:one', 'repo:github.com/owner/one#'],
      slug: 'owner-one',
    });
    const third = await upsertServer(db, {
      candidate: candidate('owner/one', {
        source: 'registry',
        repository: { url: 'https://github.com/owner/one', path: '' },
      }),
      identities: ['repo:github.com/owner/one#'],
      slug: 'owner-one',
    });
    expect(first.created).toBe(true);
    expect(second.created).toBe(false);
    expect([second.server.id, third.server.id]).toEqual([first.server.id, first.server.id]);
    expect(third.server).toMatchObject({
      slug: 'one',
      name: 'one',
      repositoryUrl: 'https://github.com/owner/one',
      stars: 5,
    });
    expect((await listSightings(db, first.server.id)).map((s) => s.source).sort()).toEqual([
      'github',
      'registry',
      'starter',
    ]);
  });

  test('who names a package of somebody else completes nothing of it, and is found there all the same', async () => {
    const { db } = opened;
    const own = { registry: 'npm', name: 'harbour' } as const;
    const store = (candidate: ServerCandidate, launch?: LaunchPlan) =>
      upsertServer(db, {
        candidate,
        identities: identitiesOf(candidate),
        slug: 'harbour',
        launch,
        isVouchedFor: (known, said) => isVouchedFor(candidate, known, said),
      });
    const { server } = await store(candidate('harbour', { source: 'npm', package: own }));
    const repository = { url: 'https://github.com/stranger/harbour', path: '' };
    const remote: LaunchPlan = {
      kind: 'remote',
      url: 'https://stranger.example/mcp',
      transport: 'streamable-http',
      headers: [],
    };
    const claims: Partial<ServerCandidate>[] = [
      { repository },
      { remoteUrl: 'https://stranger.example/mcp' },
      { description: 'The one and only harbour.', vendor: 'stranger', stars: 90_000 },
    ];
    for (const [at, claim] of claims.entries()) {
      const claimed = candidate('harbour', {
        source: 'registry',
        location: `com.stranger/${at}`,
        package: own,
        ...claim,
      });
      expect(await store(claimed, remote)).toEqual({
        created: false,
        vouched: false,
        server: { ...server, lastSeenAt: expect.any(Date) },
      });
    }
    expect(await listSightings(db, server.id)).toHaveLength(4);
    // What the stranger really has is a server of its own.
    for (const claim of claims.slice(0, 2))
      expect((await store(candidate('elsewhere', { location: 'elsewhere', ...claim }))).server.id).not.toBe(server.id);

    const fact = {
      source: 'package',
      document: 'package.json',
      pointer: '/repository/url',
      field: 'repository',
    } as const;
    const quote = 'git+https://github.com/stranger/harbour.git';
    await saveIdentityFacts(db, server.id, { package: [{ ...fact, quote }] });
    const agreed = await store(
      candidate('harbour', { source: 'registry', location: 'com.stranger/0', package: own, repository }),
    );
    expect(agreed.server.repositoryUrl).toBe(repository.url);

    await saveIdentityFacts(db, server.id, { package: [] }, { replace: false });
    expect((await listIdentityFacts(db, [server.id])).get(server.id)).toMatchObject([{ facts: [{ quote }] }]);
  });

  describe('what a stranger says of a package counts as little where it was heard first', () => {
    const repository = { url: 'https://github.com/stranger/quay', path: 'src' };
    const url = 'https://stranger.example/quay/mcp';
    const claims: [string, Partial<ServerCandidate>, string | undefined][] = [
      ['repository', { repository }, 'repo:github.com/stranger/quay#src'],
      ['remote', { remoteUrl: url }, `url:${url}`],
      [
        'title, description and owner',
        { name: 'Quay, official', description: 'The one and only.', vendor: 'x' },
        undefined,
      ],
      ['stars', { stars: 90_000 }, undefined],
    ];
    const remote: LaunchPlan = { kind: 'remote', url, transport: 'streamable-http', headers: [] };
    const plan = (name: string): LaunchPlan => ({ kind: 'npm', package: name, args: [], env: [] });

    test.each(claims)('%s', async (what, claim, identity) => {
      const { db } = opened;
      const store = (candidate: ServerCandidate, launch?: LaunchPlan) =>
        upsertServer(db, {
          candidate,
          identities: identitiesOf(candidate),
          slug: candidate.package?.name ?? candidate.name,
          launch,
          packageSources,
          isVouchedFor: (known, said) => isVouchedFor(candidate, known, said),
          standsBeside: (known, first, said) => standsBeside(candidate, known, first, said),
        });
      const told = async (name: string, order: readonly ('stranger' | 'package')[]) => {
        const own = { registry: 'npm', name } as const;
        const location = `com.stranger/${name}`;
        for (const who of order) {
          if (who === 'stranger') {
            await store(candidate('Quay', { source: 'registry', location, package: own, ...claim }), remote);
            continue;
          }
          const said = {
            description: 'Berths of a harbour.',
            repository: { url: 'https://github.com/port/quay', path: '' },
          };
          await store(
            candidate('quay', { source: 'npm', location: name, package: own, repositoryIsClaimed: true, ...said }),
            plan(name),
          );
        }
        const { id, slug, packageName, launch, firstSeenAt, lastSeenAt, ...server } = (await getServerBySlug(
          db,
          name,
        ))!;
        expect(launch).toEqual(plan(name));
        return { id, server };
      };
      const kind = what.replace(/[^a-z]+/g, '-');
      const first = await told(`quay-${kind}-a`, ['package', 'stranger']);
      const later = await told(`quay-${kind}-b`, ['stranger', 'package']);
      const again = await told(`quay-${kind}-c`, ['stranger', 'package', 'stranger', 'package']);
      expect(first.server).toMatchObject({
        name: 'quay',
        description: 'Berths of a harbour.',
        vendor: null,
        stars: null,
      });
      expect(first.server).toMatchObject({ repositoryUrl: 'https://github.com/port/quay', remoteUrl: null });
      expect([later.server, again.server]).toEqual([first.server, first.server]);
      // What the stranger really has is a server of its own.
      if (identity === undefined) return;
      const own = await store(candidate('own', { location: `own-${kind}`, ...claim }));
      expect([first.id, later.id, again.id]).not.toContain(own.server.id);
    });

    test('who agrees with the package is no stranger to it', async () => {
      const { db } = opened;
      const own = { registry: 'npm', name: 'jetty' } as const;
      const store = (candidate: ServerCandidate) =>
        upsertServer(db, {
          candidate,
          identities: identitiesOf(candidate),
          slug: 'jetty',
          packageSources,
          isVouchedFor: (known, said) => isVouchedFor(candidate, known, said),
          standsBeside: (known, first, said) => standsBeside(candidate, known, first, said),
        });
      const repository = { url: 'https://github.com/port/jetty', path: '' };
      await store(candidate('port/jetty', { source: 'github', package: own, repository, stars: 7, vendor: 'Port' }));
      const { server } = await store(candidate('jetty', { source: 'npm', package: own, repository }));
      expect(server).toMatchObject({ name: 'port/jetty', stars: 7, vendor: 'Port', repositoryUrl: repository.url });
    });
  });

  test('of several plans the one that can be started wins, then the most trusted source; a new plan is due at once', async () => {
    const { db } = opened;
    const failure = failed('exited');
    const cannot = { kind: 'not-launchable', outcome: 'not-launchable', reason: 'r', todo: 't' } as const;
    const npm = (arg: string) => ({ kind: 'npm' as const, package: 'plan', args: [arg], env: [] });
    const found = async (source: SourceId, launch: LaunchPlan) => {
      const { server } = await upsertServer(db, {
        candidate: candidate('plan', { source }),
        identities: ['npm:plan'],
        slug: 'plan',
        launch,
      });
      return server;
    };
    await recordSources(db, sources);
    const first = await found('starter', cannot);
    expect(first.launch).toEqual(cannot);
    await storeVisit(db, { serverId: first.id, ...failure });
    expect(await found('github', npm('--github'))).toMatchObject({ launch: npm('--github'), nextVisitAt: null });
    await storeVisit(db, { serverId: first.id, ...failure });
    expect(await found('starter', cannot)).toMatchObject({ launch: npm('--github'), nextVisitAt: failure.nextVisitAt });
    expect((await found('starter', npm('--starter'))).launch).toEqual(npm('--starter'));
    await storeVisit(db, { serverId: first.id, ...failure });
    expect(await found('github', npm('--newer'))).toMatchObject({
      launch: npm('--starter'),
      nextVisitAt: failure.nextVisitAt,
    });
    expect((await found('file', npm('--mine'))).launch).toEqual(npm('--mine'));
  });

  test('two packages of one repository stay two servers, with slugs of their own', async () => {
    const { db } = opened;
    const at = (pkg: string) => ({
      candidate: candidate(pkg, { location: pkg, package: { registry: 'npm', name: pkg } }),
      identities: [`npm:${pkg}`, 'repo:github.com/owner/mono#'],
      slug: 'mono',
    });
    const a = await upsertServer(db, at('mono-a'));
    const b = await upsertServer(db, at('mono-b'));
    expect(a.server.id).not.toBe(b.server.id);
    expect([a.server.slug, b.server.slug]).toEqual(['mono', 'mono-2']);
  });

  test('the same server found by twenty at once is one row', async () => {
    const found = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        upsertServer(opened.db, {
          candidate: candidate('race', { location: `race-${i}`, package: { registry: 'npm', name: 'race' } }),
          identities: ['npm:race'],
          slug: 'race',
        }),
      ),
    );
    expect(new Set(found.map((f) => f.server.id)).size).toBe(1);
    expect(found.filter((f) => f.created)).toHaveLength(1);
  });

  test('history is only added to: added, changed, gone and back are events; nothing is deleted', async () => {
    const { db } = opened;
    const { server } = await upsertServer(db, { candidate: candidate('h'), identities: ['npm:h'], slug: 'h' });
    const visit = async (v: ReturnType<typeof listed> | ReturnType<typeof failed>) =>
      storeVisit(db, { serverId: server.id, ...v });
    await visit(listed([tool('a', 'read'), tool('b', 'write')], 'c1'));
    await visit(listed([tool('a', 'read'), tool('b', 'write')], 'c1'));
    expect(await listSnapshots(db, server.id, 10)).toHaveLength(1);
    expect(await listAttempts(db, server.id, 10)).toHaveLength(2);

    await visit(listed([tool('a', 'write', 'now writes'), tool('c', 'read')], 'c2'));
    await visit(failed('exited'));
    await visit(listed([tool('a', 'write', 'now writes'), tool('b', 'write'), tool('c', 'read')], 'c3'));

    const events = (await listChanges(db, { serverId: server.id, limit: 50 })).map((e) => e.change).reverse();
    expect(events.map((e) => `${e.kind} ${e.detail.name ?? ''}`.trim())).toEqual([
      'server-found',
      'tool-changed a',
      'verdict-changed a',
      'tool-added c',
      'tool-removed b',
      'server-gone',
      'tool-added b',
      'server-back',
    ]);
    expect(events[2]!.detail).toMatchObject({ from: 'read', to: 'write', because: 'definition' });
    expect(await listSnapshots(db, server.id, 10)).toHaveLength(3);
    const kept = await db.select({ n: sql<number>`count(*)::int` }).from(classifications);
    expect(kept[0]!.n).toBe(4);
    const now = await getServerBySlug(db, 'h');
    expect(now).toMatchObject({ lastOutcome: 'listed', failures: 0, toolCount: 3 });
  });

  test('a failed visit keeps the tools that were seen before', async () => {
    const { db } = opened;
    const { server } = await upsertServer(db, { candidate: candidate('k'), identities: ['npm:k'], slug: 'k' });
    await storeVisit(db, { serverId: server.id, ...listed([tool('a', 'write')], 'k1') });
    await storeVisit(db, { serverId: server.id, ...failed('handshake-timeout') });
    await storeVisit(db, { serverId: server.id, ...failed('handshake-timeout') });
    const tools = await listToolsOfServer(db, server.id);
    expect(tools.map((t) => [t.tool.name, t.tool.category, t.tool.severity])).toEqual([['a', 'write', 2]]);
    expect(await getServerBySlug(db, 'k')).toMatchObject({
      lastOutcome: 'handshake-timeout',
      failures: 2,
      toolCount: 1,
    });
  });

  test('a definition comes back as it was, in its own order of keys', async () => {
    const { db } = opened;
    const { server } = await upsertServer(db, { candidate: candidate('o'), identities: ['npm:o'], slug: 'o' });
    const judged = tool('ordered', 'read', 'quotes " and \\ and \u2028 and 😀');
    await storeVisit(db, { serverId: server.id, ...listed([judged], 'o1') });
    const [row] = await listToolsOfServer(db, server.id);
    expect(JSON.stringify(row!.definition)).toBe(JSON.stringify(judged.definition));
    expect(row!.verdict).toEqual(judged.classification);
    expect(row!.tokens).toBe(7);
  });

  test('a thousand and more tools go in at once; riskiest come first', async () => {
    const { db } = opened;
    const { server } = await upsertServer(db, { candidate: candidate('big'), identities: ['npm:big'], slug: 'big' });
    const many = Array.from({ length: 2500 }, (_, i) => tool(`t${i}`, i === 2000 ? 'write' : 'read'));
    await storeVisit(db, { serverId: server.id, ...listed(many, 'big1') });
    const tools = await listToolsOfServer(db, server.id);
    expect(tools).toHaveLength(2500);
    expect(tools[0]!.tool.name).toBe('t2000');
  });

  test('a visit is all or nothing', async () => {
    const { db } = opened;
    const { server } = await upsertServer(db, { candidate: candidate('x'), identities: ['npm:x'], slug: 'x' });
    const broken = tool('y', 'read');
    const visit = listed([tool('x', 'read'), { ...broken, definition: { ...broken.definition, name: '\0' } }], 'x1');
    await expect(storeVisit(db, { serverId: server.id, ...visit })).rejects.toThrow();
    expect(await listToolsOfServer(db, server.id)).toEqual([]);
    expect(await listAttempts(db, server.id, 10)).toEqual([]);
  });

  test('a run is active while it beats; one whose process died is closed by the next', async () => {
    const { db } = opened;
    const run = await startRun(db, 'crawl', ['starter']);
    await beatRun(db, run.id, { found: 2, attempted: 1 });
    expect(await activeRun(db)).toMatchObject({ id: run.id, found: 2, attempted: 1 });
    await db.execute(sql`update runs set heartbeat_at = now() - interval '5 minutes' where id = ${run.id}`);
    expect(await activeRun(db)).toBeUndefined();
    const next = await startRun(db, 'crawl', ['starter']);
    await finishRun(db, next.id, 'finished', { found: 2, attempted: 2 });
    expect((await listRuns(db, 2)).map((r) => r.state)).toEqual(['finished', 'failed']);
  });

  test('cursors and skips keep the latest', async () => {
    const { db } = opened;
    expect(await getCursor(db, 'github')).toBeUndefined();
    await setCursor(db, 'github', { page: 1 });
    await setCursor(db, 'github', { page: 2, since: ['a', null] });
    expect(await getCursor(db, 'github')).toEqual({ page: 2, since: ['a', null] });
    await recordSkip(db, { source: 'github', location: 'o/r', reason: 'a fork' });
    await recordSkip(db, { source: 'github', location: 'o/r', reason: 'archived' });
    expect((await listSkips(db, 10)).map((s) => s.reason)).toEqual(['archived']);
  });
});

describe('the embedded database on disk', () => {
  const dir = mkdtempSync(join(tmpdir(), 'toolrisk-db-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const url = `pglite:${join(dir, 'db')}`;

  test('has one owner: a second process is told who has it, and harms nothing', async () => {
    const opened = await openDb(url);
    await setCursor(opened.db, 'kept', 1);
    await expect(openDb(url)).rejects.toThrow(DatabaseInUse);
    const script = `import { openDb } from '#db/client.ts'; await openDb(${JSON.stringify(url)});`;
    const second = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: join(import.meta.dirname, '..', '..'),
    });
    await expect(second).rejects.toMatchObject({
      stderr: expect.stringContaining(`open in another toolrisk process (process ${process.pid})`),
    });
    await setCursor(opened.db, 'kept', 2);
    await opened.close();
    const again = await openDb(url);
    expect(await getCursor(again.db, 'kept')).toBe(2);
    await again.close();
  });

  test('an address that is no database is refused with what to write instead', async () => {
    await expect(openDb('mysql://x')).rejects.toThrow('Use postgres://');
    await expect(openDb('pglite:')).rejects.toThrow('Use postgres://');
  });
});

/** Visits to servers that cannot be listed: what their source says, and what becomes of it when they answer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connector, createConnector, type SourceAnswer, type SourceTarget } from '#crawler/connect/index.ts';
import { planLaunch } from '#crawler/connect/launch.ts';
import { identitiesOf, slugOf } from '#crawler/discover/identity.ts';
import { discover } from '#crawler/discover/index.ts';
import { visitServer } from '#crawler/visit.ts';
import type { OpenDb } from '#db/client.ts';
import { listChanges } from '#db/queries/changes.ts';
import { storeVisit } from '#db/queries/readings.ts';
import { getServer, upsertServer } from '#db/queries/servers.ts';
import { getSnapshot, listAttempts, listSnapshots } from '#db/queries/snapshots.ts';
import { countVerdicts } from '#db/queries/tallies.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import type { AttemptResult, Reading, SourceVersion, ToolDefinition } from '#db/types.ts';
import { changeSentence } from '#site/src/lib/sentences.ts';
import { collect, unpaced } from '#test/crawler/discover/helpers.ts';
import { testDatabases } from '#test/support/database.ts';
import { startGitHub } from '#test/support/github-emulator.ts';
import { startSources } from '#test/support/sources.ts';

const tool = (name: string, description: string): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
});
const get = tool('get_page', 'Returns one page.');
const remove = tool('delete_page', 'Deletes one page for good.');
const update = tool('update_page', 'Changes the text of one page.');

const listed = (tools: ToolDefinition[]): AttemptResult => ({
  outcome: 'listed',
  reason: 'It listed its tools.',
  todo: '',
  durationMs: 5,
  reading: { provenance: 'live', tools, packageVersion: '1.0.0', args: [], envNames: [], notes: [], durationMs: 5 },
});
const failed = (outcome: AttemptResult['outcome']): AttemptResult => ({
  outcome,
  reason: 'It did not list its tools.',
  todo: 'Look.',
  durationMs: 5,
});

const register = ({ name, description }: ToolDefinition) =>
  `server.tool(${JSON.stringify(name)}, ${JSON.stringify(description)}, { id: z.string() }, async () => ({ content: [] }));\n`;
/** Source of a server with these tools. */
const source = (...tools: ToolDefinition[]) =>
  new Map([
    ['package.json', '{"name":"any","type":"module","bin":"index.js"}'],
    [
      'index.js',
      `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
       import { z } from 'zod';
       const server = new McpServer({ name: 'any', version: '1.0.0' });
       ${tools.map(register).join('')}`,
    ],
  ]);

describe.each(testDatabases)('visits on $name', ({ open }) => {
  let opened: OpenDb;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  const add = async (name: string) => {
    const { server } = await upsertServer(opened.db, {
      candidate: { source: 'file', location: name, name, package: { registry: 'npm', name } },
      identities: [`npm:${name}`],
      slug: name,
      launch: { kind: 'npm', package: name, args: [], env: [] },
    });
    return server.id;
  };
  const visit = async (id: number, attempt: AttemptResult, files?: Map<string, string>, version = '1.0.0') => {
    const asked: SourceTarget[] = [];
    const connector = {
      list: async () => attempt,
      source: async (target: SourceTarget, { known }: { known?: SourceVersion }): Promise<SourceAnswer> => {
        asked.push(target);
        if (files === undefined) return { kind: 'none', notes: [] };
        if (known?.version === version) return { kind: 'unchanged' };
        return { kind: 'files', version: { from: 'npm', version }, files, notes: [] };
      },
      close: async () => {},
    };
    const server = (await getServer(opened.db, id))!;
    const result = await visitServer({ db: opened.db, connector }, server, { signal: new AbortController().signal });
    return { ...result, asked, server: (await getServer(opened.db, id))! };
  };
  const toolsOf = async (id: number) =>
    (await listToolsOfServer(opened.db, id)).map((row) => [row.tool.name, row.tool.provenance, row.tool.category]);
  const eventsOf = async (id: number) => (await listChanges(opened.db, { serverId: id, limit: 50 })).reverse();

  test('what cannot be listed is read from source: its outcome stays, its tools say where they are from', async () => {
    const id = await add('read-from-source');
    const { server, judged, extracted } = await visit(id, failed('needs-credentials'), source(get, remove));
    expect(server).toMatchObject({
      lastOutcome: 'needs-credentials',
      failures: 1,
      toolCount: 2,
      toolProvenance: 'static',
      grade: 'B',
    });
    expect(await toolsOf(id)).toEqual([
      ['delete_page', 'static', 'destructive'],
      ['get_page', 'static', 'read'],
    ]);
    expect(judged).toEqual([]);
    expect(extracted?.tools).toHaveLength(2);
    expect(await getSnapshot(opened.db, server.currentSnapshotId!)).toMatchObject({
      provenance: 'static',
      packageVersion: '1.0.0',
    });
    const [attempt] = await listAttempts(opened.db, id, 1);
    expect(attempt).toMatchObject({ outcome: 'needs-credentials', snapshotId: server.currentSnapshotId });
    expect((await eventsOf(id)).map(({ change }) => change.kind)).toEqual(['server-found']);
    // The same source is not read again: what another reading of it would give has no say.
    const again = await visit(id, failed('exited'), source(get));
    expect(again.extracted).toBeUndefined();
    expect(again.server).toMatchObject({ lastOutcome: 'exited', toolCount: 2, toolProvenance: 'static' });
    expect(await listSnapshots(opened.db, id, 5)).toHaveLength(1);
    expect((await toolsOf(id)).map(([name]) => name)).toEqual(['delete_page', 'get_page']);
    const counted = await countVerdicts(opened.db);
    expect(counted.every((row) => row.provenance === 'static')).toBe(true);
  });

  test('a declared list is kept as declared', async () => {
    const id = await add('declared');
    const manifest = JSON.stringify({
      manifest_version: '0.2',
      name: 'any',
      version: '1.0.0',
      server: { type: 'node', entry_point: 'index.js' },
      tools: [{ name: 'get_page', description: 'Returns one page.' }],
    });
    await visit(id, failed('exited'), new Map([['manifest.json', manifest]]));
    expect(await toolsOf(id)).toEqual([['get_page', 'declared', 'read']]);
  });

  test('where the source says nothing certain, nothing is stored', async () => {
    const id = await add('nothing-certain');
    const uncertain = source(get);
    uncertain.set('index.js', `${uncertain.get('index.js')}`.replace('"get_page"', 'nameOf()'));
    const said =
      /^It did not list its tools\. Its source was read, .* no tool in it is certain \(index\.js:4: left out, .*\)\.$/;
    const { server } = await visit(id, failed('exited'), uncertain);
    expect(server).toMatchObject({ toolCount: 0, toolProvenance: null, currentSnapshotId: null });
    expect(server.lastReason).toMatch(said);
    // It is not read again, and the reason stays.
    const again = await visit(id, failed('exited'), uncertain);
    expect(again.server).toMatchObject({ toolCount: 0, failures: 2, lastReason: expect.stringMatching(said) });
    expect((await visit(id, failed('exited'))).server).toMatchObject({ toolCount: 0, failures: 3 });
  });

  test('a new version is read, and an older one is not read for it', async () => {
    const id = await add('new-version');
    await visit(id, failed('exited'), source(get, remove));
    const { server } = await visit(id, failed('exited'), source(get, update), '1.1.0');
    expect(server).toMatchObject({ toolCount: 2, sourceRead: { from: 'npm', version: '1.1.0' } });
    expect((await toolsOf(id)).map(([name]) => name)).toEqual(['update_page', 'get_page']);
  });

  test('a later live list replaces what was read, and the events say that it was known another way', async () => {
    const id = await add('answers-later');
    await visit(id, failed('handshake-timeout'), source(get, remove));
    const changed = { ...get, description: 'Returns one page with its history.' };
    const { server, asked } = await visit(id, listed([changed, update]), source(get));
    expect(asked).toEqual([]);
    expect(server).toMatchObject({ lastOutcome: 'listed', failures: 0, toolCount: 2, toolProvenance: 'live' });
    expect(server.grade).not.toBeNull();
    expect(await toolsOf(id)).toEqual([
      ['update_page', 'live', 'write'],
      ['get_page', 'live', 'read'],
    ]);
    const events = await eventsOf(id);
    expect(events.map(({ change }) => `${change.kind} ${change.detail.name ?? ''}`.trim())).toEqual([
      'server-found',
      'tool-changed get_page',
      'tool-added update_page',
      'tool-removed delete_page',
      'posture-changed',
    ]);
    expect(events[3]!.change.detail).toMatchObject({ provenance: ['static', 'live'] });
    expect(changeSentence(events[3]!)).toBe('delete_page was known from its source, and the server does not list it');
    expect(events[4]!.change.detail).toMatchObject({ from: 'handshake-timeout', to: 'listed' });
  });

  describe('a list read beside a stand-in for the network', () => {
    const aided = (tools: ToolDefinition[]): AttemptResult => {
      const { outcome, reason, todo } = failed('exited');
      const attempt = listed(tools);
      return {
        ...attempt,
        reading: { ...attempt.reading!, provenance: 'stand-in' },
        unaided: { outcome, reason, todo },
      };
    };

    test('is stored as such, outweighs the source, and is not mixed with one that was read without', async () => {
      const id = await add('wants-network');
      await visit(id, failed('exited'), source(get, remove));
      const { server } = await visit(id, aided([get, update]));
      expect(server).toMatchObject({ lastOutcome: 'listed', toolCount: 2, toolProvenance: 'stand-in' });
      expect((await toolsOf(id)).map(([name, provenance]) => [name, provenance])).toEqual([
        ['update_page', 'stand-in'],
        ['get_page', 'stand-in'],
      ]);
      const later = await visit(id, failed('exited'), source(get));
      expect(later).toMatchObject({ asked: [], server: { toolProvenance: 'stand-in', toolCount: 2 } });
      await visit(id, listed([get, remove]));
      const sentences = (await eventsOf(id)).slice(-4).map(changeSentence);
      expect(sentences).toEqual([
        'No longer listed: stopped by itself',
        'delete_page was not listed beside a stand-in for the network',
        'update_page was listed beside a stand-in for the network, and the server does not list it',
        'Listed again',
      ]);
    });

    test('does not replace one the server gave without: the visit counts as it ended then', async () => {
      const id = await add('wants-network-now');
      await visit(id, listed([get, remove]));
      const { server, attempt } = await visit(id, aided([get, update]));
      expect(attempt).toMatchObject({ outcome: 'exited' });
      expect(attempt?.reading).toBeUndefined();
      expect(server).toMatchObject({ lastOutcome: 'exited', toolCount: 2, toolProvenance: 'live' });
      expect((await toolsOf(id)).map(([name]) => name).sort()).toEqual(['delete_page', 'get_page']);
    });
  });

  test('tools that were seen live outlast every failing visit; the source is not even read', async () => {
    const id = await add('was-live');
    await visit(id, listed([get, remove]));
    const before = (await getServer(opened.db, id))!;
    const { server, asked } = await visit(id, failed('exited'), source(update));
    expect(asked).toEqual([]);
    expect(server).toMatchObject({
      lastOutcome: 'exited',
      toolCount: 2,
      toolProvenance: 'live',
      currentSnapshotId: before.currentSnapshotId,
      grade: before.grade,
    });
    // Also where another visit listed it in the meantime.
    const { judged, extracted } = await visit(await add('meanwhile'), failed('exited'), source(update));
    expect(judged).toEqual([]);
    await storeVisit(opened.db, {
      serverId: id,
      attempt: failed('unreachable'),
      extracted: extracted!,
      contentHash: 'other',
      judged: [],
      grade: { grade: null, score: 0, factors: [], ruleset: 'r' },
      nextVisitAt: new Date(),
    });
    expect(await getServer(opened.db, id)).toMatchObject({
      lastOutcome: 'unreachable',
      toolCount: 2,
      grade: before.grade,
    });
    expect(await toolsOf(id)).toEqual([
      ['delete_page', 'live', 'destructive'],
      ['get_page', 'live', 'read'],
    ]);
    expect((await eventsOf(id)).map(({ change }) => change.kind)).toEqual([
      'server-found',
      'server-gone',
      'posture-changed',
    ]);
  });

  test('what a model is told beside the tools is kept, and a change of it is told', async () => {
    const id = await add('beside');
    const telling = (beside: Partial<Reading>): AttemptResult => {
      const attempt = listed([get]);
      return { ...attempt, reading: { ...(attempt.reading as Reading), ...beside } };
    };
    const prompt = { name: 'sum-up', description: 'Sums up.' };
    // Not asked before: nothing is known to have changed.
    await visit(id, listed([get]));
    await visit(id, telling({ instructions: undefined, prompts: [prompt], resources: [] }));
    await visit(id, telling({ prompts: [prompt], resources: [] }));
    await visit(id, telling({ instructions: 'Say please.', prompts: [], resources: [{ uri: 'x://1', name: 'One' }] }));
    const { server } = await visit(id, telling({ instructions: 'Say please.', prompts: [], resources: [] }));
    expect(await getSnapshot(opened.db, server.currentSnapshotId as number)).toMatchObject({
      instructions: 'Say please.',
      prompts: [],
      resources: [],
    });
    const events = (await eventsOf(id)).filter(({ change }) => change.kind === 'context-changed');
    expect(events.map(({ change }) => change.detail.parts)).toEqual([
      ['instructions', 'prompts', 'resources'],
      ['resources'],
    ]);
    expect(events.map(changeSentence)[1]).toBe('The resources that the model is given beside the tools changed');
  });

  test('stopped while the source is read, a visit leaves no trace', async () => {
    const id = await add('stopped');
    const controller = new AbortController();
    const connector = {
      list: async () => failed('exited'),
      source: async (): Promise<SourceAnswer> => {
        controller.abort();
        return { kind: 'files', version: { from: 'npm', version: '1.0.0' }, files: source(get), notes: [] };
      },
      close: async () => {},
    };
    const server = (await getServer(opened.db, id))!;
    const { attempt } = await visitServer({ db: opened.db, connector }, server, { signal: controller.signal });
    expect(attempt?.outcome).toBe('interrupted');
    expect(await listAttempts(opened.db, id, 5)).toEqual([]);
  });

  test('a package that was listed is started again only in another version, by another plan, or when it must', async () => {
    const id = await add('by-version');
    const started: string[] = [];
    let newest: string | undefined = '1.0.0';
    const connector: Connector = {
      async list() {
        started.push(newest ?? '');
        return listed([get]);
      },
      source: async () => ({ kind: 'none', notes: [] }),
      newestVersion: async () => newest,
      close: async () => {},
    };
    const visit = async (options: { force?: boolean } = {}) => {
      started.length = 0;
      const server = (await getServer(opened.db, id))!;
      const { signal } = new AbortController();
      const { attempt } = await visitServer({ db: opened.db, connector }, server, { ...options, signal });
      return { starts: started.length, attempt };
    };
    expect(await visit()).toMatchObject({ starts: 1, attempt: { outcome: 'listed' } });
    const before = (await getServer(opened.db, id))!;
    const [toolBefore] = await listToolsOfServer(opened.db, id);
    expect(await visit()).toEqual({ starts: 0 });
    const after = (await getServer(opened.db, id))!;
    const [toolAfter] = await listToolsOfServer(opened.db, id);
    expect(after).toMatchObject({ lastOutcome: 'listed', currentSnapshotId: before.currentSnapshotId });
    expect(after.lastAttemptAt!.getTime()).toBeGreaterThan(before.lastAttemptAt!.getTime());
    expect(toolAfter!.tool.lastSeenAt.getTime()).toBeGreaterThan(toolBefore!.tool.lastSeenAt.getTime());
    expect(await listAttempts(opened.db, id, 5)).toHaveLength(1);

    expect(await visit({ force: true })).toMatchObject({ starts: 1 });
    newest = '1.1.0';
    expect(await visit()).toMatchObject({ starts: 1 });
    newest = undefined;
    expect(await visit()).toMatchObject({ starts: 1 });
    newest = '1.0.0';
    await upsertServer(opened.db, {
      candidate: { source: 'file', location: 'by-version', name: 'by-version' },
      identities: ['npm:by-version'],
      slug: 'by-version',
      launch: { kind: 'npm', package: 'by-version', args: ['--all'], env: [] },
    });
    expect(await visit()).toMatchObject({ starts: 1 });
    expect(await visit()).toEqual({ starts: 0 });
  });

  test('a server that GitHub has and nothing here can start gets its tools from its repository', async () => {
    const goServer = (tools: Record<string, string>) => `package main

      import (
        "github.com/mark3labs/mcp-go/mcp"
        "github.com/mark3labs/mcp-go/server"
      )

      func main() {
        s := server.NewMCPServer("pages", "1.0.0")
        ${Object.entries(tools)
          .map(
            ([name, description]) => `s.AddTool(mcp.NewTool("${name}", mcp.WithDescription("${description}")), handle)`,
          )
          .join('\n')}
        server.ServeStdio(s)
      }`;
    const owner = opened.embedded ? 'gophers' : 'moles';
    const files = {
      'go.mod': `module github.com/${owner}/pages\n\nrequire github.com/mark3labs/mcp-go v0.32.0\n`,
      'main.go': goServer({ get_page: 'Returns one page.', delete_page: 'Deletes one page for good.' }),
      // Another server of the same repository.
      'other/go.mod': 'module other',
      'other/main.go': goServer({ send_mail: 'Sends a mail.' }),
    };
    const hub = await startGitHub([{ owner, name: 'pages', topics: ['mcp-server'], files }]);
    const archives = await startSources();
    archives.repositories.set(`${owner}/pages`, { sha: 'a'.repeat(40), files });
    const folder = mkdtempSync(join(tmpdir(), 'toolrisk-visit-'));
    const connector = await createConnector({
      cacheDir: join(folder, 'cache'),
      scratchDir: join(folder, 'scratch'),
      sandbox: 'required',
      github: { apiUrl: archives.url },
    });
    const github = { apiUrl: hub.url, token: hub.token, throttle: unpaced };
    const { servers } = await collect(discover(['github'], { settings: { github } }));
    expect(servers.map(({ location }) => location)).toEqual([`${owner}/pages:`]);
    const candidate = servers[0]!;
    const { server: added } = await upsertServer(opened.db, {
      candidate,
      identities: identitiesOf(candidate),
      slug: slugOf(candidate),
      launch: planLaunch(candidate),
    });
    const visited = async () => {
      const server = (await getServer(opened.db, added.id))!;
      await visitServer({ db: opened.db, connector }, server, { signal: new AbortController().signal });
      return (await getServer(opened.db, added.id))!;
    };

    const server = await visited();
    expect(server).toMatchObject({
      lastOutcome: 'unsupported-runtime',
      toolProvenance: 'static',
      sourceRead: { from: 'repository', version: 'a'.repeat(40) },
    });
    expect(await toolsOf(added.id)).toEqual([
      ['delete_page', 'static', 'destructive'],
      ['get_page', 'static', 'read'],
    ]);
    const { notes } = (await getSnapshot(opened.db, server.currentSnapshotId!))!;
    expect(notes[0]).toBe('Read from the repository at commit aaaaaaaaaa.');
    archives.requests.length = 0;
    await visited();
    expect(archives.requests).toEqual([`/repos/${owner}/pages/commits/HEAD 304`]);

    await connector.close();
    rmSync(folder, { recursive: true, force: true });
    await Promise.all([hub.close(), archives.close()]);
  });
});

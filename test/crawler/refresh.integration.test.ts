import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connector } from '#crawler/connect/index.ts';
import { findServers, refreshServers } from '#crawler/refresh.ts';
import { visitServer } from '#crawler/visit.ts';
import type { OpenDb } from '#db/client.ts';
import { askForVisit, getServer } from '#db/queries/servers.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import type { AttemptResult, ServerCandidate, ToolDefinition } from '#db/types.ts';
import { testDatabases } from '#test/support/database.ts';
import { saveFound } from '#test/support/found.ts';

const signal = new AbortController().signal;
const refused: AttemptResult = { outcome: 'exited', reason: 'It ended.', todo: 'Look.', durationMs: 1 };
const listing = (...names: string[]): AttemptResult => ({
  outcome: 'listed',
  reason: 'Listed.',
  todo: '',
  durationMs: 1,
  reading: {
    provenance: 'live',
    tools: names.map((name) => ({ name })),
    args: [],
    envNames: [],
    notes: [],
    durationMs: 1,
  },
});
/** A connector that always says the same of every server. */
const saying = (
  attempt: AttemptResult,
  source: Awaited<ReturnType<Connector['source']>> = { kind: 'none', notes: [] },
): Connector => ({
  list: async () => attempt,
  source: async () => source,
  close: async () => {},
});
const candidate = (name: string, more: Partial<ServerCandidate> = {}): ServerCandidate => ({
  source: 'catalogue',
  location: `list#${name}`,
  name,
  package: { registry: 'npm', name },
  ...more,
});

describe.each(testDatabases)('$name', ({ open }) => {
  let opened: OpenDb;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  test('servers are found by slug, package and address, and listed at once; unknown ones are named', async () => {
    const { db } = opened;
    await saveFound(db, candidate('kettle-mcp'));
    await saveFound(db, candidate('pot_mcp', { package: { registry: 'pypi', name: 'pot_mcp' } }));
    await saveFound(db, candidate('lid', { package: undefined, remoteUrl: 'https://lid.example/mcp' }));
    const servers = await findServers(db, ['kettle-mcp', 'npm:kettle-mcp', 'pypi:Pot.MCP', 'https://lid.example/mcp/']);
    expect(servers.map(({ name }) => name)).toEqual(['kettle-mcp', 'pot_mcp', 'lid']);
    await expect(findServers(db, ['kettle-mcp', 'spoon'])).rejects.toThrow('No server is known as "spoon".');
    const told: string[] = [];
    await refreshServers({ db, connector: saying(listing('boil')) }, servers, {
      concurrency: 2,
      signal,
      visited: ({ name }, { outcome }, judged) => told.push(`${name} ${outcome} ${judged.length}`),
    });
    expect(told.sort()).toEqual(['kettle-mcp listed 1', 'lid listed 1', 'pot_mcp listed 1']);
  });

  test('a visit is asked for once, and not right after one', async () => {
    const { db } = opened;
    const { id, slug } = await saveFound(db, candidate('asked-mcp'));
    await visitServer({ db, connector: saying(listing('boil')) }, (await getServer(db, id))!, { signal });
    expect(await askForVisit(db, slug)).toBe(false);
    const later = new Date(Date.now() + 11 * 60_000);
    expect(await askForVisit(db, slug, later)).toBe(true);
    expect((await getServer(db, id))?.nextVisitAt).toBeNull();
    expect(await askForVisit(db, slug, later)).toBe(false);
    expect(await askForVisit(db, 'nobody', later)).toBe(false);
  });

  test('tools a list declares are shown as declared, until the server or its source tells', async () => {
    const { db } = opened;
    const tools: ToolDefinition[] = [{ name: 'boil', description: 'Boils water.' }, { name: 'pour' }];
    const { id } = await saveFound(db, candidate('declared-mcp', { tools }));
    const visit = async (connector: Connector) => {
      await visitServer({ db, connector }, (await getServer(db, id))!, { signal, force: true });
      const server = await getServer(db, id);
      return [server?.toolProvenance, (await listToolsOfServer(db, id)).map(({ tool }) => tool.name).sort()];
    };
    expect(await visit(saying(refused))).toEqual(['declared', ['boil', 'pour']]);
    const files = new Map([['tools.json', JSON.stringify([{ name: 'simmer', description: 'Keeps it warm.' }])]]);
    const version = { from: 'npm', version: '1.0.0' } as const;
    expect(await visit(saying(refused, { kind: 'files', version, files, notes: [] }))).toEqual([
      'declared',
      ['simmer'],
    ]);
    // The same source again tells nothing new, and is no reason to go back to what a list says.
    expect(await visit(saying(refused, { kind: 'unchanged' }))).toEqual(['declared', ['simmer']]);
    expect(await visit(saying(listing('boil')))).toEqual(['live', ['boil']]);
    await saveFound(db, candidate('declared-mcp', { tools: [{ name: 'explode' }] }));
    expect(await visit(saying(refused))).toEqual(['live', ['boil']]);
  });
});

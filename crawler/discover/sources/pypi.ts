import { existsSync } from 'node:fs';
import { z } from 'zod';
import { createDispatcher } from '#crawler/connect/npm-registry.ts';
import { canonicalRepositoryUrl } from '#crawler/discover/identity.ts';
import { pythonMcpEvidence } from '#crawler/discover/manifests/pyproject.ts';
import { parsePypiSpec } from '#crawler/discover/package-spec.ts';
import { type Clock, openPoliteClient, type PoliteClient } from '#crawler/discover/polite-client.ts';
import type { DiscoveryContext, Source } from '#crawler/discover/source.ts';
import { cleanJson } from '#crawler/text/clean.ts';
import type { DiscoveryItem, Json } from '#db/types.ts';

/** How the index is asked. */
export interface PypiOptions {
  /** Root under which `/simple/` and `/pypi/<name>/json` lie. Default PyPI. */
  index: string;
  /** Proxy and certificates, as uv takes them from the environment. */
  env: Readonly<Record<string, string | undefined>>;
  /** Least time between two requests, milliseconds. */
  everyMs: number;
  clock: Clock;
}

const publicIndex = 'https://pypi.org';
/** PyPI sets no rate, and asks for one request after the other without bursts. Milliseconds. */
const everyMs = 250;
/** Largest answer, bytes: the names of all of PyPI's 900,000 projects have 45 MB, one project with a thousand releases 5 MB. */
const maxAnswerBytes = 128 * 1024 * 1024;
/** Deepest nesting of a project's metadata that is kept. */
const maxNesting = 16;
/** Failures of the index in a row after which it is taken to be down. */
const maxFailuresInARow = 5;
/** Projects that the index failed to give and that are asked for again. */
const maxAgain = 1_000;
/** Projects read between two notes of how far it came. */
const noteEvery = 20;
/** The index by JSON (PEP 691). */
const indexType = 'application/vnd.pypi.simple.v1+json';

/** Names of projects that may be servers. What says nothing by its name cannot be found among 900,000. */
const telling = /(?:^|[-_.])mcp(?:[-_.]|$)|mcp[-_.]?server|server[-_.]?mcp|^mcp|mcp$/i;
/** The mark by which a description says which entry of the MCP registry it is. */
const mark = /mcp-name:\s*([\w.-]+\/[\w.-]+)/;

const indexSchema = z.object({
  meta: z.object({ '_last-serial': z.number() }),
  projects: z.array(z.object({ name: z.string(), '_last-serial': z.number() })),
});
const text = z.string().nullish().catch(undefined);
const projectSchema = z.object({
  info: z.object({
    name: z.string(),
    summary: text,
    description: text,
    keywords: text,
    requires_dist: z.array(z.string()).nullish().catch(undefined),
    project_urls: z.record(z.string(), z.string()).nullish().catch(undefined),
    yanked: z.boolean().nullish().catch(undefined),
  }),
});

/** Where the source stands. */
const stateSchema = z.object({
  /** Serial up to which all projects are read. */
  serial: z.number(),
  /** `etag` of the names that were read to their end. */
  etag: z.string().optional(),
  again: z.array(z.string()).catch([]),
  /** Names of the servers found. */
  servers: z.array(z.string()).catch([]),
});
type State = z.output<typeof stateSchema>;

/** Projects on PyPI that say they are MCP servers. */
export const pypi: Source<PypiOptions> = {
  id: 'pypi',
  title: 'PyPI',
  trust: 30,
  incremental: true,
  describe:
    'Projects on PyPI whose names say MCP and whose metadata says that they are servers, or whose description bears the `mcp-name:` mark; later runs read only what was published since. Asks the index your uv is set to, at most four times a second.',
  async *discover(context) {
    const { settings, signal, cursors, say, limit = Number.POSITIVE_INFINITY } = context;
    const index = (settings.index ?? publicIndex).replace(/\/+$/, '');
    const { host, origin } = new URL(index);
    const key = `pypi:${host}`;
    const dispatcher = dispatcherOf(settings.env ?? {});
    const client = openPoliteClient({
      name: 'The Python index',
      everyMs: settings.everyMs ?? everyMs,
      maxBytes: maxAnswerBytes,
      timeoutMs: 120_000,
      trusted: [origin],
      dispatcher,
      clock: settings.clock,
      signal,
      say,
    });
    const tally = { read: 0, servers: 0 };
    let state = readState(await cursors?.get(key));
    try {
      const names = await readIndex(client, index, state);
      if (names === 'unchanged' && state.again.length === 0) return;
      const listed = names === 'unchanged' ? undefined : names;
      if (listed) {
        const present = new Set(listed.projects.map(({ name }) => normal(name)));
        for (const gone of state.servers.filter((name) => !present.has(normal(name))))
          yield skip(gone, 'PyPI no longer has it.');
        state = { ...state, servers: state.servers.filter((name) => present.has(normal(name))) };
      }
      // In the order of their serials, so that one number says how far it came.
      const fresh = (listed?.projects ?? [])
        .filter(({ name, serial }) => serial > state.serial && telling.test(name))
        .sort((a, b) => a.serial - b.serial);
      const retried = state.again;
      state = { ...state, again: [] };
      let failures = 0;
      for (const { name, serial } of [...retried.map((name) => ({ name, serial: state.serial })), ...fresh]) {
        if (signal?.aborted || tally.servers >= limit) return;
        tally.read++;
        const { item, failed } = await readAlone(client, index, name, signal);
        failures = failed ? failures + 1 : 0;
        if (failures >= maxFailuresInARow) throw failed;
        yield item;
        if (item.kind === 'server') {
          tally.servers++;
          state.servers.push(name);
        }
        state = { ...state, serial, ...(failed && { again: [...state.again, name].slice(-maxAgain) }) };
        if (tally.read % noteEvery === 0) await cursors?.set(key, noted(state));
      }
      if (listed) state = { ...state, serial: Math.max(listed.serial, state.serial), etag: listed.etag };
    } catch (error) {
      if (signal?.aborted) return;
      yield {
        kind: 'notice',
        source: 'pypi',
        message: `The Python index cannot be read (${host}: ${(error as Error).message}); going on without it.`,
      };
    } finally {
      await cursors?.set(key, noted(state));
      say?.(`PyPI: ${tally.read} projects read, ${tally.servers} servers; ${client.requests()} requests.`);
      await client.close();
      await dispatcher.close();
    }
  },
};

const skip = (location: string, reason: string): DiscoveryItem => ({
  kind: 'skipped',
  source: 'pypi',
  location,
  reason,
});

/** The name by which PyPI knows a project (PEP 503). */
const normal = (name: string) => name.toLowerCase().replace(/[-_.]+/g, '-');

function readState(stored: unknown): State {
  const parsed = stateSchema.safeParse(stored);
  return parsed.success ? parsed.data : { serial: 0, again: [], servers: [] };
}

const noted = (state: State): Json => ({ ...state, servers: [...new Set(state.servers)] }) as Json;

/** As uv: the proxy and certificates of the environment. */
function dispatcherOf(variables: PypiOptions['env']) {
  const env = Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const cafile = env.SSL_CERT_FILE;
  return createDispatcher({ env, ...(cafile !== undefined && existsSync(cafile) && { cafile }) });
}

/** The names of all projects with their serials; whether nothing changed since they were read. */
async function readIndex(
  client: PoliteClient,
  index: string,
  { etag }: State,
): Promise<{ serial: number; etag?: string; projects: { name: string; serial: number }[] } | 'unchanged'> {
  const answer = await client.get(`${index}/simple/`, { accept: indexType, etag });
  if (answer.status === 304) return 'unchanged';
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  const parsed = indexSchema.safeParse(JSON.parse(answer.text));
  if (!parsed.success) throw new Error('it does not list its projects with their serials');
  return {
    serial: parsed.data.meta['_last-serial'],
    etag: answer.etag,
    projects: parsed.data.projects
      .filter(({ name }) => parsePypiSpec(name)?.name === name)
      .map(({ name, '_last-serial': serial }) => ({ name, serial })),
  };
}

/** What came of one project; with `failed` where the index is at fault and not the project. */
async function readAlone(
  client: PoliteClient,
  index: string,
  name: string,
  signal: DiscoveryContext['signal'],
): Promise<{ item: DiscoveryItem; failed?: Error }> {
  let answer: Awaited<ReturnType<PoliteClient['get']>>;
  try {
    answer = await client.get(`${index}/pypi/${encodeURIComponent(name)}/json`);
    if (answer.status !== 200 && answer.status !== 404) throw new Error(`status ${answer.status}`);
  } catch (error) {
    signal?.throwIfAborted();
    return { item: skip(name, `PyPI does not give it (${(error as Error).message}).`), failed: error as Error };
  }
  if (answer.status === 404) return { item: skip(name, 'PyPI no longer has it.') };
  try {
    return { item: toItem(name, cleanJson(JSON.parse(answer.text), maxNesting).value) };
  } catch (error) {
    return { item: skip(name, `Its metadata cannot be read: ${(error as Error).message}`) };
  }
}

function toItem(name: string, document: Json): DiscoveryItem {
  const parsed = projectSchema.safeParse(document);
  if (!parsed.success || normal(parsed.data.info.name) !== normal(name))
    return skip(name, 'Its metadata is not that of a project.');
  const { info } = parsed.data;
  const urls = info.project_urls ?? {};
  const isMarked = mark.test(info.description ?? '');
  const evidence = pythonMcpEvidence({
    name,
    dependencies: (info.requires_dist ?? [])
      .filter((demand) => !/;.*\bextra\b/.test(demand))
      .flatMap((demand) => parsePypiSpec(demand.replace(/\s*[;(].*$/, ''))?.name.toLowerCase() ?? []),
    keywords: (info.keywords ?? '').split(/[,\s]+/),
    scripts: [],
    urls,
    private: false,
  });
  if (!isMarked && evidence === undefined) return skip(name, 'Nothing in its metadata says that it is an MCP server.');
  if (info.yanked) return skip(name, 'Its newest release was taken back.');
  const repository = Object.values(urls).flatMap((url) =>
    /^https?:\/\/(?:www\.)?(?:github|gitlab|bitbucket|codeberg)\./.test(url) ? (canonicalRepositoryUrl(url) ?? []) : [],
  )[0];
  return {
    kind: 'server',
    candidate: {
      source: 'pypi',
      location: normal(name),
      locationUrl: `https://pypi.org/project/${name}/`,
      name,
      ...(info.summary && { description: info.summary.slice(0, 1000) }),
      ...(repository !== undefined && { repository: { url: repository, path: '' }, repositoryIsClaimed: true }),
      package: { registry: 'pypi', name },
    },
  };
}

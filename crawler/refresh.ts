/** Servers that are known, listed again at once, whatever their schedule says. */
import PQueue from 'p-queue';
import type { VisitListener } from '#crawler/crawl.ts';
import { canonicalRemoteUrl, packageIdentity } from '#crawler/discover/identity.ts';
import { parseNpmSpec, parsePypiSpec } from '#crawler/discover/package-spec.ts';
import { StopRun } from '#crawler/errors.ts';
import { type VisitParts, visitServer } from '#crawler/visit.ts';
import type { Db } from '#db/client.ts';
import { finishRun, startRun } from '#db/queries/runs.ts';
import { getServerByIdentity, getServerBySlug, type Server } from '#db/queries/servers.ts';

/**
 * Finds servers by what people call them: the last part of their address on the site, a package, or an address.
 * @throws {StopRun} that names those that are not known
 */
export async function findServers(db: Db, names: readonly string[]): Promise<Server[]> {
  const found = new Map<number, Server>();
  const unknown: string[] = [];
  for (const name of names) {
    const server = (await getServerBySlug(db, name)) ?? (await getServerByIdentity(db, identitiesOfName(name)));
    if (server) found.set(server.id, server);
    else unknown.push(JSON.stringify(name));
  }
  if (unknown.length > 0) {
    throw new StopRun(
      `No server is known as ${unknown.join(', ')}. Give the last part of its address on the site, a package or a URL; toolrisk scan lists what is not stored.`,
    );
  }
  return [...found.values()];
}

/** The identities a name may mean. */
function identitiesOfName(name: string): string[] {
  const url = canonicalRemoteUrl(name);
  if (url !== undefined) return [`url:${url}`];
  const python = /^pypi:(.+)$/.exec(name)?.[1];
  if (python !== undefined) return [packageIdentity({ registry: 'pypi', name: parsePypiSpec(python)?.name ?? python })];
  const npm = parseNpmSpec(name.replace(/^npm:/, ''))?.name;
  return npm === undefined ? [] : [packageIdentity({ registry: 'npm', name: npm })];
}

/** How servers are listed again. */
export interface RefreshOptions extends VisitListener {
  /** Servers visited at once, 1... */
  concurrency: number;
  signal: AbortSignal;
}

/**
 * Lists servers again, started anew also where their packages have no new version.
 * @throws what the database throws
 */
export async function refreshServers(
  parts: VisitParts,
  servers: readonly Server[],
  { concurrency, signal, visiting, visited }: RefreshOptions,
): Promise<void> {
  const run = await startRun(parts.db, 'refresh', []);
  const pool = new PQueue({ concurrency });
  let attempted = 0;
  const counts = () => ({ found: servers.length, attempted });
  try {
    await pool.addAll(
      servers.map((server) => async () => {
        if (signal.aborted) return;
        visiting?.(server);
        const { attempt, judged, extracted } = await visitServer(parts, server, { runId: run.id, force: true, signal });
        if (!attempt || attempt.outcome === 'interrupted') return;
        attempted++;
        visited(server, attempt, judged, extracted);
      }),
    );
    await finishRun(parts.db, run.id, signal.aborted ? 'stopped' : 'finished', counts());
  } catch (error) {
    await finishRun(parts.db, run.id, 'failed', counts(), String(error)).catch(() => {});
    throw error;
  }
}

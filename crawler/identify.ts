/** Who is behind a server: what package and registry say is gathered at a visit, and judged with all that was said before. */
import { isDeepStrictEqual } from 'node:util';
import type { Connector } from '#crawler/connect/index.ts';
import type { IdentityFacts } from '#crawler/discover/identity-facts.ts';
import { starterList } from '#crawler/discover/starter-list.ts';
import { assessIdentity, repositoriesNamed } from '#crawler/identity/identity.ts';
import { createLookAlikeSearch } from '#crawler/identity/look-alike.ts';
import { ownerOfRepository } from '#crawler/identity/repository-url.ts';
import type { Db } from '#db/client.ts';
import {
  listIdentityFacts,
  listKnownPackages,
  listRepositoryFacts,
  pageServers,
  storeIdentities,
} from '#db/queries/identity.ts';
import type { Server } from '#db/queries/servers.ts';
import type { IdentityAssessment } from '#db/types.ts';

/** What a visit learned of a server's identity. */
export interface Identification {
  /** What was said this time, by source. */
  said: IdentityFacts;
  assessment: IdentityAssessment;
}

/** Asks package and registry who they are, and assesses it together with what other sources said. Never throws for their fault. */
export async function identifyServer(
  db: Db,
  connector: Pick<Connector, 'identityFacts'>,
  server: Server,
  signal: AbortSignal,
): Promise<Identification> {
  const { launch } = server;
  const said =
    launch === null || launch.kind === 'not-launchable'
      ? {}
      : ((await connector.identityFacts?.(launch, { signal })) ?? {});
  const assess = await createAssessor(db);
  const [assessment] = await assess([server], new Map([[server.id, said]]));
  return { said, assessment: assessment as IdentityAssessment };
}

type Assess = (servers: readonly Server[], fresh?: ReadonlyMap<number, IdentityFacts>) => Promise<IdentityAssessment[]>;

/** Assesses servers, in their order, by what is stored and what is `fresh`. The names to compare with are read once. */
async function createAssessor(db: Db): Promise<Assess> {
  const starred = await listKnownPackages(db);
  const lookAlike = createLookAlikeSearch([
    ...starterList.map((entry) => ({
      registry: 'npm' as const,
      name: entry.package,
      owner: entry.repository === undefined ? entry.vendor : ownerOfRepository(entry.repository),
    })),
    ...starred.map(({ repositoryUrl, ...known }) => ({
      ...known,
      ...(repositoryUrl !== null && { owner: ownerOfRepository(repositoryUrl) }),
    })),
  ]);
  return async (servers, fresh) => {
    const stored = await listIdentityFacts(
      db,
      servers.map(({ id }) => id),
    );
    const inputs = servers.map((server) => {
      const before = Object.fromEntries((stored.get(server.id) ?? []).map(({ source, facts }) => [source, facts]));
      const { launch } = server;
      const installs = launch?.kind === 'npm' || launch?.kind === 'pypi' ? launch : undefined;
      return {
        packageRegistry: server.packageRegistry ?? installs?.kind ?? null,
        packageName: server.packageName ?? installs?.package ?? null,
        repositoryUrl: server.repositoryUrl,
        remoteUrl: server.remoteUrl ?? (launch?.kind === 'remote' ? launch.url : null),
        facts: Object.values({ ...before, ...fresh?.get(server.id) }).flat(),
      };
    });
    const repositories = await listRepositoryFacts(
      db,
      inputs.flatMap(({ facts }) => repositoriesNamed(facts)),
    );
    return inputs.map((input) =>
      assessIdentity(input, {
        repositories: repositoriesNamed(input.facts).flatMap((url) => repositories.get(url.toLowerCase()) ?? []),
        lookAlike,
      }),
    );
  };
}

/** Servers assessed per round trip; bounds memory. */
const pageSize = 500;

/** Assesses every server again from what is stored and keeps what changed. @returns how many changed */
export async function reassessIdentities(db: Db, options: { signal?: AbortSignal } = {}): Promise<number> {
  const assess = await createAssessor(db);
  let changed = 0;
  for (let after = 0; !options.signal?.aborted; ) {
    const page = await pageServers(db, after, pageSize);
    const last = page.at(-1);
    if (!last) break;
    const assessments = await assess(page);
    const stale = page.flatMap(({ id, identity, lastOutcome }, at) => {
      const now = assessments[at] as IdentityAssessment;
      return lastOutcome === null || isDeepStrictEqual(identity, now) ? [] : [{ serverId: id, identity: now }];
    });
    await storeIdentities(db, stale);
    changed += stale.length;
    after = last.id;
  }
  return changed;
}

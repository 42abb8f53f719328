import { planLaunch } from '#crawler/connect/launch.ts';
import { identitiesOf, slugOf } from '#crawler/discover/identity.ts';
import { candidateFacts } from '#crawler/discover/index.ts';
import type { Db } from '#db/client.ts';
import { saveIdentityFacts } from '#db/queries/identity.ts';
import { type Server, upsertServer } from '#db/queries/servers.ts';
import type { ServerCandidate } from '#db/types.ts';

/** Stores a candidate as discovery does, and visits nothing. */
export async function saveFound(db: Db, candidate: ServerCandidate): Promise<Server> {
  const { server } = await upsertServer(db, {
    candidate,
    identities: identitiesOf(candidate),
    slug: slugOf(candidate),
    launch: planLaunch(candidate),
  });
  await saveIdentityFacts(db, server.id, candidateFacts(candidate));
  return server;
}

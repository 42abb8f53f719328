/** The tools that a public list says a server has, where neither the server nor its source told. */
import type { SourceReading } from '#crawler/read-source.ts';
import type { Db } from '#db/client.ts';
import { getDeclaration, type Server } from '#db/queries/servers.ts';
import type { Reading } from '#db/types.ts';

/**
 * What a list declares, as a reading of its own. Whatever the server's own source told, now or before, outweighs it.
 * @param source what came of reading the source this time
 */
export async function readDeclaration(
  db: Db,
  server: Pick<Server, 'id' | 'sourceRead' | 'toolCount'>,
  source: SourceReading | undefined,
): Promise<Reading | undefined> {
  const standing = source?.read ?? server.sourceRead;
  const isTold = standing !== null && standing !== undefined && standing.note === undefined && server.toolCount > 0;
  if (isTold) return undefined;
  const declared = await getDeclaration(db, server.id);
  if (!declared || declared.tools.length === 0) return undefined;
  const day = declared.lastSeenAt.toISOString().slice(0, 10);
  return {
    provenance: 'declared',
    tools: declared.tools,
    args: [],
    envNames: [],
    notes: [`Declared by ${declared.title} (${declared.location}), as seen on ${day}. The server was not asked.`],
    durationMs: 0,
  };
}

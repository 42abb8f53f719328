/** Two servers, or two readings of one, side by side. Pure but for `readSide`. */
import type { CapabilityId } from '#crawler/classify/decide/tables.ts';
import type { Recommendation } from '#crawler/policy/recommend.ts';
import type { Db } from '#db/client.ts';
import { search } from '#db/queries/search.ts';
import { getServer, getServerBySlug, type Server } from '#db/queries/servers.ts';
import { getSnapshot, listToolsOfSnapshot, type Snapshot } from '#db/queries/snapshots.ts';
import { listToolsOfServer } from '#db/queries/tools.ts';
import { type AssessedTool, assessServer, type ServerAssessment } from './assess-server.ts';
import { changedParts, type DefinitionPart } from './definition-parts.ts';
import { withQuery } from './paths.ts';
import { readSearch } from './search-query.ts';

/** One side of a comparison. */
export interface Side {
  server: Server;
  /** The reading that is compared; undefined where the server was never read. */
  snapshot: Snapshot | undefined;
  /** True for a reading that is not the current one. */
  earlier: boolean;
  tools: ReadonlyMap<string, AssessedTool>;
  assessment: ServerAssessment;
}

/** `slug`, or `slug@reading` for a reading other than the current one. */
export const sideKey = ({ server, snapshot, earlier }: Pick<Side, 'server' | 'snapshot' | 'earlier'>): string =>
  earlier && snapshot ? `${server.slug}@${snapshot.id}` : server.slug;

/** The address of a comparison; a side that is left out is asked for. */
export const comparePath = (a?: string, b?: string): string => withQuery('/compare', { a, b });

/**
 * Reads one side.
 * @param asked a slug, `slug@reading`, or whatever one would search a server by
 * @returns undefined where there is no such server or reading
 */
export async function readSide(db: Db, asked: string): Promise<Side | undefined> {
  const [, slug = asked, reading] = /^([a-z0-9-]{1,200})@(\d{1,15})$/.exec(asked) ?? [];
  const server = (await getServerBySlug(db, slug)) ?? (await findServer(db, asked));
  if (!server) return undefined;
  const wanted = reading === undefined ? server.currentSnapshotId : Number(reading);
  const snapshot = wanted === null ? undefined : await getSnapshot(db, wanted);
  if (reading !== undefined && snapshot?.serverId !== server.id) return undefined;
  const earlier = snapshot !== undefined && snapshot.id !== server.currentSnapshotId;
  const rows =
    snapshot && earlier
      ? await listToolsOfSnapshot(db, snapshot)
      : (await listToolsOfServer(db, server.id)).map(({ tool, ...rest }) => ({ ...rest, name: tool.name }));
  const tools = new Map(rows.map(({ name, ...tool }) => [name, { ...tool, definition: { ...tool.definition, name } }]));
  const assessment = assessServer(server, [...tools.values()], snapshot);
  return { server, snapshot, earlier, tools, assessment };
}

async function findServer(db: Db, asked: string): Promise<Server | undefined> {
  const { servers } = await search(db, readSearch(asked), { servers: 1, tools: 0 });
  return servers[0] && getServer(db, servers[0].server.id);
}

/** A tool on one side or both. */
export interface ComparedTool {
  name: string;
  a?: AssessedTool & { recommendation: Recommendation | undefined };
  b?: AssessedTool & { recommendation: Recommendation | undefined };
  /** What differs in the definition, where both have it. */
  parts: DefinitionPart[];
}

/** Tools by where they are, each group gravest first. */
export interface ComparedTools {
  onlyA: ComparedTool[];
  onlyB: ComparedTool[];
  /** On both, with another definition or verdict. */
  different: ComparedTool[];
  same: ComparedTool[];
}

const severity = ({ a, b }: ComparedTool) => {
  const order = ['low', 'medium', null, 'high', 'critical'];
  return Math.max(...[a, b].map((tool) => (tool ? order.indexOf(tool.verdict?.risk ?? null) : -1)));
};

/** The tools of two sides by name. */
export function compareTools(a: Side, b: Side): ComparedTools {
  const names = [...new Set([...a.tools.keys(), ...b.tools.keys()])];
  const of = (side: Side, name: string) => {
    const tool = side.tools.get(name);
    return tool && { ...tool, recommendation: side.assessment.recommended.recommendations.get(name) };
  };
  const rows = names
    .map((name): ComparedTool => {
      const [one, other] = [of(a, name), of(b, name)];
      return { name, a: one, b: other, parts: one && other ? changedParts(one.definition, other.definition) : [] };
    })
    .toSorted((x, y) => severity(y) - severity(x) || (x.name < y.name ? -1 : 1));
  const differs = ({ a: one, b: other, parts }: ComparedTool) =>
    parts.length > 0 ||
    one?.verdict?.risk !== other?.verdict?.risk ||
    one?.verdict?.category !== other?.verdict?.category;
  const both = rows.filter((row) => row.a && row.b);
  return {
    onlyA: rows.filter((row) => !row.b),
    onlyB: rows.filter((row) => !row.a),
    different: both.filter(differs),
    same: both.filter((row) => !differs(row)),
  };
}

/** How many tools of each side have each capability, gravest first as the sides have them. */
export function compareCapabilities(a: Side, b: Side): { id: CapabilityId; title: string; a: number; b: number }[] {
  const [inA, inB] = [a, b].map(({ assessment }) => assessment.exposure.capabilities) as [
    Side['assessment']['exposure']['capabilities'],
    Side['assessment']['exposure']['capabilities'],
  ];
  const ids = [...new Map([...inA, ...inB].map(({ capability, title }) => [capability, title]))];
  const tools = (list: typeof inA, id: string) => list.find(({ capability }) => capability === id)?.tools ?? 0;
  return ids.map(([id, title]) => ({ id, title, a: tools(inA, id), b: tools(inB, id) }));
}

/** The judging half over everything stored, without a network: what do today's rules say of what was read before? */
import { isDeepStrictEqual } from 'node:util';
import { createClassifier, ruleset } from '#crawler/classify/index.ts';
import { reassessIdentities } from '#crawler/identify.ts';
import { isOtherMethod } from '#crawler/identity/trust.ts';
import { createTurns, isJudged, judgeServer, tooLarge } from '#crawler/judge.ts';
import { proveRule } from '#crawler/policy/prove.ts';
import { recommend } from '#crawler/policy/recommend.ts';
import type { Db } from '#db/client.ts';
import { countChangedTools, recordChanges } from '#db/queries/changes.ts';
import {
  confirmVerdicts,
  type GradeToStore,
  storeGrades,
  storeNewVerdicts,
  type ToolVerdict,
} from '#db/queries/readings.ts';
import { getServers } from '#db/queries/servers.ts';
import { getServerWords } from '#db/queries/snapshots.ts';
import { getServerContexts, pageToolsToJudge, type ToolToJudge } from '#db/queries/tools.ts';
import type { Classification, Grade } from '#db/types.ts';

/** One verdict that is another now: the tool with what stood before, and what stands now. */
export interface VerdictMove {
  tool: ToolToJudge;
  now: Classification;
}

/** What came of judging everything again. */
export interface ReclassifySummary {
  tools: number;
  /** Verdicts whose category or risk changed. */
  moved: number;
  /** Verdicts that changed in another part: evidence, confidence, signals. */
  refined: number;
  /** Servers of whose identity something else is said. */
  reassessed: number;
  /** Servers whose grade changed. */
  regraded: number;
  /** Tools whose recommended rule was tried out and does not do what it is for: a mistake of the table of rules. */
  unproved: number;
}

/** Tools read and written per round trip; bounds memory. */
const pageSize = 2_000;

/**
 * Judges every current tool again and stores what changed; an unchanged verdict is only marked as confirmed.
 * Can be stopped at any time and run again: what was not stored yet is judged anew, and it converges.
 * @param options.onMove told of every changed category or risk
 * @param options.onProgress told how many tools have been judged, after each page
 */
export async function reclassify(
  db: Db,
  options: { onMove?(move: VerdictMove): void; onProgress?(tools: number): void; signal?: AbortSignal } = {},
): Promise<ReclassifySummary> {
  const summary: ReclassifySummary = { tools: 0, moved: 0, refined: 0, reassessed: 0, regraded: 0, unproved: 0 };
  // First, because grades rest on it.
  summary.reassessed = await reassessIdentities(db, options);
  let after = { serverId: 0, id: 0 };
  /** Verdicts on the servers whose tools have not all been seen; pages go by server, so after a page it is one. */
  let verdicts = new Map<number, Classification[]>();
  while (!options.signal?.aborted) {
    const page = await pageToolsToJudge(db, after, pageSize);
    const last = page.at(-1);
    if (!last) {
      // The last page was full, so the last server was held back for a page that has nothing.
      const grades = await gradeServers(db, verdicts);
      await storeGrades(db, grades.stale);
      await recordChanges(db, grades.changes);
      summary.regraded += grades.moved;
      break;
    }
    const judged = await judgePage(db, page, verdicts, options.signal);
    if (!judged) break;
    const { changed, confirmed, moves, unproved } = judged;
    const unfinished = page.length < pageSize ? undefined : verdicts.get(last.serverId);
    if (unfinished) verdicts.delete(last.serverId);
    const grades = await gradeServers(db, verdicts);
    verdicts = new Map(unfinished && [[last.serverId, unfinished]]);
    await db.transaction(async (tx) => {
      await storeGrades(tx, grades.stale);
      await storeNewVerdicts(tx, changed);
      await confirmVerdicts(tx, confirmed, ruleset);
      await recordChanges(tx, [...moves.map(toChange), ...grades.changes]);
    });
    for (const move of moves) options.onMove?.(move);
    summary.tools += page.length;
    summary.moved += moves.length;
    summary.unproved += unproved;
    summary.refined += changed.length - moves.length;
    summary.regraded += grades.moved;
    options.onProgress?.(summary.tools);
    after = { serverId: last.serverId, id: last.id };
  }
  return summary;
}

/**
 * Grades by those verdicts that are not what is stored, how many of them are another letter, and the letters that are
 * another only because the formula is.
 */
async function gradeServers(db: Db, verdicts: ReadonlyMap<number, readonly Classification[]>) {
  const stale: GradeToStore[] = [];
  const changes: ReturnType<typeof toTrustChange>[] = [];
  let moved = 0;
  const ids = [...verdicts.keys()];
  const changed = await countChangedTools(db, ids);
  const words = await getServerWords(db, ids);
  for (const server of await getServers(db, ids)) {
    const grade = judgeServer(server, verdicts.get(server.id) ?? [], changed.get(server.id) ?? 0, words.get(server.id));
    const known = { factors: server.gradeFactors, ruleset: server.gradeRuleset };
    if (server.currentSnapshotId === null) continue;
    if (isDeepStrictEqual(known, { factors: grade.factors, ruleset }) && server.grade === grade.grade) continue;
    stale.push({ serverId: server.id, snapshotId: server.currentSnapshotId, grade });
    if (server.grade === grade.grade) continue;
    moved++;
    if (isOtherMethod(server.gradeFactors)) changes.push(toTrustChange(server.id, server.grade, grade.grade));
  }
  return { stale, moved, changes };
}

const toTrustChange = (serverId: number, from: Grade | null, to: Grade | null) => ({
  kind: 'trust-changed' as const,
  serverId,
  detail: { from, to, because: 'method' },
});

/** With breaks, so that neither a site nor a signal waits for a whole page; undefined where the signal came. */
async function judgePage(
  db: Db,
  page: readonly ToolToJudge[],
  verdicts: Map<number, Classification[]>,
  signal: AbortSignal | undefined,
) {
  const contexts = await getServerContexts(db, [...new Set(page.map((tool) => tool.serverId))]);
  const changed: ToolVerdict[] = [];
  const confirmed: number[] = [];
  const moves: VerdictMove[] = [];
  let unproved = 0;
  const takeTurn = createTurns();
  /** Of the server the page is at; pages go by server. */
  let current: { serverId: number; classify: ReturnType<typeof createClassifier> } | undefined;
  for (const tool of page) {
    if ((await takeTurn()) && signal?.aborted) return undefined;
    if (current?.serverId !== tool.serverId) {
      current = { serverId: tool.serverId, classify: createClassifier(contexts.get(tool.serverId)!) };
    }
    const now = isJudged(tool.definition, tool.verdict) ? current.classify(tool.definition) : tooLarge();
    const ofServer = verdicts.get(tool.serverId);
    if (ofServer) ofServer.push(now);
    else verdicts.set(tool.serverId, [now]);
    if (proveRule(tool.definition, recommend(tool.definition, now).rule).length > 0) unproved++;
    if (isSameVerdict(tool.verdict, now)) {
      if (tool.ruleset !== ruleset) confirmed.push(tool.id);
      continue;
    }
    changed.push({ toolId: tool.id, definitionHash: tool.definitionHash, classification: now });
    if (tool.category !== now.category || tool.risk !== now.risk) moves.push({ tool, now });
  }
  return { changed, confirmed, moves, unproved };
}

/** Equal in everything but the version of the rules that said it. Both went through JSON or could. */
function isSameVerdict(before: Classification | null, now: Classification): boolean {
  return before !== null && isDeepStrictEqual({ ...before, ruleset }, JSON.parse(JSON.stringify(now)));
}

function toChange({ tool, now }: VerdictMove) {
  return {
    kind: 'verdict-changed' as const,
    serverId: tool.serverId,
    toolId: tool.id,
    detail: {
      name: tool.name,
      from: tool.category,
      fromRisk: tool.risk,
      to: now.category,
      toRisk: now.risk,
      because: 'ruleset',
    },
  };
}

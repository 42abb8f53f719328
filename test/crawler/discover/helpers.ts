import type { CursorStore } from '#crawler/discover/index.ts';
import type { DiscoveryItem, Json, ServerCandidate } from '#db/types.ts';

/** Cursors kept in memory. */
export function memoryCursors(): CursorStore & { map: Map<string, Json> } {
  const map = new Map<string, Json>();
  return {
    map,
    get: async (key) => structuredClone(map.get(key)),
    set: async (key, value) => void map.set(key, structuredClone(value)),
  };
}

/** All that is yielded, sorted by kind. */
export async function collect(items: AsyncIterable<DiscoveryItem>): Promise<{
  servers: ServerCandidate[];
  skipped: Record<string, string>;
  notices: string[];
}> {
  const servers: ServerCandidate[] = [];
  const skipped: Record<string, string> = {};
  const notices: string[] = [];
  for await (const item of items) {
    if (item.kind === 'server') servers.push(item.candidate);
    else if (item.kind === 'skipped') skipped[item.location] = item.reason;
    else notices.push(item.message);
  }
  return { servers, skipped, notices };
}

/** Takes away the two seconds that octokit leaves between searches; everything else of its pacing stays. */
export const unpaced = {
  search: { key: () => ({ schedule: (_options: unknown, run: () => unknown) => run() }) },
};

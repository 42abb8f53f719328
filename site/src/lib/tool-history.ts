/** The history of a tool, as its page is read, in the form of every list of changes. Pure. */
import type { ChangeEntry } from '#db/queries/changes.ts';
import type { ToolPage } from '#db/queries/tools.ts';

/** What happened to the tool, newest first. */
export const toolHistory = ({ server, tool, history }: Pick<ToolPage, 'server' | 'tool' | 'history'>): ChangeEntry[] =>
  (history ?? []).map(({ id, at, kind, detail, was, now }) => ({
    change: { id, at: new Date(at), kind, detail, serverId: server.id, toolId: tool.id, runId: null },
    server: { slug: server.slug, name: server.name },
    ...(was && now && { definitions: { from: was, to: now } }),
  }));

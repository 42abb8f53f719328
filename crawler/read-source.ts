/** The tools of a server that could not be listed, read from its package's or repository's source. Nothing of it is run. */

import { sourceInstead } from '#crawler/connect/attempt-failure.ts';
import { collectTools } from '#crawler/connect/clean-tools.ts';
import { type Connector, defaultLimits } from '#crawler/connect/index.ts';
import { extractApart } from '#crawler/extract/apart.ts';
import { extractRevision } from '#crawler/extract/index.ts';
import { cleanLine, cutText } from '#crawler/text/clean.ts';
import type { Server } from '#db/queries/servers.ts';
import type { AttemptResult, Reading, SourceRead, SourceVersion } from '#db/types.ts';

/** Sentences kept on what was left out. */
const maxNotes = 20;
/** Length at which the one that is shown with an attempt is cut. */
const maxNoteChars = 200;
/** How much of a commit's hash people read. */
const shortHash = 10;

/** What came of reading a server's source. */
export interface SourceReading {
  /** The tools, where any is certain. Absent also where the same source was read before. */
  reading?: Reading;
  /** What need not be read again. Absent where nothing was read, or not to its end. */
  read?: SourceRead;
  /** Why there are no tools, one sentence. */
  note?: string;
}

/**
 * The tools a server's source or manifest defines. The source that was read last is not read again: it says the same, and
 * a second reading that is cut short by a busy machine must not take tools away. For the same reason a reading of another
 * version that ran out of time does not replace an earlier one.
 */
export async function readSource(
  connector: Connector,
  server: Pick<Server, 'launch' | 'repositoryUrl' | 'repositoryPath' | 'sourceRead' | 'toolCount'>,
  signal: AbortSignal,
  extract: typeof extractApart = extractApart,
): Promise<SourceReading> {
  const begunAt = performance.now();
  const before = server.sourceRead?.revision === extractRevision ? server.sourceRead : undefined;
  const repository = server.repositoryUrl === null ? {} : { repository: repositoryOf(server.repositoryUrl, server) };
  const source = await connector.source({ launch: server.launch, ...repository }, { signal, known: before });
  if (signal.aborted) return {};
  if (source.kind === 'unchanged') return before?.note === undefined ? {} : { note: before.note };
  if (source.kind === 'none') return source.notes.length === 0 ? {} : { note: source.notes.join(' ') };

  const { version, files, folder } = source;
  const extracted = await extract(files, {
    limits: { maxTools: defaultLimits.maxTools, maxNotes },
    ...(folder !== undefined && { folder }),
    signal,
  });
  if (signal.aborted) return {};
  const collected = collectTools(defaultLimits);
  for (const tool of extracted.tools) {
    if (collected.size().bytes > defaultLimits.maxListBytes) break;
    collected.add(tool);
  }
  const tools = collected.tools();
  const notes = [...source.notes, ...extracted.notes, ...collected.notes()];
  if (!extracted.complete && server.toolCount > 0)
    return { note: 'Its source has changed, and could not be read to its end this time.' };
  const done = { ...version, revision: extractRevision };
  if (tools.length === 0) {
    const note = nothingFound(version, notes);
    return extracted.complete ? { read: { ...done, note }, note } : { note };
  }
  return {
    read: done,
    reading: {
      provenance: extracted.provenance,
      tools,
      ...(version.from !== 'repository' && { packageVersion: version.version }),
      args: [],
      envNames: [],
      notes: [`Read from ${nameOf(version)}.`, ...notes].slice(0, maxNotes),
      durationMs: performance.now() - begunAt,
    },
  };
}

/**
 * An attempt that gave no list, with what came of reading its source instead: advice that the source will tell is taken
 * back where it told nothing.
 * @param reading what there is instead of a list; default what the source told
 */
export function withSource(
  attempt: AttemptResult,
  source: SourceReading | undefined,
  reading = source?.reading,
): AttemptResult {
  const todo = reading ? attempt.todo : attempt.todo.replace(sourceInstead, '').trim();
  const reason = source?.note === undefined ? attempt.reason : `${attempt.reason} ${source.note}`;
  return { ...attempt, reason, todo: todo === '' ? 'Start it by hand to see what it needs.' : todo };
}

const repositoryOf = (url: string, { repositoryPath }: { repositoryPath: string | null }) => ({
  url,
  path: repositoryPath ?? '',
});

function nameOf({ from, version }: SourceVersion): string {
  return from === 'repository'
    ? `the repository at commit ${version.slice(0, shortHash)}`
    : `the package, version ${version}`;
}

function nothingFound(version: SourceVersion, notes: readonly string[]): string {
  const [first, ...rest] = notes;
  const why =
    first === undefined
      ? ''
      : ` (${cutText(cleanLine(first), maxNoteChars).replace(/\.$/, '')}${rest.length > 0 ? `; ${rest.length} more` : ''})`;
  return `Its source was read, ${nameOf(version)}, and no tool in it is certain${why}.`;
}

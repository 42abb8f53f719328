/** The tools of a server that could not be listed, read from its installed source. Nothing of it is run. */
import { collectTools } from '#crawler/connect/clean-tools.ts';
import { type Connector, defaultLimits } from '#crawler/connect/index.ts';
import { extractApart } from '#crawler/extract/apart.ts';
import type { LaunchPlan, Reading } from '#db/types.ts';

/** Sentences kept on what was left out. */
const maxNotes = 20;

/**
 * The tools a server's source or manifest defines.
 * @returns nothing where no source is at hand, or no tool in it is certain
 */
export async function readSource(
  connector: Connector,
  plan: LaunchPlan | null,
  signal: AbortSignal,
): Promise<Reading | undefined> {
  if (plan === null || plan.kind === 'not-launchable') return undefined;
  const begunAt = performance.now();
  const source = await connector.sourceFiles(plan);
  if (source === undefined || signal.aborted) return undefined;
  const extracted = await extractApart(source.files, {
    limits: { maxTools: defaultLimits.maxTools, maxNotes },
    signal,
  });
  const collected = collectTools(defaultLimits);
  for (const tool of extracted.tools) {
    if (collected.size().bytes > defaultLimits.maxListBytes) break;
    collected.add(tool);
  }
  const tools = collected.tools();
  if (tools.length === 0) return undefined;
  return {
    provenance: extracted.provenance,
    tools,
    packageVersion: source.version,
    args: [],
    envNames: [],
    notes: [...extracted.notes, ...collected.notes()].slice(0, maxNotes),
    durationMs: performance.now() - begunAt,
  };
}

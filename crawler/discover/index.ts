/** Every source of servers, and discovery through any of them. */
import { StopRun } from '#crawler/errors.ts';
import type { DiscoveryItem, ServerCandidate, SourceId } from '#db/types.ts';
import { cleanItem } from './clean-item.ts';
import type { IdentityFacts } from './identity-facts.ts';
import type { Discovery, Source } from './source.ts';
import { aiCatalog } from './sources/ai-catalog.ts';
import { catalogue } from './sources/catalogue.ts';
import { file } from './sources/file.ts';
import { github } from './sources/github.ts';
import { npm } from './sources/npm.ts';
import { pypi } from './sources/pypi.ts';
import { registry } from './sources/registry.ts';
import { starter } from './sources/starter.ts';

export { canonicalRepositoryUrl, identitiesOf, isSameServer, slugOf } from './identity.ts';
export type { CursorStore, Discovery, DiscoveryContext, Source, SourceOption, SourceSettings } from './source.ts';

/** Every source, in the order in which menus list them. A new one is a file in `sources/` and a line here. */
export const sources: readonly Source[] = [starter, github, registry, npm, pypi, aiCatalog, catalogue, file];

/** The sources with these ids. @throws {StopRun} where one is not known */
export function sourcesById(ids: readonly SourceId[], known: readonly Source[] = sources): Source[] {
  return ids.map((id) => {
    const found = known.find((source) => source.id === id);
    if (!found) {
      const names = known.map((source) => source.id).join(', ');
      throw new StopRun(`No source is called ${JSON.stringify(id)}. Sources are: ${names}.`);
    }
    return found;
  });
}

/** What the source of a candidate says of who it is; nothing where this version has no such source. */
export function candidateFacts(candidate: ServerCandidate, known: readonly Source[] = sources): IdentityFacts {
  return known.find(({ id }) => id === candidate.source)?.facts?.(candidate) ?? {};
}

/**
 * Runs sources side by side and yields what they find as it comes, cleaned.
 * A source that fails becomes one notice and does not disturb the others.
 * Asking for the next item is what lets a source move on, so a slow reader slows the sources and not the memory.
 * @param known what the ids are of
 * @throws {StopRun} when a source says that the person must mend something first (an unreadable file)
 */
export async function* discover(
  ids: readonly SourceId[],
  { settings, ...context }: Discovery,
  known: readonly Source[] = sources,
): AsyncGenerator<DiscoveryItem> {
  type Step = { id: SourceId; result?: IteratorResult<DiscoveryItem>; error?: unknown };
  const chosen = sourcesById(ids, known);
  for (const { id, options } of chosen) {
    const missing = options?.find(
      ({ needed, setting }) =>
        needed && (settings?.[id] as Record<string, unknown> | undefined)?.[setting] === undefined,
    );
    if (missing)
      yield { kind: 'notice', source: id, message: `The source \`${id}\` needs ${missing.flags}.`, failed: true };
  }
  const iterators = new Map(
    chosen.map((source) => [
      source.id,
      source.discover({ ...context, settings: settings?.[source.id] ?? {} })[Symbol.asyncIterator](),
    ]),
  );
  const step = (id: SourceId): Promise<Step> =>
    (iterators.get(id) as AsyncIterator<DiscoveryItem>).next().then(
      (result) => ({ id, result }),
      (error) => ({ id, error }),
    );
  const pending = new Map([...iterators.keys()].map((id) => [id, step(id)]));
  try {
    while (pending.size > 0) {
      const { id, result, error } = await Promise.race(pending.values());
      pending.delete(id);
      if (result && !result.done) {
        yield cleanItem(result.value);
        pending.set(id, step(id));
      } else if (error instanceof StopRun) {
        throw error;
      } else if (error !== undefined && !context.signal?.aborted) {
        yield cleanItem({ kind: 'notice', source: id, message: messageOf(error) });
      }
    }
  } finally {
    // Not awaited: a source that waits for a rate limit ends when its signal does.
    for (const iterator of iterators.values()) void iterator.return?.()?.then(undefined, () => {});
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { StopRun } from '#crawler/errors.ts';
import type { DiscoveryItem, SourceId } from '#db/types.ts';
import type { DiscoveryContext, Source } from './source.ts';
import { file } from './sources/file.ts';
import { github } from './sources/github.ts';
import { registry } from './sources/registry.ts';
import { starter } from './sources/starter.ts';

export { canonicalRepositoryUrl, identitiesOf, isSameServer, slugOf } from './identity.ts';
export type {
  CursorStore,
  DiscoveryContext,
  FileOptions,
  GitHubOptions,
  RegistryOptions,
  Source,
} from './source.ts';

/** Every source, in the order in which menus list them. A new one is a file in `sources/` and a line here. */
export const sources: readonly Source[] = [starter, github, registry, file];

/** The source with this id. */
export function sourceById(id: SourceId): Source {
  const found = sources.find((source) => source.id === id);
  if (!found) throw new Error(`No source is called ${JSON.stringify(id)}.`);
  return found;
}

/**
 * Runs sources side by side and yields what they find as it comes.
 * A source that fails becomes one notice and does not disturb the others.
 * @throws {StopRun} when a source says that the person must mend something first (an unreadable file)
 * Asking for the next item is what lets a source move on, so a slow reader slows the sources and not the memory.
 */
export async function* discover(ids: readonly SourceId[], context: DiscoveryContext): AsyncGenerator<DiscoveryItem> {
  type Step = { id: SourceId; result?: IteratorResult<DiscoveryItem>; error?: unknown };
  const iterators = new Map(ids.map((id) => [id, sourceById(id).discover(context)[Symbol.asyncIterator]()]));
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
        yield result.value;
        pending.set(id, step(id));
      } else if (error instanceof StopRun) {
        throw error;
      } else if (error !== undefined && !context.signal?.aborted) {
        yield { kind: 'notice', source: id, message: messageOf(error) };
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

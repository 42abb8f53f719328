/**
 * The open benchmark: labels that are kept in the repository, over definitions that are not. Whoever wants to measure
 * lists the pinned packages with toolrisk itself; a label counts where the definition is the one that was labelled.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Connector } from '#crawler/connect/index.ts';
import { hashDefinition } from '#crawler/snapshot.ts';
import { type Category, type Risk, risks, type ToolDefinition, verdictCategories } from '#db/types.ts';
import type { Labelled } from './score.ts';

/** Where the labels lie in the repository. */
export const labelsFile = resolve(import.meta.dirname, '../../../bench/accuracy/labels.jsonl');

const reading = z.strictObject({ category: z.enum(verdictCategories), risk: z.enum(risks).optional() });
const label = z.strictObject({
  /** The npm package; for a server that is none, its repository or name. */
  server: z.string().min(1),
  /** Exact version of the package; absent where the server is none. */
  version: z.string().min(1).optional(),
  /** Arguments without which the server does not start; placeholders, never anybody's. */
  args: z.array(z.string()).optional(),
  tool: z.string().min(1),
  /** `hashForLabel` of the definition that was labelled; absent where the package could not be listed then either. */
  definition: z.string().length(16).optional(),
  category: z.enum(verdictCategories),
  accept: z.array(z.enum(verdictCategories)).optional(),
  risk: z.enum(risks),
  acceptRisk: z.array(z.enum(risks)).optional(),
  reason: z.string().min(1),
  /** What each reader said without knowing what the others said: two, or one where nobody has read it again yet. */
  readings: z.array(reading).min(1).max(2),
});

/** A label of one tool of one version of one server. */
export type BenchmarkLabel = z.infer<typeof label>;

/** What tells labels apart. */
export const labelKey = ({ server, tool }: Pick<BenchmarkLabel, 'server' | 'tool'>): string => `${server} ${tool}`;

/** First 16 hexadecimal digits of the SHA-256 of what a verdict can rest on: all of a definition but `_meta`. */
export const hashForLabel = ({ _meta, ...tool }: ToolDefinition): string => hashDefinition(tool).slice(0, 16);

/**
 * The labels, checked.
 * @throws with the number of the line that is no label
 */
export const readLabels = (file = labelsFile): BenchmarkLabel[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      const parsed = label.safeParse(JSON.parse(line));
      if (!parsed.success) throw new Error(`${file}, line ${index + 1}: ${z.prettifyError(parsed.error)}`);
      return [parsed.data];
    });

/** What one version of one package listed, as kept in the cache. */
interface Listing {
  server?: string;
  /** Absent where it could not be listed. */
  tools?: ToolDefinition[];
  /** Why it could not be. */
  reason?: string;
}

/** A package of the benchmark, pinned. */
export interface PinnedPackage {
  server: string;
  version: string;
  args: readonly string[];
}

/** The packages that labels are pinned to, each once, in order of name. */
export const pinnedPackages = (labels: readonly BenchmarkLabel[]): PinnedPackage[] =>
  [
    ...new Map(
      labels.flatMap(({ server, version, definition, args = [] }) =>
        version && definition ? [[server, { server, version, args }]] : [],
      ),
    ).values(),
  ].sort((a, b) => (a.server < b.server ? -1 : 1));

const cacheFile = (folder: string, { server, version }: PinnedPackage): string =>
  join(folder, `${server.replaceAll('/', '+')}@${version}.json`);

const readListing = (folder: string, pinned: PinnedPackage): Listing | undefined => {
  const file = cacheFile(folder, pinned);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Listing) : undefined;
};

/** Why a label is left out whose package nobody has tried to list. */
export const notFetched = 'not fetched yet';

/** The labelled tools whose definitions are at hand, and how many are not, by reason. */
export interface Benchmark {
  tools: Labelled[];
  /** Reason, then how many labels it leaves out. */
  skipped: Map<string, number>;
}

/**
 * Joins labels with the definitions in the cache.
 * @param folder the cache, `.toolrisk/benchmark`
 */
export const readBenchmark = (folder: string, labels: readonly BenchmarkLabel[]): Benchmark => {
  const skipped = new Map<string, number>();
  const skip = (reason: string) => void skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  const listings = new Map(pinnedPackages(labels).map((pinned) => [pinned.server, readListing(folder, pinned)]));
  const tools = labels.flatMap((label): Labelled[] => {
    if (label.version === undefined) return skip('of no npm package') ?? [];
    if (label.definition === undefined)
      return skip('of a package that asks for real credentials or does not install') ?? [];
    const listing = listings.get(label.server);
    if (listing === undefined) return skip(notFetched) ?? [];
    if (listing.tools === undefined) return skip('of a package that could not be listed') ?? [];
    const tool = listing.tools.find(({ name }) => name === label.tool);
    if (tool === undefined) return skip('no longer among the tools') ?? [];
    if (hashForLabel(tool) !== label.definition) return skip('with another definition than the labelled one') ?? [];
    return [
      {
        id: labelKey(label),
        server: { name: listing.server, package: label.server, tools: listing.tools.map(({ name }) => name) },
        tool,
        category: label.category as Category,
        accept: label.accept ?? [],
        risk: label.risk as Risk,
        acceptRisk: label.acceptRisk,
      },
    ];
  });
  return { tools, skipped };
};

/** How a fetch goes on. */
export interface FetchOptions {
  /** Packages listed at the same time. */
  concurrency: number;
  signal: AbortSignal;
  /** Told of each package when it is done. */
  say: (line: string) => void;
}

/**
 * Lists every pinned package that the cache does not hold yet, in the sandbox, and keeps what it says. What could not be
 * listed is tried again at the next fetch.
 */
export const fetchBenchmark = async (
  connector: Pick<Connector, 'list'>,
  folder: string,
  labels: readonly BenchmarkLabel[],
  { concurrency, signal, say }: FetchOptions,
): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const pinned = pinnedPackages(labels);
  const queue = pinned.filter((one) => readListing(folder, one)?.tools === undefined);
  let done = pinned.length - queue.length;
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      const { server, version, args } = next;
      const { reading, reason } = await connector.list(
        { kind: 'npm', package: server, version, args: [...args], env: [] },
        { signal },
      );
      if (signal.aborted) return;
      const listing: Listing = reading ? { server: reading.serverInfo?.name, tools: reading.tools } : { reason };
      writeFileSync(cacheFile(folder, next), JSON.stringify(listing));
      done++;
      say(`${done}/${pinned.length} ${server}@${version}: ${reading ? `${reading.tools.length} tools` : reason}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
};

/** What one installation is made of, each thing once: documents about packages, and the packages themselves. */
import PQueue from 'p-queue';
import semver from 'semver';
import { AttemptFailure, formatBytes } from '#crawler/connect/attempt-failure.ts';
import { refuseScope } from '#crawler/connect/npm.ts';
import type { ContentStore, StoredPackage } from './content-store.ts';
import type { InstallLimits } from './limits.ts';
import type { Dist } from './packument.ts';
import type { KeptPackument, PackumentAnswer, PackumentStore } from './packument-store.ts';
import { suits } from './tree-plan.ts';

/** What gathering works with. */
export interface GatherParts {
  packuments: PackumentStore;
  store: ContentStore;
  limits: InstallLimits;
  /** The largest tree, bytes. */
  maxTreeBytes: number;
  /** Scopes whose packages are from a registry of their own. */
  scopes?: string[] | undefined;
}

/** One installation's documents and packages. */
export interface Gathering {
  document(name: string): Promise<PackumentAnswer>;
  /** A document that was asked for and has come. */
  known(name: string): KeptPackument | undefined;
  /** @throws Error where the registry names no such version; what the store throws */
  fetch(name: string, version: string): Promise<StoredPackage>;
  /** Lets packages be fetched again, where what was fetched has been removed since. */
  forget(): void;
  /** Begins to gather what the package will probably need, while an installer is still starting. Never throws. */
  begin(wanted: string): void;
}

/** Archives fetched at once, and documents: one may be as large as its bound. */
const downloadsAtOnce = 16;
const documentsAtOnce = 12;

/**
 * Gathers for one package.
 * @param name the package; its document is asked for anew, those of others may be an hour old
 */
export function gatherFor(
  { packuments, store, limits, maxTreeBytes, scopes }: GatherParts,
  name: string,
  signal: AbortSignal,
): Gathering {
  const documents = new Map<string, Promise<PackumentAnswer>>();
  const come = new Map<string, KeptPackument>();
  const packages = new Map<string, Promise<StoredPackage>>();
  const pool = new PQueue({ concurrency: downloadsAtOnce });
  const asking = new PQueue({ concurrency: documentsAtOnce });
  let read = 0;
  const spendDocument = (bytes: number) => {
    read += bytes;
    if (read > limits.maxDocumentBytes)
      throw tooLarge(
        `needs more than ${formatBytes(limits.maxDocumentBytes)} of documents about packages`,
        'It is not installed; report this to the author.',
      );
  };
  let packed = 0;
  let unpacked = 0;
  const spend = (bytes: { packed?: number; unpacked?: number }) => {
    packed += bytes.packed ?? 0;
    unpacked += bytes.unpacked ?? 0;
    if (packed > limits.maxDownloadBytes) throw tooLarge(`downloads more than ${formatBytes(limits.maxDownloadBytes)}`);
    if (unpacked > maxTreeBytes)
      throw tooLarge(`takes more than ${formatBytes(maxTreeBytes)}, which is all that the package cache may hold`);
  };
  const tooLarge = (what: string, todo = 'Raise the size of the package cache.') =>
    new AttemptFailure('too-large', `${name} ${what}.`, todo);

  const gathering: Gathering = {
    document(asked) {
      const known = documents.get(asked);
      if (known) return known;
      const options = { fresh: asked === name, signal, limits, spend: spendDocument };
      const reading = asking.add(async () => {
        signal.throwIfAborted();
        const refused = refuseScope(asked, { ...(scopes && { scopes }) });
        if (refused !== undefined) throw new Error(refused);
        const answer = await packuments.read(asked, options);
        if (answer.status === 'found') come.set(asked, answer.packument);
        return answer;
      });
      reading.catch(() => {});
      documents.set(asked, reading);
      return reading;
    },
    known: (asked) => come.get(asked),
    fetch(asked, version) {
      const id = `${asked}@${version}`;
      const known = packages.get(id);
      if (known) return known;
      const fetching = pool.add(() => {
        signal.throwIfAborted();
        const dist = come.get(asked)?.dist(version);
        if (dist === undefined) throw new Error(`the installer chose ${id}, which the registry does not name`);
        return store.fetch(asked, version, dist, { signal, limits, spend });
      });
      fetching.catch(() => {});
      packages.set(id, fetching);
      return fetching;
    },
    forget: () => packages.clear(),
    begin(wanted) {
      const seen = new Set<string>();
      const visit = async (asked: string, wish: string): Promise<void> => {
        const id = `${asked}@${wish}`;
        if (seen.has(id) || seen.size >= limits.maxPackages || signal.aborted) return;
        seen.add(id);
        const answer = await gathering.document(asked);
        if (answer.status !== 'found') return;
        const version = pickVersion(answer.packument, wish);
        const dist = version === undefined ? undefined : answer.packument.dist(version);
        if (version === undefined || dist === undefined || !isForHere(dist)) return;
        // What is wrong with it is told by whoever needs it for certain.
        gathering.fetch(asked, version).catch(() => {});
        await Promise.all((dist.needs ?? []).map(([needed, range]) => visit(needed, range)));
      };
      visit(name, wanted).catch(() => {});
    },
  };
  return gathering;
}

/** Whether a version is for this machine. */
export function isForHere({ os, cpu, libc }: Dist): boolean {
  return suits(os, process.platform) && suits(cpu, process.arch) && suits(libc, ownLibc());
}

/** The version an installer probably takes: the tag's, else what the tag `latest` names if that fits, else the highest that fits. */
function pickVersion(packument: KeptPackument, wanted: string): string | undefined {
  const { tags } = packument;
  if (Object.hasOwn(tags, wanted)) return tags[wanted];
  if (semver.valid(wanted)) return wanted;
  if (tags.latest !== undefined && semver.satisfies(tags.latest, wanted)) return tags.latest;
  return semver.maxSatisfying(packument.versions(), wanted) ?? undefined;
}

let libc: string | undefined;

/** The C library of this Node.js, as npm writes it; undefined where there is but one. */
function ownLibc(): string | undefined {
  if (process.platform !== 'linux' || libc !== undefined) return libc;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  libc = header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
  return libc;
}

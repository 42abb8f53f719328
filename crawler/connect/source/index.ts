/**
 * The source of a server that cannot be run, best first: the package as it is installed here, the package as its registry
 * serves it, its repository. Nothing is run and nothing written; what was read before is not fetched again.
 */
import { join } from 'node:path';
import { findInstalled } from '#crawler/connect/install.ts';
import { npmNames } from '#crawler/connect/npm-packages.ts';
import type { PackageCache } from '#crawler/connect/package-cache.ts';
import { newest } from '#crawler/connect/package-manager.ts';
import { readDistribution } from '#crawler/connect/python/distribution.ts';
import { pypiNames } from '#crawler/connect/python/packages.ts';
import type { GitHubOptions } from '#crawler/discover/github/client.ts';
import { cleanLine, cutText } from '#crawler/text/clean.ts';
import type { LaunchPlan, RepositoryRef, SourceVersion } from '#db/types.ts';
import { readInstalledPackage, readListed } from './files.ts';
import { type PackageSource, type RegistryParts, readNpmTarball, readPypiRelease } from './registries.ts';
import { createRepositoryReader } from './repository.ts';

export type { Registries } from './registries.ts';

/** What is known of a server whose source is wanted. */
export interface SourceTarget {
  launch: LaunchPlan | null;
  repository?: RepositoryRef;
}

/** The files of a server, that they are those read before, or why there are none. */
export type SourceAnswer =
  | {
      kind: 'files';
      version: SourceVersion;
      /** Text by POSIX path. */
      files: Map<string, string>;
      /** Where the server lives among the files of a repository; absent where all are its own. */
      folder?: string;
      /** What was left out, one sentence each. */
      notes: string[];
    }
  | { kind: 'unchanged' }
  | { kind: 'none'; notes: string[] };

/** What reading sources works with. */
export interface SourceParts {
  cache: PackageCache;
  registries: RegistryParts;
  github: GitHubOptions;
  /** Aborted when the connector closes. */
  closing: AbortSignal;
}

type PackageSpec = Extract<LaunchPlan, { kind: 'npm' | 'pypi' }>;

/** Makes the reader. Opens no connection by itself; what it returns never throws. */
export function createSourceReader(parts: SourceParts) {
  const repositories = createRepositoryReader(parts.github, parts.closing);

  return async (
    { launch, repository }: SourceTarget,
    { signal, known }: { signal: AbortSignal; known?: SourceVersion },
  ): Promise<SourceAnswer> => {
    const notes: string[] = [];
    const knownOf = (from: SourceVersion['from']) => (known?.from === from ? known.version : undefined);
    /** Nothing where the next place is to be asked. */
    const ask = async (
      from: SourceVersion['from'],
      folder: string | undefined,
      read: () => Promise<PackageSource | undefined>,
    ): Promise<SourceAnswer | undefined> => {
      try {
        const source = await read();
        if (source?.kind === 'missing') notes.push(source.reason);
        if (source?.kind === 'unchanged') return source;
        if (source?.kind !== 'files') return undefined;
        const { version, collector } = source;
        return {
          kind: 'files',
          version: { from, version },
          files: collector.files,
          ...(folder !== undefined && { folder }),
          notes: collector.notes(),
        };
      } catch (error) {
        // A place that did not answer is not passed over: what comes next may be another version.
        return { kind: 'none', notes: [...notes, `Its source could not be read: ${said(error)}`] };
      }
    };

    if ((launch?.kind === 'npm' || launch?.kind === 'pypi') && isPackage(launch)) {
      const version = knownOf(launch.kind);
      const wish = { name: launch.package, version: launch.version };
      const fetchSource = launch.kind === 'npm' ? readNpmTarball : readPypiRelease;
      const found =
        (await ask(launch.kind, undefined, () => readInstalled(parts.cache, launch, version))) ??
        (await ask(launch.kind, undefined, () => fetchSource(parts.registries, wish, version, signal)));
      if (found !== undefined) return found;
    }
    if (repository !== undefined) {
      const version = knownOf('repository');
      const found = await ask('repository', repository.path, () => repositories.read(repository, version, signal));
      if (found !== undefined) return found;
    }
    return { kind: 'none', notes };
  };
}

/** Longest message of an error that is shown; it may quote a stranger. */
const maxSaidChars = 240;
const said = (error: unknown) => cutText(cleanLine((error as Error).message), maxSaidChars);

const namesOf = ({ kind }: PackageSpec) => (kind === 'npm' ? npmNames : pypiNames);
const isPackage = (spec: PackageSpec) => namesOf(spec).accepts(spec.package, spec.version ?? newest);

async function readInstalled(
  cache: PackageCache,
  spec: PackageSpec,
  known: string | undefined,
): Promise<PackageSource | undefined> {
  const installed = await findInstalled(cache, namesOf(spec), { name: spec.package, version: spec.version });
  if (installed === undefined) return undefined;
  try {
    const { version, folder } = installed;
    if (version === known) return { kind: 'unchanged' };
    if (spec.kind === 'npm') {
      return {
        kind: 'files',
        version,
        collector: await readInstalledPackage(join(folder, 'node_modules'), spec.package),
      };
    }
    const distribution = await readDistribution(folder, spec.package);
    if (distribution === undefined) return undefined;
    return { kind: 'files', version, collector: await readListed(distribution.sitePackages, distribution.files) };
  } finally {
    await installed.release();
  }
}

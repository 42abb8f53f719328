/**
 * Makes of a registry's document about a package what an installer may see: names, versions and wishes, nothing that
 * leads anywhere but to the registry. Pure.
 */
import { createHash } from 'node:crypto';
import { isNpmName, isNpmVersion } from '#crawler/discover/package-spec.ts';
import { type ForeignOrigin, readDependency } from './dependency-spec.ts';

/** Where one version lies and what its archive must be. */
export interface Dist {
  tarball: string;
  /** Subresource integrity, or nothing where the registry gives only a `shasum`. */
  integrity?: string;
  /** SHA-1, hexadecimal. */
  shasum?: string;
  /** Platforms it is for, as npm writes them; any where absent. */
  os?: string[];
  cpu?: string[];
  libc?: string[];
  /** What it needs from the registry, aliases seen through. */
  needs?: Need[];
}

/**
 * One package another needs: its name in the registry, the wish, and, where the other cannot do without, the name it is
 * looked for by.
 */
export type Need = [name: string, wanted: string, soughtAs?: string];

/** A dependency that is not from the registry and is therefore never fetched. */
export interface ForeignDependency {
  /** Package and version that want it. */
  by: string;
  name: string;
  /** As it is written there, cut. Hostile text. */
  wanted: string;
  origin: ForeignOrigin;
}

/** A document in the form the gateway gives out. */
export interface CleanPackument {
  /** What an installer sees. */
  served: ServedPackument;
  /** By version. */
  dists: Map<string, Dist>;
  /** By the stand-in name that an installer asks for in its place. */
  foreign: Map<string, ForeignDependency>;
}

/** What an installer reads of a package. */
export interface ServedPackument {
  name: string;
  'dist-tags': Record<string, string>;
  versions: Record<string, Record<string, unknown>>;
}

/** Number of the form documents are cleaned to. Raised with every change of it, so that none of an earlier form is used. */
export const cleanForm = 3;
/** Scope of the stand-ins for foreign dependencies. The gateway answers for it itself and knows no such package. */
export const standInScope = '@toolrisk-refused';
/** Address of an archive as installers see it. They never fetch one, but npm takes two versions with one address for one. */
const tarballOf = (name: string, version: string) => `https://registry.invalid/${name}/${version}.tgz`;
/** Most versions of one package that are read, the newest. */
const maxVersions = 50_000;
/** Longest foreign wish kept, characters. */
const maxWantedChars = 160;

export const exactVersion = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
const tagName = /^[a-z][\w.-]{0,100}$/i;

/** A package of which the registry names no version that could be installed. */
export class NothingToInstall extends Error {
  constructor(name: string) {
    super(`the registry names no version of ${name} that can be installed`);
  }
}

/**
 * Cleans a document.
 * @throws Error with a sentence where it is not about this package, NothingToInstall where none of its versions can be read
 */
export function cleanPackument(name: string, raw: unknown): CleanPackument {
  const document = asRecord(raw);
  if (document?.name !== name) throw new Error(`the registry answered with another document than that of ${name}`);
  const clean: CleanPackument = {
    served: { name, 'dist-tags': empty(), versions: empty() },
    dists: new Map(),
    foreign: new Map(),
  };
  for (const [version, value] of Object.entries(asRecord(document.versions) ?? {}).slice(-maxVersions)) {
    const manifest = asRecord(value);
    const dist = readDist(manifest);
    if (!exactVersion.test(version) || manifest === undefined || manifest.version !== version || !dist) continue;
    const needs: Need[] = [];
    clean.served.versions[version] = cleanManifest(name, version, manifest, dist, { foreign: clean.foreign, needs });
    clean.dists.set(version, { ...dist, ...(needs.length > 0 && { needs }) });
  }
  for (const [tag, version] of Object.entries(asRecord(document['dist-tags']) ?? {})) {
    if (tagName.test(tag) && typeof version === 'string' && clean.dists.has(version))
      clean.served['dist-tags'][tag] = version;
  }
  if (clean.dists.size === 0) throw new NothingToInstall(name);
  return clean;
}

function cleanManifest(
  name: string,
  version: string,
  manifest: Record<string, unknown>,
  { os, cpu, libc }: Dist,
  { foreign, needs }: { foreign: Map<string, ForeignDependency>; needs: Need[] },
): Record<string, unknown> {
  const optional = asRecord(manifest.optionalDependencies) ?? {};
  const peersMeta = asRecord(manifest.peerDependenciesMeta) ?? {};
  const bundled = bundledNames(manifest);
  const isOptionalPeer = (peer: string) =>
    Object.hasOwn(peersMeta, peer) && asRecord(peersMeta[peer])?.optional === true;
  /** What is only wished for is left out where it cannot be had; what is needed becomes a name that is not there. */
  const wishes = (value: unknown, isDispensable: (dependency: string) => boolean) => {
    const clean = empty<string>();
    for (const [dependency, wanted] of Object.entries(asRecord(value) ?? {})) {
      if (bundled === 'all' || bundled.has(dependency)) continue;
      const read = readDependency(dependency, wanted);
      if (read.kind === 'registry') {
        if (!isDispensable(dependency)) needs.push([read.name, read.wanted, dependency]);
        else if (!isOptionalPeer(dependency)) needs.push([read.name, read.wanted]);
        clean[dependency] = read.name === dependency ? read.wanted : `npm:${read.name}@${read.wanted}`;
      } else if (!isDispensable(dependency)) {
        const cut = String(wanted).slice(0, maxWantedChars);
        const entry = { by: `${name}@${version}`, name: dependency.slice(0, 214), wanted: cut, origin: read.origin };
        const standIn = `${standInScope}/${createHash('sha256').update(JSON.stringify(entry)).digest('hex').slice(0, 24)}`;
        foreign.set(standIn, entry);
        clean[isNpmName(dependency) ? dependency : 'refused'] = `npm:${standIn}@0.0.0`;
      }
    }
    return clean;
  };
  const peers = wishes(manifest.peerDependencies, isOptionalPeer);
  const optionalPeers = Object.keys(peers).filter(isOptionalPeer);
  return {
    name,
    version,
    ...filled(
      'dependencies',
      wishes(manifest.dependencies, (dependency) => Object.hasOwn(optional, dependency)),
    ),
    ...filled(
      'optionalDependencies',
      wishes(optional, () => true),
    ),
    ...filled('peerDependencies', peers),
    ...(optionalPeers.length > 0 && {
      peerDependenciesMeta: Object.fromEntries(optionalPeers.map((peer) => [peer, { optional: true }])),
    }),
    ...(os && { os }),
    ...(cpu && { cpu }),
    ...(libc && { libc }),
    ...filled('engines', enginesOf(manifest)),
    // npm avoids what is deprecated where it has the choice; the words are of no use to it.
    ...(typeof manifest.deprecated === 'string' && manifest.deprecated !== '' && { deprecated: 'yes' }),
    dist: { tarball: tarballOf(name, version) },
  };
}

/** Names of what lies in the archive itself; nothing of it is fetched. */
function bundledNames(manifest: Record<string, unknown>): Set<string> | 'all' {
  const value = manifest.bundleDependencies ?? manifest.bundledDependencies;
  if (value === true) return 'all';
  return new Set(Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []);
}

function enginesOf(manifest: Record<string, unknown>): Record<string, string> {
  const node = asRecord(manifest.engines)?.node;
  return typeof node === 'string' && isNpmVersion(node) ? { node } : {};
}

function readDist(manifest: Record<string, unknown> | undefined): Dist | undefined {
  const dist = asRecord(manifest?.dist);
  if (typeof dist?.tarball !== 'string') return undefined;
  const text = (value: unknown, shape: RegExp) => (typeof value === 'string' && shape.test(value) ? value : undefined);
  const integrity = text(dist.integrity, /^[\w+/=\s-]{10,1000}$/);
  const shasum = text(dist.shasum, /^[0-9a-f]{40}$/i);
  const { os, cpu, libc } = {
    os: words(manifest?.os),
    cpu: words(manifest?.cpu),
    libc: words(manifest?.libc),
  };
  return {
    tarball: dist.tarball.slice(0, 2_000),
    ...(integrity && { integrity }),
    ...(shasum && { shasum: shasum.toLowerCase() }),
    ...(os && { os }),
    ...(cpu && { cpu }),
    ...(libc && { libc }),
  };
}

function words(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).filter(
    (item): item is string => typeof item === 'string' && /^!?[\w-]{1,30}$/.test(item),
  );
  return list.length > 0 ? list : undefined;
}

const filled = (key: string, value: Record<string, string>) => (Object.keys(value).length > 0 ? { [key]: value } : {});

/** Without a prototype, so that no name of a stranger's means anything. */
function empty<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

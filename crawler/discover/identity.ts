/**
 * What makes two findings the same server. Pure.
 *
 * The rule, applied where candidates are stored:
 * - the same package is the same server, wherever it was found;
 * - the same repository and folder is the same server, unless both sides name packages and the packages differ
 *   (a monorepo is one server per package), or one is a package that merely says it is from there: any may say so;
 * - the same remote address is the same server;
 * - a local command is only ever itself.
 */
import type { PackageRef, RepositoryRef, ServerCandidate } from '#db/types.ts';

export { canonicalRepositoryUrl } from '#crawler/identity/repository-url.ts';

/** Query parameters that carry a secret: never part of an identity, never stored. */
const secretParameter = /key|token|secret|password|auth|credential|profile/i;

/** `text` as a URL, or undefined. */
export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** A folder inside a repository without leading `./`, doubled or trailing slashes; `''` is the root, and what leaves the root is the root. */
export function canonicalFolder(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  return segments.includes('..') ? '' : segments.join('/');
}

/** A remote address without fragment, credentials, secret parameters and trailing slash. Undefined where it is no http(s) address. */
export function canonicalRemoteUrl(text: string): string | undefined {
  const url = parseUrl(text);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  url.hash = '';
  url.username = '';
  url.password = '';
  for (const name of [...url.searchParams.keys()]) {
    if (secretParameter.test(name)) url.searchParams.delete(name);
  }
  return url.href.replace(/\/$/, '').replace(/\/\?/, '?');
}

/** A package's identity: npm names as they are, PyPI names by PEP 503, images without tag and digest. */
export function packageIdentity({ registry, name }: Pick<PackageRef, 'registry' | 'name'>): string {
  if (registry === 'pypi') return `pypi:${name.toLowerCase().replace(/[-_.]+/g, '-')}`;
  if (registry === 'oci')
    return `oci:${name
      .toLowerCase()
      .replace(/@.*$/, '')
      .replace(/:[^/:]*$/, '')}`;
  return `${registry}:${name}`;
}

/** The identity of a place in a repository, all lower case. */
export function repositoryIdentity({ url, path }: RepositoryRef): string {
  return `repo:${url.replace(/^https?:\/\//, '')}#${canonicalFolder(path)}`.toLowerCase();
}

/**
 * The keys under which a candidate is known, strongest first, never empty:
 * `npm:@scope/name`, `pypi:name`, `oci:image`, `mcpb:url`, `url:https://…`, `repo:github.com/owner/name#path`,
 * and for what has none of these `command:…` or `found:source:location`.
 */
export function identitiesOf(candidate: ServerCandidate): string[] {
  const { launch } = candidate;
  const keys: string[] = [];
  if (candidate.package) keys.push(packageIdentity(candidate.package));
  if (launch?.kind === 'npm' || launch?.kind === 'pypi') {
    keys.push(packageIdentity({ registry: launch.kind, name: launch.package }));
  }
  const remote = canonicalRemoteUrl(candidate.remoteUrl ?? (launch?.kind === 'remote' ? launch.url : ''));
  if (remote) keys.push(`url:${remote}`);
  const isClaim = candidate.repositoryIsClaimed === true && keys.length > 0;
  if (candidate.repository && !isClaim) keys.push(repositoryIdentity(candidate.repository));
  if (keys.length === 0 && launch?.kind === 'command') {
    keys.push(`command:${[launch.cwd ?? '', launch.command, ...launch.args].join(' ').trim()}`);
  }
  if (keys.length === 0) keys.push(`found:${candidate.source}:${candidate.location}`);
  return [...new Set(keys)];
}

/** Whether two candidates are the same server by the rule at the top of this file. */
export function isSameServer(a: ServerCandidate, b: ServerCandidate): boolean {
  const isPackage = (key: string) => /^(npm|pypi|oci|mcpb):/.test(key);
  const left = identitiesOf(a);
  const shared = identitiesOf(b).filter((key) => left.includes(key));
  if (shared.some(isPackage)) return true;
  const bothNamePackages = left.some(isPackage) && identitiesOf(b).some(isPackage);
  return shared.some((key) => !key.startsWith('repo:') || !bothNamePackages);
}

/**
 * A readable part of an address for a candidate, only `[a-z0-9-]`, at most 80 characters, never empty:
 * from the package, else owner, name and folder of the repository, else host and path of the remote, else the name.
 */
export function slugOf(candidate: ServerCandidate): string {
  const { launch, repository, remoteUrl } = candidate;
  const packageName =
    candidate.package?.name ?? (launch?.kind === 'npm' || launch?.kind === 'pypi' ? launch.package : undefined);
  const remote = remoteUrl ?? (launch?.kind === 'remote' ? launch.url : undefined);
  const url = remote === undefined ? undefined : parseUrl(remote);
  const text =
    packageName ??
    (repository && `${repository.url.replace(/^https?:\/\/[^/]+\//, '')} ${repository.path}`) ??
    (url && `${url.hostname} ${url.pathname === '/' || /^\/(mcp|sse)\/?$/.test(url.pathname) ? '' : url.pathname}`) ??
    candidate.name;
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 80)
      .replace(/^-+|-+$/g, '') || 'server'
  );
}

/** Addresses of repositories as people and manifests write them, in one form. Pure. */

const hosts: Record<string, string> = { github: 'github.com', gitlab: 'gitlab.com', bitbucket: 'bitbucket.org' };

/** Hosts whose every address with two path segments or more is in a repository. */
const forges = new Set(['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org', 'gitee.com', 'git.sr.ht']);

/** First segments of GitHub addresses that are no account. */
const noAccounts = new Set(['orgs', 'apps', 'marketplace', 'sponsors', 'features', 'topics', 'settings', 'about']);

/**
 * A repository address in the one form that is stored: `https://host/owner/name`, lower-case host, no `.git`, no fragment.
 * Understands https, `git+https`, `git+ssh`, `ssh`, `git:` and scp-like addresses, `github:owner/name` (also `gitlab:`, `bitbucket:`)
 * and npm's bare `owner/name`, which means GitHub. Deep links (`/tree/main/src/x`) lose what follows the name.
 * @returns undefined where no repository can be read from it
 */
export function canonicalRepositoryUrl(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 2048) return undefined;
  const shorthand = /^(?:(github|gitlab|bitbucket):)?([\w.-]+)\/([\w.-]+?)(?:#.*)?$/.exec(trimmed);
  if (shorthand?.[2] && shorthand[3]) {
    return join(hosts[shorthand[1] ?? 'github'] as string, [shorthand[2], shorthand[3]]);
  }
  // User and password of an address are nobody's business, and would be taken for a host below.
  const plain = trimmed.replace(/^git\+/, '').replace(/^(https?:\/\/)[^/@]*@/i, '$1');
  // `git@host:owner/name`, and by mistake `https://host:owner/name`, where a port would be digits.
  const scp = /^(?:(?:\w+:\/\/)(?:[\w.-]+@)?|[\w.-]+@)([\w.-]+):(?!\d+\/)([^/].*)$/.exec(plain);
  const address = scp ? `ssh://${scp[1]}/${scp[2]}` : plain;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!/^(https?|ssh|git):$/.test(url.protocol) || url.hostname === '') return undefined;
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  // GitLab groups nest; everywhere else owner and name are the first two segments.
  const end = segments.indexOf('-');
  const host = url.hostname.toLowerCase().replace(/^www\./, '');
  return join(host, host.startsWith('gitlab.') ? segments.slice(0, end < 0 ? undefined : end) : segments.slice(0, 2));
}

function join(host: string, segments: string[]): string | undefined {
  if (segments.length < 2) return undefined;
  const path = segments.join('/').replace(/\.git$/, '');
  return /^[\w.~/-]+$/.test(path) && !path.endsWith('/') ? `https://${host}/${path}` : undefined;
}

/** The repository a homepage or issue tracker lies in; undefined where it is on none of the public forges. */
export function repositoryOfPage(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text.trim())) return undefined;
  const url = canonicalRepositoryUrl(text);
  if (url === undefined) return undefined;
  const [host, owner] = url.slice('https://'.length).split('/');
  return forges.has(host as string) && !noAccounts.has(owner as string) ? url : undefined;
}

/** Whether two canonical addresses are the same repository: forges do not tell cases apart. */
export const isSameRepository = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The account or group that owns a repository, from its canonical address. */
export const ownerOfRepository = (url: string): string => url.split('/')[3] ?? '';

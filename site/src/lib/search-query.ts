/** What somebody typed into the search field: words, a package, a command line, an address. Pure. */
import { canonicalRepositoryUrl } from '#crawler/identity/repository-url.ts';
import type { SearchQuery } from '#db/queries/search.ts';

/** Most words that are searched for. */
const maxWords = 8;
/** Programs that start a package they are given, and the words between them and its name. */
const runners: Record<string, { registry: 'npm' | 'pypi' | 'oci'; between?: readonly string[] }> = {
  npx: { registry: 'npm' },
  bunx: { registry: 'npm' },
  pnpx: { registry: 'npm' },
  npm: { registry: 'npm', between: ['exec', 'x', 'i', 'install'] },
  pnpm: { registry: 'npm', between: ['dlx', 'exec', 'add'] },
  yarn: { registry: 'npm', between: ['dlx', 'add'] },
  bun: { registry: 'npm', between: ['x', 'add'] },
  uvx: { registry: 'pypi' },
  pipx: { registry: 'pypi', between: ['run', 'install'] },
  pip: { registry: 'pypi', between: ['install'] },
  uv: { registry: 'pypi', between: ['tool', 'run', 'add'] },
  docker: { registry: 'oci', between: ['run', 'pull'] },
};

/** Reads what was typed. `command` is how it would be scanned, where it names something that can be. */
export function readSearch(typed: string): SearchQuery & { command?: string } {
  const parts = typed.trim().split(/\s+/).filter(Boolean);
  const first = parts[0]?.toLowerCase() ?? '';
  const runner = Object.hasOwn(runners, first) && parts.length > 1 ? runners[first] : undefined;
  if (runner) {
    const name = packageOf(parts.slice(1), runner.between ?? []);
    if (name !== undefined) return named(runner.registry, name);
  }
  if (parts.length === 1) {
    const url = addressOf(parts[0]!);
    if (url) return at(url);
    if (/^@[\w.-]+\/[\w.-]+(@[\w.+-]+)?$/.test(parts[0]!)) return named('npm', parts[0]!);
    const pinned = /^(npm|pypi|oci):(.+)$/.exec(parts[0]!);
    if (pinned) return named(pinned[1] as 'npm' | 'pypi' | 'oci', pinned[2]!);
    if (/^[\w.-]+\/[\w.-]+$/.test(parts[0]!)) return at(new URL(`https://github.com/${parts[0]}`));
  }
  const single = parts.length === 1 && /^[\w.-]{2,100}$/.test(parts[0]!) ? parts[0]!.toLowerCase() : undefined;
  return {
    words: wordsOf(typed),
    identities: single === undefined ? [] : [`npm:${single}`, `pypi:${single.replace(/[-_.]+/g, '-')}`],
    repositories: [],
  };
}

/** The first argument that is no option; the value of `--package`, `-p` and `--from` names it too. */
function packageOf(args: readonly string[], between: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    const chosen = /^(?:--package|--from|-p)(?:=(.+))?$/.exec(arg);
    if (chosen) return chosen[1] ?? args[at + 1];
    if (arg.startsWith('-') || between.includes(arg)) continue;
    return arg;
  }
  return undefined;
}

function named(registry: 'npm' | 'pypi' | 'oci', written: string): SearchQuery & { command?: string } {
  const name =
    registry === 'oci'
      ? written
          .toLowerCase()
          .replace(/@.*$/, '')
          .replace(/:[^/:]*$/, '')
      : written.replace(/(?<=.)@[^@/]*$/, '').replace(/(==|\[).*$/, '');
  const key = registry === 'pypi' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name;
  return {
    words: wordsOf(name),
    identities: [`${registry}:${key}`],
    repositories: [],
    precise: true,
    command: registry === 'npm' ? name : registry === 'pypi' ? `pypi:${key}` : undefined,
  };
}

function addressOf(written: string): URL | undefined {
  const scp = /^git@([\w.-]+):(.+)$/.exec(written);
  const text = scp
    ? `https://${scp[1]}/${scp[2]}`
    : /^(github|gitlab)\.com\//.test(written)
      ? `https://${written}`
      : written.replace(/^git\+/, '');
  return /^(https?|git|ssh):\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function at(url: URL): SearchQuery & { command?: string } {
  const npm =
    /^(?:www\.)?npmjs\.com$/.test(url.hostname) &&
    /^\/package\/((?:@[^/]+\/)?[^/]+)/.exec(decodeURIComponentSafe(url.pathname));
  if (npm) return named('npm', npm[1]!);
  const pypi = url.hostname === 'pypi.org' && /^\/project\/([^/]+)/.exec(url.pathname);
  if (pypi) return named('pypi', pypi[1]!);
  const [owner, name] = url.pathname.split('/').filter(Boolean);
  const repository =
    owner && name
      ? canonicalRepositoryUrl(`https://${url.hostname}/${owner}/${name.replace(/\.git$/, '')}`)
      : undefined;
  const remote = `${url.origin}${url.pathname}`.replace(/\/$/, '');
  return {
    words: wordsOf(
      `${/github|gitlab/.test(url.hostname) ? '' : url.hostname.replace(/^(www|mcp|api)\./, '').replace(/\.\w+$/, '')} ${url.pathname.replace(/\/(tree|blob)\/[^/]+/, '').replace(/\.git$/, '')}`,
    ),
    identities: [`url:${url.href.replace(/\/$/, '')}`, `url:${remote}`],
    repositories: repository ? [repository.toLowerCase()] : [],
    precise: true,
    command: /^https:/.test(url.protocol) && !/github|gitlab/.test(url.hostname) ? url.href : undefined,
  };
}

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Words as names are split into them. */
export function wordsOf(text: string): string[] {
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return [...new Set(words ?? [])].map((word) => word.slice(0, 40)).slice(0, maxWords);
}

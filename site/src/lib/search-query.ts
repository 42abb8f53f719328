/** What somebody typed into the search field: words, a package, a command line, an address. Pure. */
import { canonicalRepositoryUrl } from '#crawler/identity/repository-url.ts';
import type { SearchQuery } from '#db/queries/search.ts';
import { wordsLike } from './search-words.ts';

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

/** What may stand before such a program in a command line: an assignment, another program and its options. */
const leading = /^(?:\w+=.*|--|\/c|-c|cmd(?:\.exe)?|env|sudo|command)$/i;

/** Reads what was typed. `command` is how it would be scanned, where it names something that can be. */
export function readSearch(typed: string): SearchQuery & { command?: string } {
  const parts = typed.trim().split(/\s+/).filter(Boolean);
  // As configurations write it as well: `"command": "npx", "args": ["-y", "…"]`.
  const packaged =
    commandOf(parts) ?? commandOf(typed.split(/["',[\]{}:\s]+/).filter((part) => part && part !== 'args'));
  if (packaged) return packaged;
  if (parts.length === 1) {
    const url = addressOf(parts[0]!);
    if (url) return at(url);
    if (/^@[\w.-]+\/[\w.-]+(@[\w.+-]+)?$/.test(parts[0]!)) return named('npm', parts[0]!);
    const pinned = /^(npm|pypi|oci):(.+)$/.exec(parts[0]!);
    if (pinned) return named(pinned[1] as 'npm' | 'pypi' | 'oci', pinned[2]!);
    if (/^[\w.-]+\/[\w.-]+$/.test(parts[0]!)) return at(new URL(`https://github.com/${parts[0]}`));
  }
  const single = parts.length === 1 && /^[\w.-]{2,100}$/.test(parts[0]!) ? parts[0]!.toLowerCase() : undefined;
  const words = wordsOf(typed);
  return {
    words,
    alike: new Map(words.map((word) => [word, wordsLike(word)])),
    identities: single === undefined ? [] : [`npm:${single}`, `pypi:${single.replace(/[-_.]+/g, '-')}`],
    repositories: [],
  };
}

/** The package that a command line starts, at its beginning or behind what leads to it (`claude mcp add … -- npx …`). */
function commandOf(parts: readonly string[]): ReturnType<typeof named> | undefined {
  const at = parts.findIndex((part) => Object.hasOwn(runners, part.toLowerCase()));
  if (at === -1 || (at > 0 && !parts.slice(0, at).some((part) => leading.test(part)))) return undefined;
  const { registry, between } = runners[parts[at]!.toLowerCase()]!;
  // `docker run` starts something, `docker containers` are what somebody looks for.
  if (between && !between.includes(parts[at + 1] ?? '')) return undefined;
  const name = packageOf(parts.slice(at + 1), between ?? []);
  return name === undefined ? undefined : named(registry, name);
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

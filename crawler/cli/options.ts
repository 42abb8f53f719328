/** Options that several commands share. */
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { defaultDatabaseUrl } from '#db/client.ts';
import { type SourceId, sourceIds } from '#db/types.ts';

/** Servers visited at once by default: one per core, at least two, since installs wait on the network. */
export const defaultConcurrency = Math.max(2, availableParallelism());

/** Reads an option's value as a whole number within bounds, both included. */
export function wholeNumber(least: number, most: number) {
  return (text: string) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

const collect = (value: string, before: string[] = []) => [...before, value];

/** `--db`: which database. */
export const dbOption = () =>
  new Option('--db <url>', 'postgres://… or pglite:<folder>').env('DATABASE_URL').default(defaultDatabaseUrl);
/** `--no-sandbox`. */
export const sandboxOption = () =>
  new Option(
    '--no-sandbox',
    'start servers with your own rights. A discovered server is a stranger’s program: it can read your files and use your network',
  );
/** `--concurrency`. */
export const concurrencyOption = () =>
  new Option('--concurrency <n>', 'servers visited at once')
    .argParser(wholeNumber(1, 64))
    .default(defaultConcurrency, `${defaultConcurrency}, by cores`);
/** `--health`: kept apart from the site, which is public where the figures of a process are not. */
export const healthOption = () =>
  new Option('--health <host:port>', 'serve /healthz and /metrics (Prometheus) on this address');
/** The options of the site, for every command that serves it. */
export const siteOptions = () => [
  new Option('--port <n>', 'port of the site').argParser(wholeNumber(0, 65_535)).default(4321),
  new Option('--host <address>', 'address the site listens on').default('127.0.0.1'),
  new Option('--site-url <url>', 'where the site is reached from outside, for feeds, site map and canonical links')
    .env('SITE_URL')
    .argParser(webAddress),
  healthOption(),
];

/** What those options become. */
export interface SiteFlags {
  port: number;
  host: string;
  siteUrl?: string;
  health?: string;
}

function webAddress(value: string): string {
  if (!/^https?:$/.test(URL.parse(value)?.protocol ?? '')) {
    throw new InvalidArgumentError('Give a web address, such as https://risk.example.com.');
  }
  return value;
}

/** The options of a crawl, for every command that crawls. */
export const crawlOptions = () => [
  new Option('--source <id>', `where to look: ${sourceIds.join(', ')}; may be given several times`)
    .choices(sourceIds)
    .argParser((value: string, before?: string[]) => collect(knownSource(value), before)),
  new Option('--file <path>', 'a client configuration or plain list for the source `file`; several times').argParser(
    collect,
  ),
  new Option('--limit <n>', 'visit at most so many servers').argParser(wholeNumber(1, 1_000_000)),
  concurrencyOption(),
  new Option('--force', 'start servers again that are not due yet, or whose package has no new version'),
  sandboxOption(),
  new Option('--github-url <url>', 'root of the GitHub API, for GitHub Enterprise').env('GITHUB_API_URL'),
  new Option('--registry-url <url>', 'root of an MCP registry').env('MCP_REGISTRY_URL'),
  new Option('--cache <bytes>', 'size of the package cache').argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
];

/** What those options become. */
export interface CrawlFlags {
  source?: SourceId[];
  file?: string[];
  limit?: number;
  concurrency: number;
  force?: boolean;
  sandbox: boolean;
  githubUrl?: string;
  registryUrl?: string;
  cache?: number;
}

function knownSource(value: string): SourceId {
  const id = sourceIds.find((known) => known === value);
  if (!id) throw new InvalidArgumentError(`Sources are: ${sourceIds.join(', ')}.`);
  return id;
}

/** Options that several commands share. */
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { clients } from '#crawler/discover/clients/index.ts';
import { type SourceSettings, sources } from '#crawler/discover/index.ts';
import { StopRun } from '#crawler/errors.ts';
import { defaultDatabaseUrl } from '#db/client.ts';
import type { SourceId } from '#db/types.ts';

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
/** Visits under way where so many servers are started at once: as many again install, or wait for the network. */
export const visitsAtOnce = (concurrency: number) => 2 * concurrency;
/** `--concurrency`. */
export const concurrencyOption = () =>
  new Option('--concurrency <n>', 'servers started at once; as many packages are installed meanwhile')
    .argParser(wholeNumber(1, 64))
    .default(defaultConcurrency, `${defaultConcurrency}, by cores`);
/** `--cache`. */
export const cacheOption = () =>
  new Option('--cache <bytes>', 'size of the package cache; a tenth of the free disk otherwise, 2 to 10 GB').argParser(
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
  );
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
  new Option(
    '--refresh',
    'let visitors ask for a server to be visited again: a button on its page, at most every ten minutes for each server',
  ),
  new Option('--report-url <url>', 'form for new issues that takes title and body, where wrong verdicts are reported')
    .env('REPORT_URL')
    .argParser(webAddress),
  new Option('--security-contact <url>', 'https: or mailto: address for security.txt')
    .env('SECURITY_CONTACT')
    .argParser(contactAddress),
  healthOption(),
];

/** What those options become. */
export interface SiteFlags {
  port: number;
  host: string;
  siteUrl?: string;
  refresh?: boolean;
  reportUrl?: string;
  securityContact?: string;
  health?: string;
}

function webAddress(value: string): string {
  if (!/^https?:$/.test(URL.parse(value)?.protocol ?? '')) {
    throw new InvalidArgumentError('Give a web address, such as https://risk.example.com.');
  }
  return value;
}

/** The names of all sources, as help texts list them. */
export const sourceNames = sources.map(({ id }) => id).join(', ');

/**
 * The settings of the sources.
 * @param flags.own whether those are among them that read the user's own files
 */
export const sourceOptions = ({ own }: { own: boolean }) =>
  sources
    .filter((source) => own || !source.own)
    .flatMap(({ options = [] }) => options)
    .map(({ flags, describe, env, several }) => {
      const option = new Option(flags, describe);
      if (env !== undefined) option.env(env);
      return several ? option.argParser(collect) : option;
    });

/** The values of those options, of commands that have them. */
export type SourceFlags = Readonly<Record<string, unknown>>;

/** What a command's options set, by source. */
export function settingsOf(flags: SourceFlags): SourceSettings {
  return Object.fromEntries(
    sources.map(({ id, options = [] }) => [
      id,
      Object.fromEntries(
        options
          .map((option) => [option.setting, flags[attributeOf(option)]] as const)
          .filter(([, value]) => value !== undefined),
      ),
    ]),
  );
}

/**
 * The sources that a command looks through: those named, else those whose options say where, else the usual ones.
 * @throws {StopRun} where one is named without the option that says where it looks
 */
export function chooseSources(flags: SourceFlags & { source?: SourceId[] }): SourceId[] {
  const needs = (source: (typeof sources)[number]) => source.options?.filter(({ needed }) => needed) ?? [];
  const named = sources.filter(({ id }) => flags.source?.includes(id));
  for (const source of named) {
    const missing = needs(source).find((option) => flags[attributeOf(option)] === undefined);
    if (missing) throw new StopRun(`The source \`${source.id}\` needs ${missing.flags}.`);
  }
  if (named.length > 0) return named.map(({ id }) => id);
  const told = sources.filter((source) => needs(source).some((option) => flags[attributeOf(option)] !== undefined));
  return (told.length > 0 ? told : sources.filter(({ byDefault }) => byDefault)).map(({ id }) => id);
}

/** The name under which commander gives an option's value. */
const attributeOf = ({ flags }: { flags: string }) => new Option(flags).attributeName();

function contactAddress(value: string): string {
  if (!/^(https|mailto):$/.test(URL.parse(value)?.protocol ?? '')) {
    throw new InvalidArgumentError('Give an https: or mailto: address, such as mailto:security@example.com.');
  }
  return new URL(value).href;
}

/** The options of a crawl, for every command that crawls. */
export const crawlOptions = () => [
  new Option('--source <id>', `where to look: ${sourceNames}; may be given several times`)
    .choices(sources.map(({ id }) => id))
    .argParser((value: string, before?: string[]) => collect(knownSource(value), before)),
  ...sourceOptions({ own: true }),
  new Option('--limit <n>', 'visit at most so many servers').argParser(wholeNumber(1, 1_000_000)),
  concurrencyOption(),
  new Option('--force', 'start servers again that are not due yet, or whose package has no new version'),
  sandboxOption(),
  cacheOption(),
];

/** Where the clients whose configurations `--file` reads keep them, for the help of commands. */
export const clientPlaces = () =>
  `\nConfigurations that --file reads, and where they lie:\n${clients.map(({ title, places }) => `  ${title.padEnd(24)}${places.slice(0, 2).join(', ')}`).join('\n')}`;

/** What those options become. */
export interface CrawlFlags extends SourceFlags {
  source?: SourceId[];
  limit?: number;
  concurrency: number;
  force?: boolean;
  sandbox: boolean;
  githubUrl?: string;
  cache?: number;
}

function knownSource(value: string): SourceId {
  if (!sources.some(({ id }) => id === value)) throw new InvalidArgumentError(`Sources are: ${sourceNames}.`);
  return value;
}

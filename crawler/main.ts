#!/usr/bin/env node
/** The command line: the only file that reads the environment, builds clients, or ends the process. */
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addCommands } from '#crawler/cli/commands.ts';
import type { CrawlSurroundings } from '#crawler/cli/crawling.ts';
import { faultText } from '#crawler/cli/faults.ts';
import type { SourceFlags } from '#crawler/cli/options.ts';
import type { Connector } from '#crawler/connect/index.ts';
import type { CrawlOptions } from '#crawler/crawl.ts';
import { plainLines } from '#crawler/text/invisible.ts';

// What was compiled once is not compiled again: half of the time it takes to start.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/toolrisk'));

/** Where packages, scratch folders and the embedded database live unless told otherwise. */
const home = resolve('.toolrisk');
const width = process.stdout.columns ?? 160;

// Whatever a message quotes, nothing of it moves the cursor or the reader's eye.
const print = (text: string) => void process.stdout.write(`${plainLines(text)}\n`);
const tell = (text: string) => void process.stderr.write(`${plainLines(text)}\n`);

// Whoever reads along may leave (`| head`); that is no reason to stop serving.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** A signal that comes again so soon is the same one: npm hands on the Ctrl-C that the terminal has sent us too. Milliseconds. */
const sameSignalMs = 500;
/** Stopping that takes longer hangs, on a database that is gone for instance, and is given up. Milliseconds. */
const stopWithinMs = 30_000;

/** How long what a library left open may hold the process once everything is done and closed, milliseconds. */
const leftOverMs = 2_000;

/** Ends on Ctrl-C or SIGTERM, cleanly; a second Ctrl-C ends at once. */
function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) {
        if (performance.now() - firstAt > sameSignalMs) process.exit(130);
        return;
      }
      firstAt = performance.now();
      tell('\nStopping; what is done is kept. Again to stop at once.');
      setTimeout(() => {
        tell(`It could not be stopped in order within ${stopWithinMs / 1000} s.`);
        process.exit(1);
      }, stopWithinMs).unref();
      controller.abort();
    });
  }
  return controller.signal;
}

async function openConnector(flags: {
  sandbox: boolean;
  cache?: number;
  concurrency?: number;
  githubUrl?: string;
}): Promise<Connector & AsyncDisposable> {
  if (!flags.sandbox) tell('Without a sandbox: every server started now can read your files and use your network.');
  const { createConnector } = await import('#crawler/connect/index.ts');
  return createConnector({
    cacheDir: join(home, 'packages'),
    maxCacheBytes: flags.cache,
    atOnce: flags.concurrency,
    scratchDir: join(home, 'scratch'),
    hidden: [home],
    sandbox: flags.sandbox ? 'required' : 'off',
    registries: { pypi: pythonIndex() },
    github: githubSettings(flags),
  });
}

/** An address that may be handed on: one with a user name in it is a secret. */
const withoutCredentials = (url: string | undefined) => (url?.includes('@') ? undefined : url || undefined);

/** The Python index that uv is set to, by the root that its JSON API lies under too. */
const pythonIndex = () =>
  withoutCredentials(process.env.UV_DEFAULT_INDEX || process.env.UV_INDEX_URL)?.replace(/\/(\+?simple)\/?$/, '');

const githubSettings = ({ githubUrl }: { githubUrl?: string }) => ({
  token: process.env.GITHUB_TOKEN,
  apiUrl: githubUrl,
});

/** Settings of the sources: what the command's options say, and what the environment alone knows. */
async function sourceSettings(flags: SourceFlags): Promise<CrawlOptions['discovery']> {
  const { settingsOf } = await import('#crawler/cli/options.ts');
  const { readNpmSettings } = await import('#crawler/connect/npm.ts');
  const settings = settingsOf(flags);
  return {
    ...settings,
    github: { ...settings.github, token: process.env.GITHUB_TOKEN },
    npm: { readSettings: readNpmSettings },
    pypi: { index: pythonIndex(), env: process.env },
  };
}

const openSite: CrawlSurroundings['openSite'] = async (settings, signal) => {
  const { ensureBuilt } = await import('#site/build.ts');
  const { startSite } = await import('#site/serve.ts');
  const dir = await ensureBuilt({ signal }).catch((error) => {
    if (!signal.aborted) throw error;
  });
  return dir === undefined ? undefined : await startSite({ ...settings, dir });
};

const program = new Command('toolrisk')
  .description('What can each tool of an MCP server do, and what rule should stand in front of it?')
  .configureOutput({ writeErr: (text) => process.stderr.write(plainLines(text)) })
  .showHelpAfterError('(run with --help for the whole usage)')
  .exitOverride();

const surroundings: CrawlSurroundings = {
  githubToken: process.env.GITHUB_TOKEN,
  variables: process.env,
  home,
  width,
  sourceSettings,
  openConnector,
  openSite,
  untilInterrupted,
  print,
  tell,
  endWith: (code) => {
    process.exitCode = code;
  },
};

try {
  await addCommands(process.argv[2], program, surroundings);
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    process.exitCode = 1;
    tell(faultText(error));
  }
}

// A client of the database that is closed while it makes a connection anew makes it all the same, and would never end.
setTimeout(() => process.exit(), leftOverMs).unref();

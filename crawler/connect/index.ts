/**
 * Lists the tools of one server: installs it, starts it in a sandbox or reaches it over the network, and always comes
 * back with an outcome and a sentence. The only door into this folder.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IdentityFacts } from '#crawler/discover/identity-facts.ts';
import type { AttemptResult, LaunchSpec } from '#db/types.ts';
import { AttemptFailure, interrupted } from './attempt-failure.ts';
import { isAlive } from './folder-lock.ts';
import { findInstalled, installPackage } from './install.ts';
import { type LocalParts, listLocal } from './list-local.ts';
import { listRemote } from './list-remote.ts';
import { planLocalCommand } from './local-command.ts';
import { type Npm, openNpm, readNpmSettings } from './npm.ts';
import { type NpmRegistry, openNpmRegistry } from './npm-registry.ts';
import { type ConnectorLimits, type ConnectorOptions, defaultLimits, defaultMaxCacheBytes } from './options.ts';
import { openPackageCache } from './package-cache.ts';
import { findPackageEntry } from './package-entry.ts';
import { readPackageIdentity } from './package-identity.ts';
import { type PackageSources, readPackageSources } from './package-sources.ts';
import { type PlaceholderFiles, placeholderJson } from './placeholders.ts';
import { createUnsandboxed, type Mount, openSandbox, type Sandbox } from './sandbox/index.ts';
import { findSourceVariables } from './source-variables.ts';

export {
  type ConnectorEvent,
  type ConnectorLimits,
  type ConnectorOptions,
  defaultLimits,
  defaultMaxCacheBytes,
} from './options.ts';
export type { PackageSources } from './package-sources.ts';
export { checkSandbox, type SandboxCheck } from './sandbox/index.ts';

/** Lists servers. One per process; safe to use for several servers at once. */
export interface Connector {
  /** Lists one server. Never throws for the server's fault: how it ended is in the result. */
  list(spec: LaunchSpec, opts: { signal?: AbortSignal }): Promise<AttemptResult>;
  /** The text files of a server that is installed here already, dependencies left out. Starts and installs nothing; never throws. */
  sourceFiles(spec: LaunchSpec): Promise<PackageSources | undefined>;
  /** What the package and its registry say of who it is; empty for what is no npm package. Never throws. Without it, what was said before stands. */
  identityFacts?(spec: LaunchSpec, opts: { signal?: AbortSignal }): Promise<IdentityFacts>;
  /** Ends everything under way and removes every temporary file and process. */
  close(): Promise<void>;
}

/** Folder inside the sandbox that holds `node_modules` of the installed server. */
const serverFolder = '/opt/server';
/** Part of the cache's size that npm's downloads may take beside the installed packages. */
const downloadShare = 0.25;
const placeholderFolder = '/opt/placeholder';

/**
 * Makes a connector: folders, cache, sandbox. Where no sandbox is possible and one is required, it is made all the same
 * and says so for every server that would have to be started.
 * @throws when the cache or scratch folder cannot be made
 */
export async function createConnector(options: ConnectorOptions): Promise<Connector> {
  const limits: ConnectorLimits = { ...defaultLimits, ...options.limits };
  const maxCacheBytes = options.maxCacheBytes ?? defaultMaxCacheBytes;
  const log = options.log ?? (() => {});
  await mkdir(options.cacheDir, { recursive: true });
  sweepScratch(options.scratchDir);
  const scratch = mkdtempSync(join(options.scratchDir, `${process.pid}-`));
  const cache = await openPackageCache(options.cacheDir, maxCacheBytes);
  const sandbox =
    options.sandbox === 'off'
      ? createUnsandboxed({ scratchDir: scratch, node: process.execPath })
      : await openSandbox();
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  let npm: Promise<Npm | undefined> | undefined;
  let registry: Promise<NpmRegistry> | undefined;

  const placeholders = writePlaceholders(scratch);
  const localParts = (ready: Sandbox): LocalParts => ({
    sandbox: ready,
    limits,
    log,
    ...placePlaceholders(ready, placeholders),
  });

  async function attempt(spec: LaunchSpec, signal: AbortSignal): Promise<AttemptResult> {
    if (spec.kind === 'remote')
      return listRemote(
        { limits, allowLoopback: options.allowLoopback ?? false, resolveHost: options.resolveHost },
        spec,
        signal,
      );
    if (spec.kind === 'pypi') throw unsupportedPython();
    if (!('start' in sandbox)) throw new AttemptFailure('sandbox-unavailable', sandbox.reason, sandbox.todo);
    if (spec.kind === 'command') {
      const { command, args, mounts, hidden, cwd } = planLocalCommand(spec, sandbox, [
        ...(options.hidden ?? []),
        options.cacheDir,
        options.scratchDir,
      ]);
      const label = [spec.command, ...spec.args].join(' ');
      return listLocal(
        localParts(sandbox),
        { label, command, args, mounts, hidden, cwd, declared: spec.env, sourceVariables: async () => [] },
        signal,
      );
    }
    npm ??= openNpm({ cacheDir: options.cacheDir, maxDownloadBytes: maxCacheBytes * downloadShare, sandbox });
    const ready = await npm;
    if (ready === undefined)
      throw new AttemptFailure('install-failed', 'npm was not found on this machine.', 'Install Node.js with npm.');
    const installed = await installPackage(
      { cache, npm: ready, limits, maxCacheBytes, log },
      { name: spec.package, version: spec.version },
      signal,
    );
    try {
      const entry = await findPackageEntry(installed.folder, spec.package, spec.bin);
      const mount: Mount = { host: installed.folder, inside: serverFolder };
      const file = join(sandbox.locate(mount), entry.file);
      const runner =
        entry.runner === 'node'
          ? [sandbox.places.node, ...entry.nodeFlags]
          : entry.runner === 'self'
            ? []
            : [entry.runner];
      return await listLocal(
        localParts(sandbox),
        {
          label: `${spec.package}@${installed.version}`,
          command: [...runner, file],
          args: spec.args,
          declared: spec.env,
          mounts: [mount],
          hidden: [],
          packageVersion: installed.version,
          sourceVariables: () => findSourceVariables(join(installed.folder, 'node_modules', spec.package)),
        },
        signal,
      );
    } finally {
      await installed.release();
    }
  }

  return {
    async list(spec, { signal }) {
      const startedAt = performance.now();
      const within = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      const work = (async () => {
        if (within.aborted) throw interrupted();
        return attempt(spec, within);
      })().catch((error: unknown): AttemptResult => {
        const failure = error instanceof AttemptFailure ? error : within.aborted ? interrupted() : unexpected(error);
        return {
          outcome: failure.outcome,
          reason: failure.message,
          todo: failure.todo,
          durationMs: Math.round(performance.now() - startedAt),
        };
      });
      underWay.add(work);
      const result = await work;
      underWay.delete(work);
      return within.aborted && result.outcome !== 'listed' ? { ...result, ...pick(interrupted()) } : result;
    },
    async sourceFiles(spec) {
      if (spec.kind !== 'npm') return undefined;
      const wish = { name: spec.package, version: spec.version };
      const installed = await findInstalled(cache, wish).catch(() => undefined);
      if (installed === undefined) return undefined;
      try {
        const files = await readPackageSources(join(installed.folder, 'node_modules', spec.package));
        return { version: installed.version, files };
      } finally {
        await installed.release();
      }
    },
    async identityFacts(spec, { signal }) {
      if (spec.kind !== 'npm') return {};
      registry ??= readNpmSettings().then(openNpmRegistry);
      const within = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      return readPackageIdentity({ cache, registry: await registry }, spec, within);
    },
    async close() {
      closing.abort(interrupted());
      await Promise.allSettled([...underWay]);
      await (await registry)?.close();
      if ('start' in sandbox) await sandbox.close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** A failure of this machine rather than of the server (no process could be made, no disk); told, not thrown. */
function unexpected(error: unknown): AttemptFailure {
  const message = error instanceof Error ? error.message : String(error);
  return new AttemptFailure('exited', `The server could not be started: ${message}.`, 'Run toolrisk doctor.', {
    cause: error,
  });
}

function unsupportedPython(): AttemptFailure {
  return new AttemptFailure(
    'unsupported-runtime',
    'It is a Python package, and only npm packages are started.',
    'Its tools can be read from source instead.',
  );
}

function pick({ outcome, message, todo }: AttemptFailure): Pick<AttemptResult, 'outcome' | 'reason' | 'todo'> {
  return { outcome, reason: message, todo };
}

/** Makes the scratch folder and removes from it what processes that are gone left behind. */
function sweepScratch(scratchDir: string): void {
  mkdirSync(scratchDir, { recursive: true });
  for (const name of readdirSync(scratchDir)) {
    const pid = /^(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(scratchDir, name), { recursive: true, force: true });
  }
}

function writePlaceholders(scratch: string): string {
  const folder = join(scratch, 'placeholder');
  mkdirSync(folder);
  writeFileSync(join(folder, 'credentials.json'), placeholderJson);
  writeFileSync(join(folder, 'placeholder.txt'), 'placeholder\n');
  return folder;
}

function placePlaceholders(sandbox: Sandbox, host: string): { files: PlaceholderFiles; fileMounts: Mount[] } {
  const mount: Mount = { host, inside: placeholderFolder };
  const at = sandbox.locate(mount);
  return {
    files: { json: join(at, 'credentials.json'), text: join(at, 'placeholder.txt'), directory: sandbox.places.work },
    fileMounts: [mount],
  };
}

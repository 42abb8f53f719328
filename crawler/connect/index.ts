/**
 * Lists the tools of one server: installs it, starts it in a sandbox or reaches it over the network, and always comes
 * back with an outcome and a sentence. The only door into this folder.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IdentityFacts } from '#crawler/discover/identity-facts.ts';
import type { AttemptResult, LaunchSpec, SourceVersion } from '#db/types.ts';
import { AttemptFailure, interrupted } from './attempt-failure.ts';
import { isAlive } from './folder-lock.ts';
import { installPackage } from './install.ts';
import { type LocalParts, listLocal } from './list-local.ts';
import { listRemote } from './list-remote.ts';
import { planLocalCommand } from './local-command.ts';
import { openNpm, readNpmSettings } from './npm.ts';
import { noteOverrides, npmNames, npmPackages } from './npm-packages.ts';
import { type NpmRegistry, openNpmRegistry } from './npm-registry.ts';
import { type ConnectorLimits, type ConnectorOptions, defaultLimits, defaultMaxCacheBytes } from './options.ts';
import { openPackageCache } from './package-cache.ts';
import { findPackageEntry } from './package-entry.ts';
import { readPackageIdentity } from './package-identity.ts';
import type { PackageManager } from './package-manager.ts';
import { placeholderJson, placeholderText } from './placeholders.ts';
import { findPythonEntry, pypiPackages } from './python/packages.ts';
import { findUv, openUv, uvMissing } from './python/uv.ts';
import { createUnsandboxed, type Mount, openSandbox, type Sandbox } from './sandbox/index.ts';
import { createSourceReader, type SourceAnswer, type SourceTarget } from './source/index.ts';
import { findSourceVariables } from './source-variables.ts';

export {
  type ConnectorEvent,
  type ConnectorLimits,
  type ConnectorOptions,
  defaultLimits,
  defaultMaxCacheBytes,
} from './options.ts';
export { findUv } from './python/uv.ts';
export { checkSandbox, type SandboxCheck } from './sandbox/index.ts';
export type { SourceAnswer, SourceTarget } from './source/index.ts';

/** Lists servers. One per process; safe to use for several servers at once. */
export interface Connector {
  /** Lists one server. Never throws for the server's fault: how it ended is in the result. */
  list(spec: LaunchSpec, opts: { signal?: AbortSignal }): Promise<AttemptResult>;
  /**
   * The source files of a server, from where it is installed, from its registry or from its repository. Starts and
   * installs nothing; never throws. The source that is `known` is not fetched again.
   */
  source(target: SourceTarget, opts: { signal: AbortSignal; known?: SourceVersion }): Promise<SourceAnswer>;
  /**
   * The version of a package that would be started today, without installing it. Undefined where nothing says: no
   * package, or a registry that does not answer. Never throws.
   */
  newestVersion?(spec: LaunchSpec, opts: { signal: AbortSignal }): Promise<string | undefined>;
  /** What the package and its registry say of who it is; empty for what is no npm package. Never throws. Without it, what was said before stands. */
  identityFacts?(spec: LaunchSpec, opts: { signal?: AbortSignal }): Promise<IdentityFacts>;
  /** Ends everything under way and removes every temporary file and process. */
  close(): Promise<void>;
}

/** Folder inside the sandbox that holds `node_modules` of the installed server. */
const serverFolder = '/opt/server';
/** Part of the cache's size that npm's downloads may take beside the installed packages, and uv's as well. */
const downloadShare = 0.125;
const placeholderFolder = '/opt/placeholder';
/** What lies in it. */
const fileNames = { json: 'credentials.json', text: 'placeholder.txt', addonStandIn: 'addon-stand-in.mts' };

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
  const managers = new Map<PackageSpec['kind'], Promise<PackageManager>>();
  const readSource = createSourceReader({
    cache,
    registries: {
      ...options.registries,
      allowLoopback: options.allowLoopback ?? false,
      resolveHost: options.resolveHost,
    },
    github: options.github ?? {},
    closing: closing.signal,
  });
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
    if (spec.kind === 'pypi' && findUv() === undefined) throw uvMissing();
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
        { label, command, args, mounts, hidden, cwd, declared: spec.env, notes: [], sourceVariables: async () => [] },
        signal,
      );
    }
    return attemptPackage(sandbox, spec, signal);
  }

  async function attemptPackage(ready: Sandbox, spec: PackageSpec, signal: AbortSignal): Promise<AttemptResult> {
    const manager = await openManager(spec.kind, ready);
    const installed = await installPackage(
      { cache, manager, limits, maxCacheBytes, log },
      { name: spec.package, version: spec.version },
      signal,
    );
    try {
      const mount: Mount = { host: installed.folder, inside: serverFolder };
      const at = ready.locate(mount);
      const { command, mounts, sourceFolder, notes } =
        spec.kind === 'npm'
          ? await npmProgram(ready, at, installed.folder, spec)
          : await pypiProgram(at, installed.folder, spec);
      return await listLocal(
        localParts(ready),
        {
          label: `${spec.package}@${installed.version}`,
          command,
          args: spec.args,
          declared: spec.env,
          mounts: [mount, ...mounts],
          hidden: [],
          packageVersion: installed.version,
          notes,
          sourceVariables: () => findSourceVariables(sourceFolder),
        },
        signal,
      );
    } finally {
      await installed.release();
    }
  }

  function openManager(kind: PackageSpec['kind'], ready: Sandbox): Promise<PackageManager> {
    const known = managers.get(kind);
    if (known !== undefined) return known;
    const parts = { cacheDir: options.cacheDir, maxDownloadBytes: maxCacheBytes * downloadShare, sandbox: ready };
    const opening = kind === 'npm' ? openNpm(parts).then(npmPackages) : openUv(parts).then(pypiPackages);
    managers.set(kind, opening);
    // What is missing may have been installed by the next attempt.
    opening.catch(() => managers.delete(kind));
    return opening;
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
    source: (target, opts) => {
      const within = AbortSignal.any([opts.signal, closing.signal]);
      const reading = readSource(target, { ...opts, signal: within });
      underWay.add(reading);
      return reading.finally(() => underWay.delete(reading));
    },
    async newestVersion(spec, { signal }) {
      if (spec.kind !== 'npm') return undefined;
      if (spec.version !== undefined && npmNames.isExact(spec.version)) return spec.version;
      registry ??= readNpmSettings().then(openNpmRegistry);
      const within = AbortSignal.any([signal, closing.signal]);
      return (await registry).version({ name: spec.package, wish: spec.version, signal: within });
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

type PackageSpec = Extract<LaunchSpec, { kind: 'npm' | 'pypi' }>;

/** The program of an installed package, as seen inside the sandbox, and what it needs besides. */
interface InstalledProgram {
  command: string[];
  mounts: Mount[];
  /** Where the package's own files lie on this machine. */
  sourceFolder: string;
  /** What a reading of it should say of how it was installed. */
  notes: string[];
}

async function npmProgram(sandbox: Sandbox, at: string, folder: string, spec: PackageSpec): Promise<InstalledProgram> {
  const { file, runner, nodeFlags } = await findPackageEntry(folder, spec.package, spec.bin);
  const start = runner === 'node' ? [sandbox.places.node, ...nodeFlags] : runner === 'self' ? [] : [runner];
  return {
    command: [...start, join(at, file)],
    mounts: [],
    sourceFolder: join(folder, 'node_modules', spec.package),
    notes: await noteOverrides(folder),
  };
}

async function pypiProgram(at: string, folder: string, spec: PackageSpec): Promise<InstalledProgram> {
  const { command, mounts, sourceFolder } = await findPythonEntry(folder, spec.package, spec.bin);
  return { command: command.map((path) => join(at, path)), mounts, sourceFolder, notes: [] };
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
  writeFileSync(join(folder, fileNames.json), placeholderJson);
  writeFileSync(join(folder, fileNames.text), placeholderText);
  copyFileSync(join(import.meta.dirname, fileNames.addonStandIn), join(folder, fileNames.addonStandIn));
  return folder;
}

function placePlaceholders(sandbox: Sandbox, host: string): Pick<LocalParts, 'files' | 'fileMounts' | 'addonStandIn'> {
  const mount: Mount = { host, inside: placeholderFolder };
  const at = sandbox.locate(mount);
  return {
    files: { json: join(at, fileNames.json), text: join(at, fileNames.text), directory: sandbox.places.work },
    fileMounts: [mount],
    addonStandIn: join(at, fileNames.addonStandIn),
  };
}

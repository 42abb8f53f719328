/**
 * Lists the tools of one server: installs it, starts it in a sandbox or reaches it over the network, and always comes
 * back with an outcome and a sentence. The only door into this folder.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import PQueue from 'p-queue';
import type { IdentityFacts } from '#crawler/discover/identity-facts.ts';
import { makeFolder } from '#db/folder.ts';
import type { AttemptResult, LaunchPlan, LaunchSpec, SourceVersion } from '#db/types.ts';
import { AttemptFailure, interrupted } from './attempt-failure.ts';
import { isAlive } from './folder-lock.ts';
import { installPackage } from './install.ts';
import { type LocalParts, type LocalProgram, listLocal } from './list-local.ts';
import { listRemote } from './list-remote.ts';
import { planLocalCommand } from './local-command.ts';
import { openInstallKitApart } from './npm/apart.ts';
import { findInstallers } from './npm/resolve.ts';
import { type NpmSettings, readNpmSettings, refuseScope } from './npm.ts';
import { npmNames, npmPackages } from './npm-packages.ts';
import { type NpmRegistry, openNpmRegistry } from './npm-registry.ts';
import {
  type ConnectorLimits,
  type ConnectorOptions,
  defaultLimits,
  type GivenValues,
  leastCacheBytes,
  usualCacheBytes,
} from './options.ts';
import { findOtherStarts } from './other-starts.ts';
import { cacheFolders, openPackageCache } from './package-cache.ts';
import { findPackageEntry, type PackageEntry, resolveEntry } from './package-entry.ts';
import { readPackageIdentity } from './package-identity.ts';
import type { PackageManager } from './package-manager.ts';
import { placeholderJson, placeholderText } from './placeholders.ts';
import { findPythonEntry, pypiPackages } from './python/packages.ts';
import { findUv, openUv, pythonIndexes, uvMissing } from './python/uv.ts';
import { createUnsandboxed, type Mount, openSandbox, type Sandbox } from './sandbox/index.ts';
import { scanLine } from './scan-words.ts';
import { createSourceReader, type SourceAnswer, type SourceTarget } from './source/index.ts';
import { findSourceVariables } from './source-variables.ts';
import type { OtherProgram } from './start-plan.ts';

export {
  type ConnectorEvent,
  type ConnectorLimits,
  type ConnectorOptions,
  defaultLimits,
  type GivenValues,
} from './options.ts';
export { findUv } from './python/uv.ts';
export { checkSandbox, type SandboxCheck } from './sandbox/index.ts';
export type { SourceAnswer, SourceTarget } from './source/index.ts';

/** Lists servers. One per process; safe to use for several servers at once. */
export interface Connector {
  /** Lists one server. Never throws for the server's fault: how it ended is in the result. */
  list(spec: LaunchSpec, opts: { signal?: AbortSignal; given?: GivenValues }): Promise<AttemptResult>;
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
/** Longest folder for sockets, characters: their paths may have 107 in all. */
const maxSocketFolderChars = 80;
const placeholderFolder = '/opt/placeholder';
/** What stands in for the network, here and inside. */
const networkStandIn: Mount = { host: join(import.meta.dirname, 'stand-in'), inside: '/opt/stand-in' };
/** What asks servers over HTTP, here and inside. */
const httpBridge: Mount = { host: join(import.meta.dirname, 'http-bridge'), inside: '/opt/http-bridge' };
/** What lies in the folder of placeholders. */
const fileNames = {
  json: 'credentials.json',
  text: 'placeholder.txt',
  addonStandIn: 'addon-stand-in.mts',
  keepGoing: 'keep-going.mts',
};

/**
 * Makes a connector: folders, cache, sandbox. Where no sandbox is possible and one is required, it is made all the same
 * and says so for every server that would have to be started. `await using` closes it.
 * @throws when the cache or scratch folder cannot be made
 */
export async function createConnector(options: ConnectorOptions): Promise<Connector & AsyncDisposable> {
  const limits: ConnectorLimits = { ...defaultLimits, ...options.limits };
  const log = options.log ?? (() => {});
  makeFolder(options.cacheDir);
  const { bavail, bsize } = statfsSync(options.cacheDir);
  const maxCacheBytes = options.maxCacheBytes ?? usualCacheBytes(bavail * bsize);
  sweepScratch(options.scratchDir);
  const scratch = mkdtempSync(join(options.scratchDir, `${process.pid}-`));
  const sockets = scratch.length <= maxSocketFolderChars ? scratch : mkdtempSync(join(tmpdir(), 'toolrisk-'));
  let settings: Promise<NpmSettings> | undefined;
  const readSettings = () => {
    settings ??= readNpmSettings();
    return settings;
  };
  const { store, documents, wheels, staging } = cacheFolders(options.cacheDir);
  const kit = openInstallKitApart(async () => ({
    settings: await readSettings(),
    store,
    indexes: pythonIndexes(),
    documents,
    wheels,
    staging,
    maxTreeBytes: options.maxCacheBytes ?? leastCacheBytes,
  }));
  const cache = await openPackageCache(options.cacheDir, maxCacheBytes, kit);
  const sandbox =
    options.sandbox === 'off'
      ? createUnsandboxed({ scratchDir: scratch, node: process.execPath })
      : await openSandbox();
  // Each waits for its own: while some servers start, what is next is fetched.
  const installing = new PQueue({ concurrency: options.atOnce ?? Number.POSITIVE_INFINITY });
  const starting = new PQueue({ concurrency: options.atOnce ?? Number.POSITIVE_INFINITY });
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const managers = new Map<PackageSpec['kind'], Promise<PackageManager>>();
  const readSource = createSourceReader({
    cache,
    registries: {
      ...options.registries,
      readSettings,
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
    networkStandIn,
    httpBridge,
    ...placePlaceholders(ready, placeholders),
  });

  async function attempt(spec: LaunchSpec, given: GivenValues, signal: AbortSignal): Promise<AttemptResult> {
    if (spec.kind === 'remote')
      return listRemote(
        { limits, allowLoopback: options.allowLoopback ?? false, resolveHost: options.resolveHost },
        spec,
        given.headers ?? {},
        signal,
      );
    if (spec.kind === 'pypi' && findUv() === undefined) throw uvMissing();
    if (!('start' in sandbox)) throw new AttemptFailure('sandbox-unavailable', sandbox.reason, sandbox.todo);
    if (spec.kind === 'command') {
      const { command, args, mounts, hidden, cwd } = planLocalCommand(
        spec,
        sandbox,
        [...(options.hidden ?? []), options.cacheDir, options.scratchDir],
        options.sandbox === 'off',
      );
      const label = [spec.command, ...spec.args].join(' ');
      return start(
        sandbox,
        {
          spec,
          label,
          command,
          args,
          mounts,
          hidden,
          cwd,
          declared: spec.env,
          given: given.env ?? {},
          notes: [],
          sourceVariables: async () => [],
          otherStarts: async () => [],
        },
        signal,
      );
    }
    return attemptPackage(sandbox, spec, given, signal);
  }

  /** Another registry may have another package of that name. */
  async function isElsewhere(spec: LaunchPlan | null): Promise<boolean> {
    return spec?.kind === 'npm' && refuseScope(spec.package, await readSettings()) !== undefined;
  }

  function start(ready: Sandbox, program: LocalProgram, signal: AbortSignal): Promise<AttemptResult> {
    return starting.add(() => listLocal(localParts(ready), program, signal));
  }

  async function attemptPackage(
    ready: Sandbox,
    spec: PackageSpec,
    given: GivenValues,
    signal: AbortSignal,
  ): Promise<AttemptResult> {
    if (await isElsewhere(spec))
      throw new AttemptFailure(
        'install-failed',
        `${spec.package} is from a registry of its own by the settings of npm, which is not asked.`,
        `Start it by its own command: ${scanLine(spec, { noSandbox: true })}`,
      );
    const manager = await openManager(spec.kind, ready);
    const wish = { name: spec.package, version: spec.version };
    const installed = await installing.add(() =>
      installPackage({ cache, manager, limits, maxCacheBytes, log }, wish, signal),
    );
    try {
      const mount: Mount = { host: installed.folder, inside: serverFolder };
      const at = ready.locate(mount);
      const { command, mounts, sourceFolder, otherStarts } =
        spec.kind === 'npm'
          ? await npmProgram(ready, at, installed.folder, spec)
          : await pypiProgram(at, installed.folder, spec);
      return await start(
        ready,
        {
          spec,
          label: `${spec.package}@${installed.version}`,
          command,
          args: spec.args,
          declared: spec.env,
          given: given.env ?? {},
          mounts: [mount, ...mounts],
          hidden: [],
          packageVersion: installed.version,
          notes: installed.notes,
          ...(installed.lacks && { lacks: installed.lacks }),
          sourceVariables: () => findSourceVariables(sourceFolder),
          otherStarts,
          isIntact: installed.isIntact,
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
    const opening =
      kind === 'npm'
        ? Promise.resolve(npmPackages({ kit, installers: findInstallers(ready), socketDir: sockets }))
        : openUv({ sandbox: ready, kit, socketDir: sockets }).then((uv) => pypiPackages(uv, kit));
    managers.set(kind, opening);
    // What is missing may have been installed by the next attempt.
    opening.catch(() => managers.delete(kind));
    return opening;
  }

  async function close(): Promise<void> {
    closing.abort(interrupted());
    await Promise.allSettled([...underWay]);
    await (await registry)?.close();
    await kit.end();
    if ('start' in sandbox) await sandbox.close();
    await rm(scratch, { recursive: true, force: true });
    await rm(sockets, { recursive: true, force: true });
  }

  return {
    async list(spec, { signal, given = {} }) {
      const startedAt = performance.now();
      const within = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      const work = (async () => {
        if (within.aborted) throw interrupted();
        return attempt(spec, given, within);
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
      const reading = isElsewhere(target.launch).then((elsewhere) =>
        readSource(elsewhere ? { ...target, launch: null } : target, { ...opts, signal: within }),
      );
      underWay.add(reading);
      return reading.finally(() => underWay.delete(reading));
    },
    async newestVersion(spec, { signal }) {
      if (spec.kind !== 'npm' || (await isElsewhere(spec))) return undefined;
      if (spec.version !== undefined && npmNames.isExact(spec.version)) return spec.version;
      registry ??= readSettings().then(openNpmRegistry);
      const within = AbortSignal.any([signal, closing.signal]);
      return (await registry).version({ name: spec.package, wish: spec.version, signal: within });
    },
    async identityFacts(spec, { signal }) {
      if (spec.kind !== 'npm' || (await isElsewhere(spec))) return {};
      registry ??= readSettings().then(openNpmRegistry);
      const within = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      return readPackageIdentity({ cache, registry: await registry }, spec, within);
    },
    close,
    [Symbol.asyncDispose]: close,
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
  otherStarts: () => Promise<readonly OtherProgram[]>;
}

async function npmProgram(sandbox: Sandbox, at: string, folder: string, spec: PackageSpec): Promise<InstalledProgram> {
  const commandOf = ({ file, runner, nodeFlags }: PackageEntry) => [
    ...(runner === 'node' ? [sandbox.places.node, ...nodeFlags] : runner === 'self' ? [] : [runner]),
    join(at, file),
  ];
  const sourceFolder = join(folder, 'node_modules', spec.package);
  const entry = await findPackageEntry(folder, spec.package, spec.bin);
  const otherStarts = async (): Promise<OtherProgram[]> => {
    const starts = await findOtherStarts(
      folder,
      spec.package,
      relative(join('node_modules', spec.package), entry.file),
    );
    const programs = starts.map(async ({ file, ...start }) => {
      if (file === undefined) return [start];
      const found = await resolveEntry(folder, spec.package, file).catch(() => undefined);
      return found === undefined ? [] : [{ ...start, command: commandOf(found) }];
    });
    return (await Promise.all(programs)).flat();
  };
  return { command: commandOf(entry), mounts: [], sourceFolder, otherStarts };
}

async function pypiProgram(at: string, folder: string, spec: PackageSpec): Promise<InstalledProgram> {
  const { command, mounts, sourceFolder } = await findPythonEntry(folder, spec.package, spec.bin);
  return { command: command.map((path) => join(at, path)), mounts, sourceFolder, otherStarts: async () => [] };
}

function pick({ outcome, message, todo }: AttemptFailure): Pick<AttemptResult, 'outcome' | 'reason' | 'todo'> {
  return { outcome, reason: message, todo };
}

/** Makes the scratch folder and removes from it what processes that are gone left behind. */
function sweepScratch(scratchDir: string): void {
  makeFolder(scratchDir);
  for (const name of readdirSync(scratchDir)) {
    const pid = /^(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(scratchDir, name), { recursive: true, force: true });
  }
}

function writePlaceholders(scratch: string): string {
  const folder = join(scratch, 'placeholder');
  mkdirSync(folder);
  writeFileSync(join(folder, fileNames.json), placeholderJson());
  writeFileSync(join(folder, fileNames.text), placeholderText);
  for (const name of [fileNames.addonStandIn, fileNames.keepGoing])
    copyFileSync(join(import.meta.dirname, name), join(folder, name));
  return folder;
}

function placePlaceholders(
  sandbox: Sandbox,
  host: string,
): Pick<LocalParts, 'files' | 'fileMounts' | 'addonStandIn' | 'keepGoing'> {
  const mount: Mount = { host, inside: placeholderFolder };
  const at = sandbox.locate(mount);
  return {
    files: { json: join(at, fileNames.json), text: join(at, fileNames.text), directory: sandbox.places.work },
    fileMounts: [mount],
    addonStandIn: join(at, fileNames.addonStandIn),
    keepGoing: join(at, fileNames.keepGoing),
  };
}

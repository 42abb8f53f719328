/** Lets an installer decide which versions a package needs and where they lie: bun, or npm where bun cannot. */
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findNpmCli } from '#crawler/connect/npm.ts';
import { outsideReason, runInstaller } from '#crawler/connect/run-installer.ts';
import type { Mount, Sandbox } from '#crawler/connect/sandbox/index.ts';
import type { Lock } from './install-kit.ts';

/** The question an installer answers. */
export interface Resolution {
  /** The gateway's socket on this machine. */
  socket: string;
  name: string;
  wanted: string;
  signal: AbortSignal;
  timeoutMs: number;
}

/** What it decided, or its own words on why it did not. Hostile text. */
export type Resolved = { ok: true; lock: Lock } | { ok: false; said: string; timedOut: boolean };

/** One installer. */
export interface Installer {
  id: Lock['kind'];
  /** Never throws for the installer's failure. */
  resolve(resolution: Resolution): Promise<Resolved>;
}

/** Largest lock file, bytes. 2,500 packages at 300 bytes each are less than one MB. */
const maxLockBytes = 16 * 1024 * 1024;
const bridgeName = 'bridge.mts';

/** The installers of this machine, in the order they are asked. Each runs without network, and sees no file of any package. */
export function findInstallers(sandbox: Sandbox): Installer[] {
  const bun = findBun();
  const npm = findNpmCli();
  return [
    ...(bun === undefined ? [] : [bunInstaller(sandbox, bun)]),
    ...(npm === undefined ? [] : [npmInstaller(sandbox, npm)]),
  ];
}

function bunInstaller(sandbox: Sandbox, bun: string): Installer {
  const mount: Mount = { host: bun, inside: '/opt/installer/bun' };
  return {
    id: 'bun',
    resolve: (resolution) =>
      run(sandbox, resolution, {
        kind: 'bun',
        // bun starts the bridge as well: in a tenth of Node's time.
        runtime: sandbox.locate(mount),
        lockFile: 'bun.lock',
        mounts: [mount],
        command: [
          sandbox.locate(mount),
          'install',
          '--lockfile-only',
          '--save-text-lockfile',
          '--ignore-scripts',
          '--no-env-file',
          '--no-progress',
          '--linker=hoisted',
          '--minimum-release-age=0',
          '--registry={registry}',
          '--cache-dir={folder}/cache',
        ],
      }),
  };
}

function npmInstaller(sandbox: Sandbox, cli: string): Installer {
  const root = dirname(dirname(cli));
  const mount: Mount = { host: root, inside: '/opt/installer/npm' };
  return {
    id: 'npm',
    resolve: (resolution) =>
      run(sandbox, resolution, {
        kind: 'npm',
        runtime: sandbox.places.node,
        lockFile: 'package-lock.json',
        mounts: [mount],
        command: [
          sandbox.places.node,
          join(sandbox.locate(mount), 'bin/npm-cli.js'),
          'install',
          '--package-lock-only',
          '--ignore-scripts',
          '--no-audit',
          '--no-fund',
          '--no-update-notifier',
          '--loglevel=error',
          '--registry={registry}',
          '--cache={folder}/cache',
          // npm refuses to read one file as both.
          '--userconfig={folder}/npmrc-user',
          '--globalconfig={folder}/npmrc-global',
        ],
      }),
  };
}

async function run(
  sandbox: Sandbox,
  { socket, name, wanted, signal, timeoutMs }: Resolution,
  program: { kind: Lock['kind']; runtime: string; lockFile: string; mounts: Mount[]; command: string[] },
): Promise<Resolved> {
  const bridge: Mount = { host: join(import.meta.dirname, bridgeName), inside: `/opt/installer/${bridgeName}` };
  const door: Mount = { host: socket, inside: '/opt/installer/registry.sock' };
  const manifest = { private: true, dependencies: { [name]: wanted } };
  const result = await runInstaller(sandbox, {
    argv: [
      program.runtime,
      sandbox.locate(bridge),
      sandbox.locate(door),
      JSON.stringify(manifest),
      program.lockFile,
      ...program.command,
    ],
    env: { NO_COLOR: '1', DO_NOT_TRACK: '1' },
    readOnly: [bridge, door, ...program.mounts],
    writable: [],
    maxOutputBytes: maxLockBytes,
    signal,
    timeoutMs,
  });
  if (result.exit.code === 0 && result.stdout !== '')
    return { ok: true, lock: { kind: program.kind, text: result.stdout } };
  return { ok: false, said: outsideReason(result, timeoutMs) ?? result.stderr, timedOut: result.timedOut };
}

/** Larger than the stub, smaller than any program, bytes. */
const maxStubBytes = 1024 * 1024;

/** bun's program for this machine, which npm puts into a package of its own. */
function findBun(): string | undefined {
  const arch = process.arch === 'arm64' ? 'aarch64' : process.arch;
  const { resolve } = createRequire(import.meta.url);
  for (const variant of ['', '-musl', '-baseline', '-musl-baseline']) {
    try {
      const manifest = resolve(`@oven/bun-${process.platform}-${arch}${variant}/package.json`);
      const program = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'bun.exe' : 'bun');
      if (existsSync(program)) return program;
    } catch {
      // Made for another machine.
    }
  }
  // Where npm ran bun's install script, that moved the program out of there, to where a stub of some hundred bytes stood.
  const moved = join(dirname(resolve('bun/package.json')), 'bin', 'bun.exe');
  return existsSync(moved) && statSync(moved).size > maxStubBytes ? moved : undefined;
}

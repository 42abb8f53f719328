import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AttemptFailure } from '#crawler/connect/attempt-failure.ts';
import { findOnPath } from '#crawler/connect/host-paths.ts';
import type { InstallKit } from '#crawler/connect/npm/install-kit.ts';
import type { InstallPlace } from '#crawler/connect/package-manager.ts';
import { outsideReason, runInstaller } from '#crawler/connect/run-installer.ts';
import type { Mount, Sandbox } from '#crawler/connect/sandbox/index.ts';
import { cleanLine, cutText } from '#crawler/text/clean.ts';
import { interpreterMounts } from './interpreter.ts';

/** How a run of uv ended. */
export interface UvResult {
  ok: boolean;
  /** uv's whole message in one line; empty when ok. */
  reason: string;
}

/** uv, run without the user's secrets. */
export interface Uv {
  /** The interpreters it may use, by path. */
  interpreters: readonly string[];
  /** Runs `uv tool …` in a folder that becomes the tool folder. Never throws for uv's failure. */
  runTool(args: string[], place: InstallPlace): Promise<UvResult>;
}

/** Settings of the user's uv that name indexes, the one asked first before the others; several stand in one with spaces between. */
const extraIndexes = ['UV_INDEX', 'UV_EXTRA_INDEX_URL'];
const defaultIndexes = ['UV_DEFAULT_INDEX', 'UV_INDEX_URL'];
const publicIndex = 'https://pypi.org/simple';
/** Time for uv to say which interpreters there are, milliseconds. */
const findTimeoutMs = 20_000;
/** Interpreters beside the usual one that packages with other demands may use. */
const maxInterpreters = 12;
/** uv's own cache during one installation, in the folder it installs to. */
const cacheName = '.uv-cache';
const bridgeFile = join(import.meta.dirname, '..', 'npm', 'bridge.mts');

/** The failure of a Python package where uv is missing. */
export function uvMissing(): AttemptFailure {
  return new AttemptFailure(
    'unsupported-runtime',
    'It is a Python package, and uv, which installs those, is not on this machine.',
    'Install uv: https://docs.astral.sh/uv',
  );
}

/** Addresses of the indexes the user's uv is set to. One with credentials in it is left out. */
export function pythonIndexes(): string[] {
  const valuesOf = (names: string[]) => names.flatMap((name) => (process.env[name] ?? '').split(/\s+/));
  const addressOf = (word: string) => word.replace(/^[\w-]+=(?=https?:)/, '');
  const usable = (word: string) => /^https?:\/\/[^@]+$/.test(word) && URL.canParse(word);
  const usual = valuesOf(defaultIndexes).map(addressOf).find(usable) ?? publicIndex;
  return [...new Set([...valuesOf(extraIndexes).map(addressOf).filter(usable), usual])];
}

/** The program `uv` of this machine. */
export function findUv(): string | undefined {
  return findOnPath('uv', '/');
}

/** Most an environment may take on the disk, bytes, and its files with those of its wheels. */
const maxEnvironmentBytes = 2 * 1024 * 1024 * 1024;
const maxEnvironmentFiles = 250_000;

/**
 * Prepares uv: finds it and the interpreters it would use. It runs in the same sandbox as servers, without network and with
 * one writable folder; its index is a gateway that gives out verified wheels only, so that nothing of a package is run. Its
 * own cache lies in that folder and is gone afterwards.
 * @throws AttemptFailure `unsupported-runtime` where there is no uv, or it has no Python
 */
export async function openUv(options: {
  sandbox: Sandbox;
  kit: Pick<InstallKit, 'openIndex' | 'closeIndex' | 'removeTree'>;
  /** Folder for the sockets of gateways. */
  socketDir: string;
}): Promise<Uv> {
  const { sandbox, kit, socketDir } = options;
  const found = findUv();
  if (found === undefined) throw uvMissing();
  const uv = realpathSync(found);
  const pythons = await findPythons(uv);
  if (pythons.length === 0) {
    throw new AttemptFailure('unsupported-runtime', 'uv finds no Python on this machine.', 'Run uv python install.');
  }
  const same = (path: string): Mount => ({ host: path, inside: path });
  const bridge: Mount = { host: bridgeFile, inside: '/opt/installer/bridge.mts' };
  let runs = 0;
  return {
    interpreters: pythons,
    async runTool(args, { folder, signal, timeoutMs }) {
      runs += 1;
      const id = `python-${runs}`;
      const door: Mount = { host: join(socketDir, `${id}.sock`), inside: '/opt/installer/index.sock' };
      await kit.openIndex(id, door.host);
      let refused: string[] = [];
      const result = await runInstaller(sandbox, {
        argv: [
          sandbox.places.node,
          sandbox.locate(bridge),
          sandbox.locate(door),
          ...['', '', uv, 'tool', ...args, '--no-config', '--no-progress'],
        ],
        env: {
          NO_COLOR: '1',
          PATH: [...new Set([...pythons.map(dirname), '/usr/local/bin', '/usr/bin', '/bin'])].join(':'),
          UV_DEFAULT_INDEX: '{registry}simple',
          UV_CACHE_DIR: join(folder, cacheName),
          UV_TOOL_DIR: folder,
          UV_TOOL_BIN_DIR: join(folder, 'bin'),
          UV_LINK_MODE: 'hardlink',
          UV_NO_ENV_FILE: '1',
          UV_PYTHON_DOWNLOADS: 'never',
        },
        readOnly: [same(uv), ...pythons.flatMap(interpreterMounts), bridge, door],
        writable: [{ ...same(folder), maxBytes: maxEnvironmentBytes, maxFiles: maxEnvironmentFiles }],
        cwd: folder,
        signal,
        timeoutMs,
      }).finally(async () => {
        refused = await kit.closeIndex(id);
        await kit.removeTree(join(folder, cacheName));
      });
      if (result.exit.code === 0) return { ok: true, reason: '' };
      const said = condense([...refused, result.stderr, result.stdout].join('\n'));
      return { ok: false, reason: outsideReason(result, timeoutMs) ?? said };
    },
  };
}

/** Interpreters by path, the one uv would take first. The user's own uv is asked, with the user's own settings. */
async function findPythons(uv: string): Promise<string[]> {
  const [usual, listed] = await Promise.all([
    ask(uv, ['python', 'find', '--system']),
    ask(uv, ['python', 'list', '--only-installed', '--output-format', 'json']),
  ]);
  let others: unknown[] = [];
  try {
    const parsed: unknown = JSON.parse(listed);
    if (Array.isArray(parsed)) others = parsed.map((item: { path?: unknown } | null) => item?.path);
  } catch {
    // A uv that does not speak JSON yet: its usual interpreter has to do.
  }
  const paths = [usual.trim(), ...others].filter((path): path is string => typeof path === 'string');
  return [...new Set(paths)].filter((path) => path.startsWith('/') && existsSync(path)).slice(0, maxInterpreters);
}

function ask(uv: string, args: string[]): Promise<string> {
  // From the root, so that no project and no environment around this process has a say.
  return new Promise((resolve) => {
    execFile(uv, args, { cwd: '/', timeout: findTimeoutMs }, (_error, stdout) => resolve(stdout));
  });
}

/** uv's message in one line, without the lines it draws. */
export function condense(output: string): string {
  const text = output
    .replace(/[×╰─▶│├]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^\s*error:\s*/i, '')
    .trim();
  return cutText(cleanLine(text) || 'uv ended without a reason', 600);
}

import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AttemptFailure } from '#crawler/connect/attempt-failure.ts';
import { cleanLine, cutText } from '#crawler/connect/clean-json.ts';
import { findOnPath } from '#crawler/connect/host-paths.ts';
import type { InstallPlace } from '#crawler/connect/package-manager.ts';
import { boundDownloads, networkSettings, outsideReason, runInstaller } from '#crawler/connect/run-installer.ts';
import type { Mount, Sandbox } from '#crawler/connect/sandbox/index.ts';
import { interpreterMounts } from './interpreter.ts';

/** How a run of uv ended. */
export interface UvResult {
  ok: boolean;
  /** uv's whole message in one line; empty when ok. */
  reason: string;
}

/** uv, run without the user's secrets. */
export interface Uv {
  /** Runs `uv tool …` in a folder that becomes the tool folder. Never throws for uv's failure. */
  runTool(args: string[], place: InstallPlace): Promise<UvResult>;
}

/** Settings of the user's uv without which an index is not reached. One with credentials in it is not handed on. */
const inherited = ['UV_DEFAULT_INDEX', 'UV_INDEX_URL', 'UV_INDEX', 'UV_EXTRA_INDEX_URL', 'UV_NATIVE_TLS'];
/** Time for uv to say which interpreters there are, milliseconds. */
const findTimeoutMs = 20_000;
/** Interpreters beside the usual one that packages with other demands may use. */
const maxInterpreters = 12;

/** The failure of a Python package where uv is missing. */
export function uvMissing(): AttemptFailure {
  return new AttemptFailure(
    'unsupported-runtime',
    'It is a Python package, and uv, which installs those, is not on this machine.',
    'Install uv: https://docs.astral.sh/uv',
  );
}

/** The program `uv` of this machine. */
export function findUv(): string | undefined {
  return findOnPath('uv', '/');
}

/**
 * Prepares uv: finds it and the interpreters it would use. Installation runs in the same sandbox as servers, but with the
 * network and one writable folder, from wheels only, so that nothing of a package is run, and without any secret.
 * @throws AttemptFailure `unsupported-runtime` where there is no uv, or it has no Python
 */
export async function openUv(options: {
  cacheDir: string;
  /** uv's own download cache is emptied when it is found larger than this, bytes. */
  maxDownloadBytes: number;
  sandbox: Sandbox;
}): Promise<Uv> {
  const found = findUv();
  if (found === undefined) throw uvMissing();
  const uv = realpathSync(found);
  const pythons = await findPythons(uv);
  if (pythons.length === 0) {
    throw new AttemptFailure('unsupported-runtime', 'uv finds no Python on this machine.', 'Run uv python install.');
  }
  const uvCache = join(options.cacheDir, 'uv');
  await boundDownloads(options.cacheDir, uvCache, options.maxDownloadBytes);
  await mkdir(uvCache, { recursive: true });
  const network = networkSettings();
  const same = (path: string): Mount => ({ host: path, inside: path });
  const certificates = [network.NODE_EXTRA_CA_CERTS, network.SSL_CERT_FILE].filter((path) => path && existsSync(path));
  const settings = Object.fromEntries(
    inherited.flatMap((name) =>
      process.env[name] && !process.env[name].includes('@') ? [[name, process.env[name]]] : [],
    ),
  );
  return {
    async runTool(args, { folder, signal, timeoutMs }) {
      const result = await runInstaller(options.sandbox, {
        argv: [uv, 'tool', ...args, '--no-config', '--no-progress'],
        env: {
          ...network,
          ...settings,
          NO_COLOR: '1',
          PATH: [...new Set([...pythons.map(dirname), '/usr/local/bin', '/usr/bin', '/bin'])].join(':'),
          UV_CACHE_DIR: uvCache,
          UV_TOOL_DIR: folder,
          UV_TOOL_BIN_DIR: join(folder, 'bin'),
          UV_LINK_MODE: 'copy',
          UV_PYTHON_DOWNLOADS: 'never',
        },
        readOnly: [
          same(uv),
          ...pythons.flatMap(interpreterMounts),
          ...certificates.map((path) => same(realpathSync(path as string))),
        ],
        writable: [same(folder), same(uvCache)],
        cwd: folder,
        signal,
        timeoutMs,
      });
      if (result.exit.code === 0) return { ok: true, reason: '' };
      const said = condense(`${result.stderr}\n${result.stdout}`);
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

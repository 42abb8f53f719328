import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { AttemptFailure } from './attempt-failure.ts';
import { cleanLine, cutText } from './clean-json.ts';
import { boundDownloads, networkSettings, outsideReason, runInstaller } from './run-installer.ts';
import type { Mount, Sandbox } from './sandbox/index.ts';

/** How a run of npm ended. */
export interface NpmResult {
  ok: boolean;
  stdout: string;
  /** npm's own reason, condensed to one sentence; empty when ok. */
  reason: string;
  /** npm's error code (`E404`, `ETARGET` …), if it gave one. */
  code: string;
}

/** npm, run without the user's secrets. */
export interface Npm {
  /** Runs npm in a folder that it may write to. Never throws for npm's failure. */
  run(args: string[], options: { folder: string; signal: AbortSignal; timeoutMs: number }): Promise<NpmResult>;
}

/** Settings of the user's npm that are no secrets and without which a registry behind a proxy is not reached. */
const inherited = ['registry', 'cafile', 'strict-ssl', 'proxy', 'https-proxy', 'noproxy'] as const;
/** Those settings, where they are set, and the same in the environment. */
export type NpmSettings = Partial<Record<(typeof inherited)[number], string>> & { env: Record<string, string> };
/** Time for reading the user's configuration, milliseconds. */
const configTimeoutMs = 20_000;

/**
 * Prepares npm: finds it, and reads the user's registry and proxy settings once. Installation runs in the same sandbox
 * as servers, but with the network and one writable folder, without install scripts and without any token of the user's.
 * @throws AttemptFailure `install-failed` where there is no npm
 */
export async function openNpm(options: {
  cacheDir: string;
  /** npm's own download cache is emptied when it is found larger than this, bytes. */
  maxDownloadBytes: number;
  sandbox: Sandbox;
}): Promise<Npm> {
  const cli = findNpmCli();
  if (cli === undefined) {
    throw new AttemptFailure('install-failed', 'npm was not found on this machine.', 'Install Node.js with npm.');
  }
  const npmCache = join(options.cacheDir, 'npm');
  await boundDownloads(options.cacheDir, npmCache, options.maxDownloadBytes);
  await mkdir(npmCache, { recursive: true });
  // npm refuses to read one file as both configurations.
  const userConfig = join(options.cacheDir, 'npmrc-user');
  const globalConfig = join(options.cacheDir, 'npmrc-global');
  await writeFile(userConfig, '');
  await writeFile(globalConfig, '');
  const { env, ...settings } = await readSettings(cli);
  const npmRoot = dirname(dirname(cli));
  const same = (path: string): Mount => ({ host: path, inside: path });
  const certificates = [settings.cafile, env.NODE_EXTRA_CA_CERTS, env.SSL_CERT_FILE].filter(
    (path) => path && existsSync(path),
  );

  return {
    async run(args, { folder, signal, timeoutMs }) {
      const flags = [
        `--cache=${npmCache}`,
        `--userconfig=${userConfig}`,
        `--globalconfig=${globalConfig}`,
        '--no-audit',
        '--no-fund',
        '--no-update-notifier',
        '--loglevel=error',
        ...Object.entries(settings).flatMap(([name, value]) => (value ? [`--${name}=${value}`] : [])),
      ];
      const result = await runInstaller(options.sandbox, {
        argv: [options.sandbox.places.node, cli, ...args, ...flags],
        env: { ...env, NO_COLOR: '1' },
        readOnly: [
          same(npmRoot),
          same(userConfig),
          same(globalConfig),
          ...certificates.map((path) => same(realpathSync(path as string))),
        ],
        writable: [same(folder), same(npmCache)],
        cwd: folder,
        signal,
        timeoutMs,
      });
      const { exit, stdout, stderr } = result;
      if (exit.code === 0) return { ok: true, stdout, reason: '', code: '' };
      const code = /npm (?:ERR!|error) code (\w+)/.exec(stderr)?.[1] ?? '';
      return { ok: false, stdout, code, reason: outsideReason(result, timeoutMs) ?? condense(stderr) };
    },
  };
}

/** npm's message without its decoration, its log path and its repetitions. */
export function condense(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => /^npm (?:ERR!|error)\s+(.*)$/.exec(line)?.[1]?.trim() ?? '')
    .filter(
      (line) =>
        line !== '' &&
        !/^(code|errno|syscall|path|A complete log|Log files|\/|This is probably not|There is likely|You can also|node_modules|or |with |Note that|For a full report)/i.test(
          line,
        ),
    );
  return cutText(cleanLine([...new Set(lines)].slice(0, 2).join(' ')) || 'npm ended without a reason', 240);
}

/** The program text of npm: the one that runs this process, else the one on PATH. */
function findNpmCli(): string | undefined {
  const running = process.env.npm_execpath;
  if (running !== undefined && basename(running) === 'npm-cli.js' && existsSync(running)) return realpathSync(running);
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'npm');
    if (!folder.startsWith('/') || !existsSync(path)) continue;
    const target = realpathSync(path);
    if (target.endsWith('.js')) return target;
    // A shell wrapper beside an installed npm.
    const beside = join(dirname(target), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
    if (existsSync(beside)) return realpathSync(beside);
  }
  return undefined;
}

/** Settings of the user's npm without any secret; only those of the environment where npm is not found. */
export function readNpmSettings(): Promise<NpmSettings> {
  return readSettings(findNpmCli());
}

async function readSettings(cli: string | undefined): Promise<NpmSettings> {
  const env = networkSettings();
  if (cli === undefined) return { env };
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [cli, 'config', 'get', ...inherited], { timeout: configTimeoutMs }, (_error, stdout) =>
      resolve(stdout),
    );
  });
  const settings: NpmSettings = { env };
  for (const line of output.split('\n')) {
    const [, name, value] = /^([\w-]+)=(.*)$/.exec(line.trim()) ?? [];
    const known = inherited.find((item) => item === name);
    if (known && value && value !== 'null' && value !== 'undefined') settings[known] = value;
  }
  // A registry address with a user name in it is a secret.
  if (settings.registry?.includes('@')) delete settings.registry;
  if (settings.cafile) {
    if (existsSync(settings.cafile)) settings.cafile = realpathSync(settings.cafile);
    else delete settings.cafile;
  }
  return settings;
}

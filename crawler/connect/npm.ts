import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { networkSettings } from './run-installer.ts';

/** Settings of the user's npm that are no secrets and without which a registry behind a proxy is not reached. */
const inherited = ['registry', 'cafile', 'strict-ssl', 'proxy', 'https-proxy', 'noproxy'] as const;
/** Those settings, where they are set, and the same in the environment. */
export type NpmSettings = Partial<Record<(typeof inherited)[number], string>> & {
  env: Record<string, string>;
  /** Scopes whose packages are from a registry of their own: `@acme`. None where absent. */
  scopes?: string[];
};
/** Time for reading the user's configuration, milliseconds. */
const configTimeoutMs = 20_000;

/** The program text of npm: the one that runs this process, else the one on PATH. */
export function findNpmCli(): string | undefined {
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
  const ask = (words: readonly string[]) =>
    new Promise<string>((resolve) => {
      // From the root, so that no folder this process happens to run in has a say.
      execFile(process.execPath, [cli, 'config', ...words], { cwd: '/', timeout: configTimeoutMs }, (_error, stdout) =>
        resolve(stdout),
      );
    });
  const [output, listed] = await Promise.all([ask(['get', ...inherited]), ask(['list'])]);
  const settings: NpmSettings = { env };
  for (const line of output.split('\n')) {
    const [, name, value] = /^([\w-]+)=(.*)$/.exec(line.trim()) ?? [];
    const known = inherited.find((item) => item === name);
    if (known && value && value !== 'null' && value !== 'undefined') settings[known] = value;
  }
  settings.scopes = [...listed.matchAll(/^(@[^:\s]+):registry\s*=/gm)].map(([, scope = '']) => scope);
  // A registry address with a user name in it is a secret.
  if (settings.registry?.includes('@')) delete settings.registry;
  if (settings.cafile) {
    if (existsSync(settings.cafile)) settings.cafile = realpathSync(settings.cafile);
    else delete settings.cafile;
  }
  return settings;
}

/** Why a package is not asked for: by the user's settings it is from a registry of its own; undefined where it is not. */
export function refuseScope(name: string, { scopes = [] }: Pick<NpmSettings, 'scopes'>): string | undefined {
  const scope = name.startsWith('@') ? (name.split('/')[0] as string) : '';
  return scopes.includes(scope)
    ? `packages of ${scope} are from a registry of their own by the settings of npm, which is not asked`
    : undefined;
}

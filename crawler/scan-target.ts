/** What `toolrisk scan` is pointed at. Pure. */
import { readCommand, redactCommand } from '#crawler/discover/manifests/command-line.ts';
import { parseNpmSpec, parsePypiSpec } from '#crawler/discover/package-spec.ts';
import { StopRun } from '#crawler/errors.ts';
import type { LaunchPlan } from '#db/types.ts';

/** What to scan, and the real values that were given with it. */
export interface ScanTarget {
  plan: LaunchPlan;
  env: Record<string, string>;
  headers: Record<string, string>;
  /** Address of the repository it is run from, where that is all that is known. */
  repository?: string;
}

/** What stands on the command line beside the target. */
export interface ScanOptions {
  /** Whether the words stood behind `--`. */
  isCommand?: boolean;
  /** `NAME` or `NAME=value`. */
  env?: readonly string[];
  /** `Name: value`. */
  headers?: readonly string[];
  /** Further arguments. */
  args?: readonly string[];
  /** Whether it is started with the user's own rights, so that whatever starts it may. */
  unsandboxed?: boolean;
  /** The environment that `NAME` alone is taken from. */
  variables?: Readonly<Record<string, string | undefined>>;
}

/**
 * A launch from the words of the command line. A command is understood for what it starts: `npx -y a-mcp` is the package.
 * @throws {StopRun} when they are no address, no package name and no command, or an option does not fit
 */
export function parseTarget(words: readonly string[], options: ScanOptions = {}): ScanTarget {
  const [first, ...rest] = words;
  if (first === undefined) throw new StopRun('Say what to scan: a URL, a package, or a command after --.');
  const env = readVariables(options.env ?? [], options.variables ?? {});
  const headers = readHeaders(options.headers ?? []);
  const args = [...rest, ...(options.args ?? [])];
  const target = options.isCommand ? fromCommand(first, args, env, options) : fromName(first, args, words);
  const { plan } = target;
  const isRemote = plan.kind === 'remote';
  if (!isRemote && options.headers?.length)
    throw new StopRun('--header is for servers at an address; programs take --env NAME or --arg WORD.');
  if (isRemote && options.env?.length)
    throw new StopRun('--env is for programs; servers at an address take --header "Name: value".');
  if (isRemote && args.length > 0 && !options.isCommand)
    throw new StopRun('A server at an address takes no arguments.');
  return { ...target, env: { ...target.env, ...env }, headers: { ...target.headers, ...headers } };
}

function fromName(first: string, args: string[], words: readonly string[]): ScanTarget {
  const none = { env: {}, headers: {} };
  if (/^https?:\/\//i.test(first))
    return { ...none, plan: { kind: 'remote', url: first, transport: 'auto', headers: [] } };
  const pypi = first.startsWith('pypi:') ? parsePypiSpec(first.slice('pypi:'.length)) : undefined;
  if (pypi) return { ...none, plan: { kind: 'pypi', package: pypi.name, version: pypi.version, args, env: [] } };
  const npm = parseNpmSpec(first);
  if (npm) return { ...none, plan: { kind: 'npm', package: npm.name, version: npm.version, args, env: [] } };
  throw new StopRun(
    `"${first}" is neither a URL nor the name of an npm package (or pypi:<name>). To scan a command, put it after --: toolrisk scan -- ${words.join(' ')}`,
  );
}

/** Programs that would fetch what they start. */
const fetching = /(?:^|[\\/])(?:npx|bunx|npm|pnpm|pnpx|yarn|uvx|pipx|docker|podman|nerdctl)(?:\.(?:exe|cmd))?$/i;

function fromCommand(
  first: string,
  args: string[],
  env: Record<string, string>,
  { unsandboxed = false }: ScanOptions,
): ScanTarget {
  const raw = readCommand(first, args, { env });
  const { start } = raw;
  const values = { env: raw.env, headers: {} };
  const typed: ScanTarget = { env: {}, headers: {}, plan: { kind: 'command', command: first, args, env: [] } };
  switch (start.kind) {
    case 'npm':
    case 'pypi':
      return {
        ...values,
        plan: {
          kind: start.kind,
          package: start.name,
          version: start.version,
          bin: start.bin,
          args: start.args,
          env: [],
        },
      };
    case 'remote':
      return {
        env: {},
        headers: { ...start.headers },
        plan: { kind: 'remote', url: start.url, transport: start.transport, headers: [] },
      };
    case 'program':
      return {
        ...values,
        plan: {
          kind: 'command',
          command: start.command,
          args: start.args,
          env: [],
          ...(raw.cwd !== undefined && { cwd: raw.cwd }),
        },
      };
    default: {
      // What is not certain is started as it stands where that cannot start a stranger's package.
      if (unsandboxed || !fetching.test(first)) return typed;
      const { repository, launch, problem = 'It starts no server.' } = redactCommand(raw, 'own');
      const plan = launch?.kind === 'not-launchable' ? launch : { ...nothing(start.kind === 'image'), reason: problem };
      return {
        ...values,
        plan: { ...plan, todo: nothing(start.kind === 'image').todo },
        ...(repository !== undefined && { repository }),
      };
    }
  }
}

/** What to do about a command that is not started. */
const nothing = (isImage: boolean) =>
  ({
    kind: 'not-launchable',
    outcome: isImage ? 'unsupported-runtime' : 'not-launchable',
    reason: '',
    todo: 'If you trust it, start it with your own rights and network by putting --no-sandbox before the --.',
  }) as const;

function readVariables(
  given: readonly string[],
  variables: NonNullable<ScanOptions['variables']>,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const text of given) {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(text) ?? [];
    if (name === undefined) throw new StopRun('--env takes NAME, a variable of your environment, or NAME=value.');
    const found = value ?? variables[name];
    if (found === undefined)
      throw new StopRun(`${name} is not set in your environment. Set it, or give its value: --env ${name}=value.`);
    env[name] = found;
  }
  return env;
}

function readHeaders(given: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const text of given) {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined || /[\r\n\0]/.test(value))
      throw new StopRun('--header takes "Name: value", such as --header "Authorization: Bearer …".');
    headers[name] = value;
  }
  return headers;
}

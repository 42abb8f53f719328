/** What a command line of a client configuration starts: a package of a registry, an image, a remote, or a local program. Pure. */

import { splitPlainWords, splitShellWords } from '#crawler/discover/commands/shell.ts';
import type { Around, RawCommand } from '#crawler/discover/commands/starter.ts';
import { noServer, notStarted, started } from '#crawler/discover/commands/starter.ts';
import { canonicalRepositoryUrl } from '#crawler/discover/identity.ts';
import { looksSecret } from '#crawler/discover/secrets.ts';
import { starterOf } from '#crawler/discover/starters/index.ts';
import type { InputDeclaration, LaunchPlan, NotLaunchable, PackageRef } from '#db/types.ts';
import {
  hasTemplate,
  isPlainPath,
  keepNames,
  placeholder,
  redactAddress,
  redactArguments,
  redactOwnArguments,
  redactUrl,
} from './redact.ts';

/** What was read from a command line, without anything secret. Where it is a server, `launch` is set; else only `problem`. */
export interface CommandReading {
  launch?: LaunchPlan;
  package?: PackageRef;
  /** Address of the repository it is run from, canonical. */
  repository?: string;
  /** The fixed part of the address of a remote. */
  remoteUrl?: string;
  /** Why nothing is started. */
  problem?: string;
}

/** Whose words they are: somebody's own configuration, of which only what is harmless is kept, or what an author publishes. */
export type Measure = 'own' | 'published';

/** Environment variables by name only, as wanted inputs: whatever value stood there is nobody's business. */
export function declareNames(names: Iterable<string>): InputDeclaration[] {
  return keepNames(names).map((name) => ({ name, required: true, secret: true }));
}

const baseName = (command: string) =>
  (command.trim().split(/[\\/]/).at(-1) ?? command).toLowerCase().replace(/\.(exe|cmd|bat|ps1)$/, '');
/** Wrappers inside wrappers that are followed. */
const maxDepth = 8;

/**
 * Reads a command with its values as they stand. What comes back holds them: `redactCommand` it before anything else.
 * @param command a program, or a whole line
 */
export function readCommand(
  command: string,
  args: readonly string[],
  { env = {}, cwd }: { env?: Record<string, string>; cwd?: string | undefined } = {},
): RawCommand {
  return readWords(wordsOf(command, args), { env, ...(cwd !== undefined && { cwd }) }, 0);
}

function readWords(words: readonly string[], surrounding: Pick<Around, 'env' | 'cwd'>, depth: number): RawCommand {
  const [command = '', ...rest] = words;
  if (command.trim() === '') return noServer('The command is empty.', surrounding);
  if (command.startsWith('-')) return notStarted('What it starts is not certain.', surrounding);
  if (depth > maxDepth)
    return noServer('Its command starts another that starts another, too often to be followed.', surrounding);
  const around: Around = {
    ...surrounding,
    read: (inner, given = {}) => {
      const cwd = given.cwd ?? surrounding.cwd;
      return readWords(
        inner,
        { env: { ...surrounding.env, ...given.env }, ...(cwd !== undefined && { cwd }) },
        depth + 1,
      );
    },
  };
  const program = baseName(command);
  const starter = starterOf.get(program);
  // A program of an own environment (`.venv/bin/python`) is read by the same grammar, and stays the program it is.
  const reading = starter?.read(rest, around, program, command);
  return reading ?? started({ kind: 'program', command, args: rest, understood: 0 }, around);
}

/** A command as words, where a configuration holds a whole line in it. */
function wordsOf(command: string, args: readonly string[]): string[] {
  if (!/\s/.test(command.trim())) return [command, ...args];
  const [first = ''] = splitPlainWords(command);
  const isStarter = starterOf.has(baseName(first));
  // `/opt/My Server/run` is a path with a blank in it.
  if (!isStarter && (args.length > 0 || /[\\/]/.test(first))) return [command, ...args];
  const line = /\\/.test(first) ? splitPlainWords(command) : splitShellWords(command);
  return line === undefined ? ['sh', '-c', command, ...args] : [...line, ...args];
}

/** A server that is not started here, with what can be done about it. */
function cannot(reason: string, outcome: NotLaunchable['outcome'] = 'not-launchable'): NotLaunchable {
  return {
    kind: 'not-launchable',
    outcome,
    reason,
    todo: 'If you trust it, start it by its own command with your own rights: toolrisk scan --no-sandbox -- <command>.',
  };
}

/** Takes everything out of a reading that may be secret or private. */
export function redactCommand(raw: RawCommand, measure: Measure): CommandReading {
  const { start, problem } = raw;
  const env = declareNames(Object.keys(raw.env));
  switch (start.kind) {
    case 'nothing':
      return { problem: problem ?? 'It starts no server.' };
    case 'unknown':
      return { launch: cannot(problem ?? 'What it starts is not certain.'), problem };
    case 'repository': {
      const repository = repositoryOf(start.address);
      const said = problem ?? 'It is run straight from a repository.';
      return repository === undefined
        ? { launch: cannot(said), problem: said }
        : { repository, launch: cannot(said), problem: said };
    }
    case 'image': {
      const name = imageOf(start.name);
      if (name === undefined) return { launch: cannot('What stands where its image would is not the name of one.') };
      return { package: { registry: 'oci', name }, problem };
    }
    case 'remote':
      return { ...redactRemote(start.url, start.transport, Object.keys(start.headers), measure) };
    case 'npm':
    case 'pypi': {
      const { kind, name, bin } = start;
      const version = start.version !== undefined && !looksSecret(start.version) ? start.version : undefined;
      if (bin !== undefined && looksSecret(bin))
        return { launch: cannot('What stands where its program would looks like a secret.') };
      const args =
        measure === 'own'
          ? redactOwnArguments(start.args, { local: false })
          : redactArguments(start.args, { paths: true });
      return {
        launch: { kind, package: name, ...(version && { version }), ...(bin && { bin }), args, env },
        package: { registry: kind, name, ...(version && { version }) },
      };
    }
    case 'program':
      return redactProgram(raw, start, measure, env);
  }
}

function redactProgram(
  { cwd }: RawCommand,
  { command, args, understood }: Extract<RawCommand['start'], { kind: 'program' }>,
  measure: Measure,
  env: InputDeclaration[],
): CommandReading {
  const kept =
    measure === 'own' ? redactOwnArguments(args, { local: true, understood }) : redactArguments(args, { paths: false });
  const lost =
    measure === 'own' && kept.slice(0, understood).some((arg, at) => arg === placeholder && args[at] !== placeholder);
  if (lost || !isPlainPath(command))
    return {
      launch: cannot(
        'Its command has parts that may be secrets or are its user’s to fill in; they are not kept, so it is not started.',
      ),
    };
  return {
    launch: {
      kind: 'command',
      command,
      args: kept,
      env,
      ...(cwd !== undefined && isPlainPath(cwd) && !hasTemplate(cwd) && { cwd }),
    },
  };
}

/** A launch that a manifest describes, without values: the manifest may be somebody's own draft. */
export function ownLaunch(launch: LaunchPlan): Pick<CommandReading, 'launch' | 'remoteUrl'> {
  if (launch.kind === 'not-launchable') return { launch };
  if (launch.kind === 'remote')
    return redactRemote(
      launch.url,
      launch.transport,
      launch.headers.map(({ name }) => name),
      'own',
    );
  const env = keepNames(launch.env.map(({ name }) => name)).map((name) => {
    const { required = true, secret = true } = launch.env.find((input) => input.name === name) ?? {};
    return { name, required, secret };
  });
  return { launch: { ...launch, args: redactOwnArguments(launch.args, { local: launch.kind === 'command' }), env } };
}

/** A remote as it may be kept. Where its address has parts that only its user knows, it is known but not called. */
export function redactRemote(
  address: string,
  transport: 'streamable-http' | 'sse' | 'auto',
  headerNames: readonly string[],
  measure: Measure,
): CommandReading {
  const redacted = redactAddress(address);
  if (redacted === undefined || !/^https?:/.test(redacted.url))
    return { problem: 'Its address is not an http or https address.' };
  if (redacted.open && (measure === 'own' || hasTemplate(address))) {
    return {
      remoteUrl: redacted.url,
      launch: {
        kind: 'not-launchable',
        outcome: 'needs-arguments',
        reason: 'Its address has parts that only its user knows.',
        todo: 'Scan it by your own address: toolrisk scan <url>.',
      },
    };
  }
  const url = measure === 'own' ? redacted.url : redactUrl(address);
  return { remoteUrl: url, launch: { kind: 'remote', url, transport, headers: declareNames(headerNames) } };
}

/** The canonical address of a repository without what may be secret in it: user, branch, parameters. */
function repositoryOf(address: string): string | undefined {
  // A folder of this machine, of which the forges know nothing.
  if (/^[.~/\\]/.test(address)) return undefined;
  const bare = address.replace(/[#?].*$/s, '').replace(/((?:\.git|\/[\w.-]+))@[^/@]*$/, '$1');
  const url = canonicalRepositoryUrl(bare);
  return url === undefined || url.split('/').some((part) => looksSecret(part)) ? undefined : url;
}

/** The name of a container image, with its tag where that is a version or word; without digest. */
function imageOf(text: string): string | undefined {
  const [name = '', tag] = text
    .toLowerCase()
    .replace(/@sha\d+:.*$/s, '')
    .split(/:(?=[^/:]*$)/);
  if (
    !/^[a-z0-9][a-z0-9._-]*(?::\d{1,5})?(?:\/[a-z0-9][a-z0-9._-]*)*$/.test(name) ||
    name.split('/').some((part) => looksSecret(part))
  )
    return undefined;
  const plain = tag !== undefined && /^(?:v?\d[\w.-]{0,30}|[a-z][a-z.-]{0,30})$/.test(tag) && !looksSecret(tag);
  return plain ? `${name}:${tag}` : name;
}

/**
 * Reads a command line as READMEs and configurations hold it.
 * @param envNames names of the environment variables that are set beside it
 */
export function readCommandLine(
  command: string,
  args: readonly string[],
  envNames: readonly string[] = [],
  measure: Measure = 'published',
): CommandReading {
  return redactCommand(
    readCommand(command, args, { env: Object.fromEntries(envNames.map((name) => [name, ''])) }),
    measure,
  );
}

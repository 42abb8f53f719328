/** What a command line of a client configuration starts: a package of a registry, an image, a remote, or a local program. Pure. */
import type { InputDeclaration, LaunchSpec, PackageRef } from '#db/types.ts';
import { redactArguments, redactUrl } from './redact.ts';

/** What was read from a command line. Exactly one of `launch` and `problem` is set; `package` names what cannot be launched either. */
export interface CommandReading {
  launch?: LaunchSpec;
  package?: PackageRef;
  /** Repository address as written, where a package is run straight from Git. */
  repository?: string;
  /** Why nothing can be launched from it. */
  problem?: string;
}

const npmName = /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i;
const pypiName = /^[a-z0-9]([\w.-]*[a-z0-9])?$/i;
const exactVersion = /^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/;

/** Splits `@scope/name@1.2.3` into name and, where it is exact, version. Undefined where it is no npm package name. */
export function parseNpmSpec(text: string): { name: string; version?: string } | undefined {
  const at = text.indexOf('@', 1);
  const name = at < 0 ? text : text.slice(0, at);
  const version = at < 0 ? '' : text.slice(at + 1).replace(/^v/, '');
  if (!npmName.test(name) || name.length > 214) return undefined;
  return exactVersion.test(version) ? { name, version } : { name };
}

/** Splits `name[extra]==1.2.3` and `name@1.2.3` into name and, where it is exact, version. */
export function parsePypiSpec(text: string): { name: string; version?: string } | undefined {
  const parts = /^([\w.-]+)(?:\[[^\]]*\])?(?:\s*(?:==|@)\s*v?([\w.+!-]+))?/.exec(text.trim());
  if (!parts?.[1] || !pypiName.test(parts[1]) || /^(https?|git)[:+]/.test(text)) return undefined;
  const version = parts[2];
  return version && /^\d+(\.\w+)+$/.test(version) ? { name: parts[1], version } : { name: parts[1] };
}

/** Splits a line as a shell would for plain words and quotes; nothing is expanded. */
export function splitWords(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => single ?? bare ?? (double ?? '').replace(/\\(.)/g, '$1'),
  );
}

/** Environment variables by name only, as wanted inputs: whatever value stood there is nobody's business. */
export function declareNames(names: readonly string[]): InputDeclaration[] {
  return names.map((name) => ({ name, required: true, secret: true }));
}

const base = (command: string) =>
  (command.split(/[\\/]/).at(-1) ?? command).toLowerCase().replace(/\.(exe|cmd|bat|ps1)$/, '');

/** Removes leading options; those in `valued` take the next word, which is collected under the option's name. */
function skipOptions(
  args: readonly string[],
  valued: readonly string[],
): { rest: string[]; values: Record<string, string> } {
  const values: Record<string, string> = {};
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--') {
      at++;
      break;
    }
    if (!arg.startsWith('-')) break;
    const [name, inline] = arg.split(/=(.*)/s) as [string, string | undefined];
    if (valued.includes(name)) values[name] = inline ?? args[++at] ?? '';
  }
  return { rest: args.slice(at), values };
}

function npm(args: readonly string[], env: InputDeclaration[]): CommandReading {
  const { rest, values } = skipOptions(args, [
    '-p',
    '--package',
    '--prefix',
    '--registry',
    '-c',
    '--call',
    '--cache',
    '-w',
    '--node-arg',
  ]);
  const wanted = values['-p'] ?? values['--package'];
  const text = wanted ?? rest[0];
  if (text === undefined) return { problem: 'npx is started without a package.' };
  if (/^(git[+:@]|github:|https?:|\.{0,2}\/|file:)/.test(text) || /^[\w.-]+\/[\w.-]+(#.*)?$/.test(text)) {
    return {
      repository: text,
      problem: `It is run straight from ${JSON.stringify(text)}, not from a package registry.`,
    };
  }
  const spec = parseNpmSpec(text);
  if (!spec) return { problem: `${JSON.stringify(text)} is not the name of an npm package.` };
  if (spec.name === 'mcp-remote') return remoteProxy(rest.slice(1));
  const bin = wanted === undefined ? undefined : rest[0];
  const launch: LaunchSpec = {
    kind: 'npm',
    package: spec.name,
    ...(spec.version && { version: spec.version }),
    ...(bin && bin !== spec.name && { bin }),
    args: redactArguments(rest.slice(1), { paths: true }),
    env,
  };
  return { launch, package: { registry: 'npm', ...spec } };
}

/** `mcp-remote <url> --header "Name: value"` is only a bridge: the server is the remote. */
function remoteProxy(args: readonly string[]): CommandReading {
  const url = args.find((arg) => /^https?:\/\//.test(arg));
  if (!url) return { problem: 'mcp-remote is started without an address.' };
  const headers = args.flatMap((arg, at) => (args[at - 1] === '--header' ? [arg.split(':')[0] as string] : []));
  const sse = args.includes('sse-only') || args.includes('sse-first');
  return {
    launch: { kind: 'remote', url: redactUrl(url), transport: sse ? 'sse' : 'auto', headers: declareNames(headers) },
  };
}

function pypi(args: readonly string[], env: InputDeclaration[], from: readonly string[]): CommandReading {
  const { rest, values } = skipOptions(args, [
    ...from,
    '--with',
    '--python',
    '-p',
    '--index-url',
    '--extra-index-url',
    '--index',
    '--refresh-package',
    '--directory',
    '--project',
    '--with-editable',
  ]);
  const source = from.map((name) => values[name]).find((value) => value !== undefined);
  const text = source ?? rest[0];
  if (text === undefined) return { problem: 'It is started without a package.' };
  if (/^(git\+|https?:|\.{0,2}\/|~)/.test(text)) {
    return {
      repository: text,
      problem: `It is run straight from ${JSON.stringify(text)}, not from a package registry.`,
    };
  }
  const spec = parsePypiSpec(text);
  if (!spec) return { problem: `${JSON.stringify(text)} is not the name of a Python package.` };
  const bin = source === undefined ? undefined : rest[0];
  const launch: LaunchSpec = {
    kind: 'pypi',
    package: spec.name,
    ...(spec.version && { version: spec.version }),
    ...(bin && bin !== spec.name && { bin }),
    args: redactArguments(rest.slice(1), { paths: true }),
    env,
  };
  return { launch, package: { registry: 'pypi', ...spec } };
}

function docker(args: readonly string[]): CommandReading {
  const valued = [
    '-e',
    '--env',
    '-v',
    '--volume',
    '--mount',
    '--name',
    '-p',
    '--publish',
    '--network',
    '--net',
    '-w',
    '--workdir',
    '--env-file',
    '-u',
    '--user',
    '--entrypoint',
    '--platform',
    '--add-host',
    '--memory',
    '--pull',
    '-m',
    '--label',
    '-l',
  ];
  const run = args.indexOf('run');
  const { rest } = skipOptions(args.slice(run + 1), valued);
  const image = run < 0 ? undefined : rest[0];
  const problem = 'It runs as a container image, and containers are not started here.';
  return image ? { package: { registry: 'oci', name: image.toLowerCase() }, problem } : { problem };
}

/**
 * Reads a command line as client configurations hold it. Secrets in arguments become placeholders.
 * @param envNames names of the environment variables that the configuration sets
 */
export function readCommandLine(
  command: string,
  args: readonly string[],
  envNames: readonly string[] = [],
  cwd?: string,
): CommandReading {
  const env = declareNames(envNames);
  const words =
    args.length === 0 && /\s/.test(command) && !/[\\/]/.test(command) ? splitWords(command) : [command, ...args];
  const [program = '', ...rest] = words;
  const [first = '', ...more] = rest;
  switch (base(program)) {
    case '':
      return { problem: 'The command is empty.' };
    case 'cmd':
      return /^\/[ck]$/i.test(first) && more[0] !== undefined
        ? readCommandLine(more[0], more.slice(1), envNames, cwd)
        : { problem: 'The command is a shell.' };
    case 'env': {
      const at = rest.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word) && !word.startsWith('-'));
      const names = rest.slice(0, Math.max(at, 0)).flatMap((word) => word.match(/^([A-Za-z_]\w*)=/)?.[1] ?? []);
      return at < 0
        ? { problem: 'The command is empty.' }
        : readCommandLine(rest[at] as string, rest.slice(at + 1), [...envNames, ...names], cwd);
    }
    case 'npx':
    case 'bunx':
    case 'pnpx':
      return npm(rest, env);
    case 'npm':
      if (first === 'exec' || first === 'x') return npm(more, env);
      break;
    case 'pnpm':
    case 'yarn':
      if (first === 'dlx' || first === 'exec') return npm(more, env);
      break;
    case 'bun':
      if (first === 'x') return npm(more, env);
      break;
    case 'uvx':
      return pypi(rest, env, ['--from']);
    case 'uv':
      if (first === 'tool' && more[0] === 'run') return pypi(more.slice(1), env, ['--from']);
      if (first === 'x') return pypi(more, env, ['--from']);
      break;
    case 'pipx':
      if (first === 'run') return pypi(more, env, ['--spec']);
      break;
    case 'docker':
    case 'podman':
    case 'nerdctl':
      return docker(rest);
  }
  return {
    launch: {
      kind: 'command',
      command: program,
      args: redactArguments(rest, { paths: false }),
      env,
      ...(cwd && { cwd }),
    },
  };
}

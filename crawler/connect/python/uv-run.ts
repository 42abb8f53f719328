import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AttemptFailure } from '#crawler/connect/attempt-failure.ts';
import { isPythonName } from './interpreter.ts';

/** A command as a client configuration gives it. */
export interface ConfiguredCommand {
  command: string;
  args: string[];
  cwd?: string;
}

/** Options of `uv` and `uv run` that take the next word. */
const valued = new Set([
  '--directory',
  '--project',
  '--with',
  '-w',
  '--with-editable',
  '--with-requirements',
  '--python',
  '-p',
  '--extra',
  '--group',
  '--only-group',
  '--package',
  '--env-file',
  '--index',
  '--default-index',
  '--index-url',
  '-i',
  '--extra-index-url',
  '--config-file',
  '--cache-dir',
  '--color',
]);

/**
 * What `uv run` would start, in the project's own `.venv`: nothing is installed, for that needs the network. `undefined`
 * where the command is not `uv run`.
 * @throws AttemptFailure `not-launchable` where the project has no environment yet
 */
export function unwrapUvRun({ args, cwd }: ConfiguredCommand, here: string): ConfiguredCommand | undefined {
  const words = [...args];
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const readOptions = () => {
    for (let word = words[0]; word?.startsWith('-') && word !== '-'; word = words[0]) {
      words.shift();
      if (word === '--') return;
      const [name = '', inline] = word.split(/=(.*)/s);
      if (valued.has(name)) values.set(name, inline ?? words.shift() ?? '');
      else flags.add(name);
    }
  };
  readOptions();
  if (words.shift() !== 'run') return undefined;
  readOptions();
  const base = resolve(here, cwd ?? '');
  const folder = resolve(base, values.get('--directory') ?? '');
  const project = projectAround(resolve(folder, values.get('--project') ?? ''));
  const bin = join(project ?? folder, '.venv', 'bin');
  const python = join(bin, 'python');
  const [target = '', ...rest] = words;
  const started = (command: string, given: string[]) => ({ command, args: given, cwd: folder });
  const isScript = flags.has('-s') || flags.has('--script') || target.endsWith('.py');
  const isModule = flags.has('-m') || flags.has('--module');
  if (target === '')
    throw new AttemptFailure('not-launchable', 'uv run is given nothing to run.', 'Correct the command.');
  if (existsSync(python)) {
    if (isModule) return started(python, ['-m', ...words]);
    if (isScript) return started(python, words);
    if (isPythonName(target)) return started(python, rest);
    const program = join(bin, target);
    return started(existsSync(program) ? program : target, rest);
  }
  // Without a project uv takes whatever Python there is.
  if (project === undefined && (isScript || isPythonName(target))) {
    return started('python3', isScript ? words : rest);
  }
  if (project === undefined) {
    throw new AttemptFailure(
      'not-launchable',
      `uv run would first fetch what ${target} needs, and servers are started without a network.`,
      'Give the server a project with an environment (uv init, uv add, uv sync), then scan it again.',
    );
  }
  throw new AttemptFailure(
    'not-launchable',
    `The project in ${project} has no environment yet, and making one needs the network.`,
    `Run uv sync in ${project}, then scan it again.`,
  );
}

/** The nearest folder upwards that uv takes for a project. */
function projectAround(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'pyproject.toml'))) return at;
    if (at === dirname(at)) return undefined;
  }
}

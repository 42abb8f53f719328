import { type CompiledGrammar, compileGrammar, lastOf, readOptions } from '#crawler/discover/commands/grammar.ts';
import { unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { readShellLine } from '#crawler/discover/commands/shell.ts';
import { noServer, type Starter } from '#crawler/discover/commands/starter.ts';

/** A program that is written before another command and changes what surrounds it. */
interface Prefix {
  /** Words that follow the program's name: `run` of `op run`. Any one of them; absent where it has no commands. */
  commands?: readonly string[];
  grammar: CompiledGrammar;
  /** Words of its own between its options and the command: a duration, a profile. */
  own?: number;
  /** True where those are names with versions, as many as there are: `node@22`. */
  versions?: true;
  /** The option that takes the whole command as a line for a shell. */
  line?: string;
}

const of = (flags: string, valued: string, rest: Omit<Prefix, 'grammar'> = {}): Prefix => ({
  grammar: compileGrammar({ flags, valued }),
  ...rest,
});

const prefixes: Readonly<Record<string, Prefix>> = {
  // Secrets from a store.
  op: of(
    '--no-masking --cache --debug --iso-timestamps',
    '--env-file --environment --account --config --encoding --format --session',
    { commands: ['run'] },
  ),
  doppler: of(
    '--preserve-env --forward-signals --no-fallback --silent --debug --no-check-version --only-secrets --fallback-only',
    '-p/--project -c/--config -t/--token --scope --command --mount --mount-format --name-transformer --fallback --configuration --api-host',
    { commands: ['run'], line: '--command' },
  ),
  infisical: of(
    '--silent --recursive --expand --include-imports --secret-overriding --watch',
    '-e/--env --path --projectId --token --domain --tags/-t --command --project-config-dir',
    { commands: ['run'], line: '--command' },
  ),
  dotenv: of('-o/--override --quiet -q', '-e -c -v -f/--file', { commands: ['run', ''] }),
  dotenvx: of(
    '-q/--quiet --overload -o --strict --verbose --debug',
    '-f/--env-file -fk/--env-keys-file -e/--env --convention -l/--log-level',
    { commands: ['run'] },
  ),
  'aws-vault': of(
    '-n/--no-session -s/--server --ecs-server --debug -j/--json',
    '-d/--duration -t/--mfa-token --region --backend --prompt --assume-role-ttl',
    { commands: ['exec'], own: 1 },
  ),
  chamber: of('-v/--verbose --pristine --strict', '-b/--backend -r/--retries --strict-value', {
    commands: ['exec'],
    own: 1,
  }),
  teller: of('--shell', '-c/--config', { commands: ['run'] }),
  // Versions of a runtime.
  mise: of('-q/--quiet -v/--verbose -y/--yes --raw', '-C/--cd -E/--env -j/--jobs', {
    commands: ['exec', 'x'],
    versions: true,
  }),
  fnm: of('', '--using --node-dist-mirror --fnm-dir --arch --log-level', { commands: ['exec'] }),
  volta: of('--quiet --verbose --bundled-npm --no-npm --no-pnpm --no-yarn', '--node --npm --pnpm --yarn --env', {
    commands: ['run'],
  }),
  direnv: of('', '', { commands: ['exec'], own: 1 }),
  conda: of(
    '--no-capture-output --live-stream -v/--verbose --dev --debug-wrapper-scripts',
    '-n/--name -p/--prefix --cwd',
    { commands: ['run'] },
  ),
  micromamba: of(
    '-q/--quiet -v/--verbose -d/--detach --clean-env',
    '-n/--name -p/--prefix --cwd -r/--root-prefix -e/--env -a/--attach',
    { commands: ['run'] },
  ),
  // Rights, limits, terminals.
  sudo: of(
    '-E/--preserve-env -H/--set-home -n/--non-interactive -i/--login -s/--shell -b/--background -k -K -S/--stdin',
    '-u/--user -g/--group -h/--host -p/--prompt -C -D/--chdir -r -t -T -U',
  ),
  doas: of('-n -s -L', '-u -C'),
  nice: of('', '-n/--adjustment'),
  ionice: of('-t/--ignore', '-c/--class -n/--classdata'),
  nohup: of('', ''),
  setsid: of('-c/--ctty -f/--fork -w/--wait', ''),
  timeout: of('--foreground --preserve-status -v/--verbose', '-k/--kill-after -s/--signal', { own: 1 }),
  stdbuf: of('', '-i/--input -o/--output -e/--error'),
  unbuffer: of('-p', ''),
  time: of('-p/--portability -v/--verbose -a/--append -q/--quiet', '-f/--format -o/--output'),
  caffeinate: of('-d -i -m -s -u', '-t -w'),
  arch: of('-arm64 -x86_64 -arm64e', '-e -d'),
  winpty: of('-Xallow-non-tty -Xplain', ''),
  'xvfb-run': of(
    '-a/--auto-servernum -l/--listen-tcp',
    '-e/--error-file -f/--auth-file -n/--server-num -p/--xauth-protocol -s/--server-args -w/--wait',
  ),
  'dbus-run-session': of('', '--config-file --dbus-daemon'),
};

/** Programs that are written before another command: secret stores, version managers, `sudo`, `timeout`. */
export const wrappers: Starter = {
  id: 'wrappers',
  programs: Object.keys(prefixes),
  read(words, around, program) {
    const prefix = prefixes[program] as Prefix;
    const before = readOptions(words, prefix.grammar);
    if (before.unknown !== undefined) return unknownOption(program, before.unknown, around);
    const hasCommand = prefix.commands === undefined || prefix.commands.includes(before.rest[0] ?? '');
    const isBare = prefix.commands?.includes('') === true && !hasCommand;
    if (!hasCommand && !isBare) return noServer(`It is a command of ${program} that starts no server.`, around);
    const named = prefix.commands !== undefined && !isBare;
    const options = named ? readOptions(before.rest.slice(1), prefix.grammar) : before;
    if (options.unknown !== undefined) return unknownOption(program, options.unknown, around);
    const line = prefix.line === undefined ? undefined : (lastOf(options, prefix.line) ?? lastOf(before, prefix.line));
    if (line !== undefined) return readShellLine(line, around);
    // `mise exec node@22 -- npx …`: what stands before `--` is its own, however much it is.
    const marked = options.rest.indexOf('--');
    // Without it they are told by their versions.
    const own = prefix.versions ? options.rest.findIndex((word) => !/.@/.test(word)) : (prefix.own ?? 0);
    if (own === -1) return noServer('The command is empty.', around);
    const rest = marked >= 0 && named ? options.rest.slice(marked + 1) : options.rest.slice(own);
    const command = rest[0] === '--' ? rest.slice(1) : rest;
    if (command.length === 0) return noServer('The command is empty.', around);
    return around.read(command);
  },
  examples: {
    'op run --env-file=.env -- npx -y a-mcp': 'npm a-mcp',
    'op --account x run --no-masking -- uvx a-mcp': 'pypi a-mcp',
    'doppler run --project x --command "npx -y a-mcp"': 'npm a-mcp',
    'dotenv -e .env -- npx a-mcp': 'npm a-mcp',
    'aws-vault exec work -- uvx a-mcp': 'pypi a-mcp',
    'mise exec node@22 -- npx a-mcp': 'npm a-mcp',
    'mise x node@22 npx a-mcp': 'npm a-mcp',
    'mise x node@22 python@3.13 uvx a-mcp': 'pypi a-mcp',
    'mise x node@22': 'nothing',
    'sudo -u me timeout -k 5 60 npx a-mcp': 'npm a-mcp',
    'conda run -n x --no-capture-output python -m a_mcp': 'program python -m a_mcp',
    'op item get x': 'nothing',
    'op run --no-such x -- npx a-mcp': 'nothing',
  },
};

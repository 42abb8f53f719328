import { compileGrammar, lastOf, type ReadOptions, readOptions } from '#crawler/discover/commands/grammar.ts';
import { readNpmCall, unknownOption } from '#crawler/discover/commands/npm-package.ts';
import { splitShellWords } from '#crawler/discover/commands/shell.ts';
import { type Around, notStarted, type RawCommand, type Starter } from '#crawler/discover/commands/starter.ts';

/** npm's own settings, of npm 11; `npx` takes every one of them as an option. */
const settings = {
  flags:
    '-y/--yes --no -q/--quiet -s/--silent -d -dd -ddd --verbose --no-install --ignore-existing --always-spawn --shell-auto-fallback -v/--version -h/-?/-H/--help/--usage ' +
    '-a/--all -f/--force -g/--global -l/--long -iwr/--include-workspace-root -ws/--workspaces --local --readonly/--read-only ' +
    '--allow-same-version --audit --bin-links --commit-hooks --dangerously-allow-all-scripts --dev --dry-run --engine-strict --foreground-scripts --fund ' +
    '--git-tag-version --global-style --if-present --ignore-scripts --install-links --json --legacy-bundling --legacy-peer-deps --link --offline ' +
    '--optional --package-lock --package-lock-only --prefer-dedupe --prefer-offline --prefer-online --production --progress --provenance --rebuild-bundle ' +
    '-S/--save -B/--save-bundle -D/--save-dev -E/--save-exact -O/--save-optional -P/--save-prod --save-peer --shrinkwrap --strict-allow-scripts ' +
    '--strict-peer-deps --strict-ssl --timing --unicode --update-notifier --versions --workspaces-update --color',
  valued:
    '--package -c/--call -w/--workspace --cache --userconfig --globalconfig --registry/-reg/--reg -C/--prefix --loglevel --logs-dir --logs-max --script-shell/--shell ' +
    '--node-arg --node-options --npm --user-agent --https-proxy --proxy --noproxy --ca --cafile --cert --key --cidr --before/--enjoy-by --tag --scope --otp --auth-type ' +
    '--fetch-retries --fetch-retry-factor --fetch-retry-maxtimeout --fetch-retry-mintimeout --fetch-timeout --maxsockets --install-strategy --omit --include --only ' +
    '--also --cpu --os --libc --location -L --local-address --lockfile-version --min-release-age --min-release-age-exclude --allow-git --allow-file --allow-directory ' +
    '--allow-remote --allow-scripts --audit-level --cache-max --cache-min --depth --editor --expires --git --heading --umask --viewer --which -m/--message ' +
    '--access --format --init-type --init-module --node-gyp --replace-registry-host --save-prefix --sbom-format --sbom-type --searchlimit --searchopts --tag-version-prefix',
} as const;
/** `-p` is short for `--package` with `npx` only; elsewhere npm takes it for `--parseable`. */
const npxGrammar = compileGrammar(settings, { flags: '', valued: '--package/-p' });
/** Of npm; `--color` and the like are taken for switches, as `npx` does. */
export const npmGrammar = compileGrammar(settings, { flags: '-p/--parseable', valued: '' });

/** Reads a call of `npx`, or of `npm exec` past its name. */
export function readNpx(words: readonly string[], around: Around, program: 'npx' | 'npm exec'): RawCommand {
  const options = readOptions(words, program === 'npx' ? npxGrammar : npmGrammar);
  const scoped = options.unknown !== undefined && /^--@[\w.~-]+:registry$/.test(options.unknown);
  if (scoped) return readNpmCall({ packages: [], rest: [], registry: 'own' }, around, program);
  if (options.unknown !== undefined) return unknownOption(program, options.unknown, around);
  for (const option of ['--userconfig', '--globalconfig', '-C', '-w']) {
    if (options.values.has(option))
      return notStarted(
        `${program} is given settings or a project of its own by ${option}, so what it starts is not certain.`,
        around,
      );
  }
  const rest = program === 'npm exec' ? passedOn(words, options) : options.rest;
  if (rest === undefined)
    return notStarted(
      'npm exec is given options after its package and no -- before them: npm takes them for its own, so what it starts is not certain.',
      around,
    );
  const packages = options.values.get('--package') ?? [];
  const call = lastOf(options, '-c');
  if (call !== undefined) {
    const line = splitShellWords(call);
    if (line === undefined || packages.length === 0)
      return notStarted(`${program} is given a line for a shell, which is not run here.`, around);
    return readNpmCall({ packages, rest: line, registry: lastOf(options, '--registry') }, around, program);
  }
  return readNpmCall({ packages, rest, registry: lastOf(options, '--registry') }, around, program);
}

/**
 * What `npm exec` passes on. Unlike `npx` it reads options wherever they stand before `--`, and `--` is gone then.
 * @returns undefined where there are such options behind the first word
 */
function passedOn(words: readonly string[], { rest, taken }: ReadOptions): string[] | undefined {
  if (words[taken - 1] === '--') return rest;
  const end = rest.indexOf('--');
  const before = end < 0 ? rest : rest.slice(0, end);
  return before.some((word) => /^-./.test(word)) ? undefined : [...before, ...rest.slice(before.length + 1)];
}

/** `npx`, of npm. */
export const npx: Starter = {
  id: 'npx',
  programs: ['npx'],
  read: (words, around) => readNpx(words, around, 'npx'),
  examples: {
    'npx -y a-mcp --stdio': 'npm a-mcp --stdio',
    'npx --user-agent x a-mcp': 'npm a-mcp',
    'npx --color a-mcp': 'npm a-mcp',
    'npx --loglevel silent --yes=true @o/a-mcp@1.2.3': 'npm @o/a-mcp',
    'npx -p zod -p @o/a-mcp a-mcp serve': 'npm @o/a-mcp (a-mcp) serve',
    'npx -p a-mcp -c "a-mcp serve"': 'npm a-mcp serve',
    'npx --no-such x a-mcp': 'nothing',
    'npx --registry https://npm.example.com a-mcp': 'nothing',
    'npx --registry=https://registry.npmjs.org/ a-mcp': 'npm a-mcp',
    'npx -y github:owner/repo': 'repository',
    'npx x@file:../x': 'nothing',
    'npx ../x': 'repository',
    'env npm_config_package=b-mcp npx a-mcp': 'nothing',
    'env NPM_CONFIG_USERCONFIG=/srv/x npx a-mcp': 'nothing',
    'npx -p a -p b c': 'nothing',
    npx: 'nothing',
  },
};

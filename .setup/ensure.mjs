// Sets up what toolrisk needs and then runs it: `npm start` and `npm test` begin here.
// Runs on any Node from 20 on, before anything is installed; so: plain JavaScript, no imports from packages.
//   node .setup/ensure.mjs start [arguments of `toolrisk up`]
//   node .setup/ensure.mjs test  [arguments of Vitest]
//   node .setup/ensure.mjs setup            only sets up, everything, tests included
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const inRoot = (...parts) => join(root, ...parts);
const say = (text) => process.stderr.write(`toolrisk setup: ${text}\n`);
const [task, ...rest] = process.argv.slice(2);

if (!['start', 'test', 'setup'].includes(task)) {
  say('say what to do: start, test or setup');
  process.exit(2);
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  say(
    `Node ${process.versions.node} is too old. Install Node 20 or later (https://nodejs.org) and run the command again.`,
  );
  process.exit(1);
}

installPackages();
const node = pinnedNode();
installSystemPackages(task !== 'start');
// Node would keep some 150 MB for what is thrown away at once; with 8 MB, pages are rendered as quickly.
if (task === 'start') await hand(node, ['--max-semi-space-size=8', inRoot('crawler/main.ts'), 'up', ...rest]);
if (task === 'test') await runTests(node, rest);

/** npm packages, as package-lock.json says; skipped while that file is the one installed last. */
function installPackages() {
  const marker = inRoot('node_modules/.toolrisk-lock');
  const lock = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  say('installing npm packages (once; one to three minutes) …');
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  // On a clean checkout exactly what the lock file says. Where packages lie already, and where a registry has lost a part
  // for another platform that `npm ci` insists on, the lock file still decides, but what is there stays.
  const clean = !existsSync(inRoot('node_modules'));
  if ((clean && runNpm(['ci', ...options])) || runNpm(['install', '--no-save', ...options])) {
    writeFileSync(marker, lock);
    return;
  }
  say(
    'npm could not install the packages; its message is above. Check the network and the registry, then run the command again.',
  );
  process.exit(1);
}

/** Runs npm, the one that runs us where there is one; true where it ended well. */
function runNpm(args) {
  const npm = process.env.npm_execpath;
  const done =
    npm?.endsWith('.js') || npm?.endsWith('.cjs')
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
      : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  return done.status === 0;
}

/** The Node that package.json pins; its package puts it in place with an install script, which npm may have been told not to run. */
function pinnedNode() {
  const file = inRoot('node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const works = () => existsSync(file) && spawnSync(file, ['--version']).status === 0;
  if (!works()) {
    spawnSync(process.execPath, [inRoot('node_modules/node/installArchSpecificPackage.js')], {
      cwd: inRoot('node_modules/node'),
    });
  }
  if (works()) return file;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) {
    say(`the pinned Node is not in place; going on with Node ${process.versions.node}.`);
    return process.execPath;
  }
  say('the pinned Node could not be put in place. Run: npm rebuild node --ignore-scripts=false');
  process.exit(1);
}

/** What the sandbox (and, for tests, the browser) needs from Debian or Ubuntu. Elsewhere toolrisk itself says what is missing. */
function installSystemPackages(forTests) {
  if (process.platform !== 'linux') return;
  const wanted = [
    ['bubblewrap', ['bwrap']],
    ...(forTests ? [['chromium', ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']]] : []),
  ];
  const missing = wanted
    .filter(([name, commands]) => !commands.some(onPath) && !(name === 'chromium' && process.env.CHROMIUM))
    .map(([name]) => name);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const may =
    onPath('apt-get') && (prefix.length === 0 || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0);
  const consequence = forTests
    ? 'Tests that need them are skipped until then.'
    : 'Until then no server is started: toolrisk does not run strangers’ programs without a sandbox.';
  if (!may) {
    say(
      `missing: ${missing.join(', ')}. ${onPath('apt-get') ? `Run: sudo ${command}` : 'Install them with your system’s package manager.'} ${consequence}`,
    );
    return;
  }
  say(`installing ${missing.join(', ')} with apt-get (once) …`);
  const apt = (args) =>
    spawnSync(
      [...prefix, 'env'][0],
      [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args].slice(1),
      {
        encoding: 'utf8',
        timeout: 600_000,
      },
    );
  const install = () => apt(command.split(' ').slice(1));
  let done = install();
  if (done.status !== 0) {
    apt(['update']);
    done = install();
  }
  if (done.status === 0) return;
  process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`.split('\n').slice(-8).join('\n'));
  say(
    `apt-get could not install them; its message is above. Try: sudo apt-get update && sudo ${command}. ${consequence}`,
  );
}

function onPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a program of this project on the pinned Node, gives it our signals, and ends as it ends. */
function hand(program, args, env = {}) {
  const path = [dirname(program), inRoot('node_modules/.bin'), process.env.PATH].join(delimiter);
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path, ...env } });
  // A terminal sends Ctrl-C to the child as well; it is the child that decides when to end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
      resolve();
    });
  });
}

/** All tests, then how many there were, from the runner's own report. */
async function runTests(program, args) {
  mkdirSync(inRoot('.toolrisk'), { recursive: true });
  const report = inRoot('.toolrisk/test-report.json');
  writeFileSync(report, '');
  const vitest = [
    'run',
    '--config',
    'test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  await hand(program, [inRoot('node_modules/vitest/vitest.mjs'), ...vitest, ...args]);
  const text = readFileSync(report, 'utf8');
  if (!text) {
    say('the tests did not run to their end');
    process.exitCode ||= 1;
    return;
  }
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(text);
  if (numPassedTests + numFailedTests === 0) process.exitCode ||= 1;
  const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
  process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed${skipped}\n`);
}

/**
 * Runs an installer inside a sandbox that has no network. Its registry is the gateway's socket, which stands on a port of
 * the sandbox's own loopback; it works in an empty folder that holds nothing but a manifest of ours, and what it decided is
 * printed. Arguments: socket, manifest, name of the lock file, command; `{registry}` and `{folder}` are filled in, there and
 * in the environment. Without manifest and lock file nothing is written and nothing printed.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [socket = '', manifest = '', lockFile = '', program = '', ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'resolve-'));
const home = join(folder, 'home');
mkdirSync(home);
const project = join(folder, 'project');
mkdirSync(project);
if (manifest !== '') writeFileSync(join(project, 'package.json'), manifest);

const server = createServer((inner) => {
  const outer = connect(socket);
  inner.pipe(outer).pipe(inner);
  for (const [one, other] of [
    [inner, outer],
    [outer, inner],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
});
server.listen(0, '127.0.0.1', () => {
  const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const fill = (word: string) => word.replaceAll('{registry}', registry).replaceAll('{folder}', folder);
  const given = Object.entries(process.env).map(([name, value]) => [name, fill(value ?? '')]);
  const env = { ...Object.fromEntries(given), HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
  const child = spawn(program, args.map(fill), { cwd: project, env, stdio: ['ignore', lockFile === '' ? 1 : 2, 2] });
  child.once('error', (error) => end(127, error.message));
  child.once('exit', (code) => end(code ?? 1));
});

function end(code: number, message = ''): void {
  let lock = '';
  try {
    if (code === 0 && lockFile !== '') lock = readFileSync(join(project, lockFile), 'utf8');
  } catch {
    message = 'it wrote no lock file';
    code = 1;
  }
  rmSync(folder, { recursive: true, force: true });
  if (message !== '') process.stderr.write(`${message}\n`);
  process.stdout.write(lock, () => process.exit(code));
}

/** Hostile packages are installed and started as root and as an ordinary user, and nothing comes of it. */
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkSandbox } from '#crawler/connect/index.ts';
import { removeTree } from '#crawler/connect/npm/tree.ts';
import { hostilePackages } from '#test/fixtures/hostile-packages/packages.ts';
import type { HostileRun } from '#test/fixtures/hostile-packages/run.ts';

/** Time for all of them on a busy machine, milliseconds. */
const timeoutMs = 600_000;
const program = join(import.meta.dirname, '../../fixtures/hostile-packages/run.ts');
/** An ordinary user that every system has. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const users = isRoot && isOpenToAll(program) ? ['root', 'an ordinary user'] : [isRoot ? 'root' : 'an ordinary user'];

describe.skipIf(!(await checkSandbox()).ok).each(users)('hostile packages, as %s', (user) => {
  let folder: string;
  let run: HostileRun;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'toolrisk-hostile-'));
    const becomes = isRoot && user !== 'root' ? { uid: nobody, gid: nobody } : {};
    if ('uid' in becomes) chownSync(folder, nobody, nobody);
    chmodSync(folder, 0o755);
    run = JSON.parse(
      await new Promise((resolve, reject) => {
        const env = { PATH: process.env.PATH, HOME: folder };
        const options = { env, cwd: '/', maxBuffer: 64 * 1024 * 1024, ...becomes };
        execFile(process.execPath, [program, folder], options, (error, stdout) =>
          error ? reject(error) : resolve(stdout),
        );
      }),
    ) as HostileRun;
  }, timeoutMs);
  afterAll(() => removeTree(folder));

  test.each(hostilePackages.map((one) => [one.name, one.tries, one] as const))(
    '%s %s',
    (name, _, { outcome, reason }) => {
      const result = run.results[name];
      expect(result, result?.reason).toMatchObject({ outcome });
      if (reason) expect(result?.reason).toMatch(reason);
      // The tool's name also says what the started program could open that it must not.
      if (outcome === 'listed') expect(result?.tools).toEqual(['list_files']);
      // What lies on the disk can be written by nobody, is of no special kind, and leads nowhere outside.
      expect(result?.files.filter((file) => !/^(?:444|555) file |^777 link to \.\.\//.test(file))).toEqual([]);
      expect(result?.files.filter((file) => /ATTACKED|etc\/passwd/.test(file))).toEqual([]);
    },
  );

  test('nothing was reached but the registry', () => expect(run.reached).toEqual([]));
  test('nothing was changed but their own folders in the cache', () => expect(run.changed).toEqual([]));
  test('another package is started with what it was installed with', () =>
    expect(run.honest).toEqual([['honest'], ['honest'], ['honest']]));
});

/** Whether every user of this machine may read a file. */
function isOpenToAll(path: string): boolean {
  for (let at = dirname(path); at !== '/'; at = dirname(at)) if ((statSync(at).mode & 0o005) !== 0o005) return false;
  return true;
}

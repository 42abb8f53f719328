/** The sandbox as root and as an ordinary user have it: the same programs, tried as both. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IsolationItem } from '#crawler/connect/sandbox/isolation.ts';
import { isFiltered } from '#crawler/connect/sandbox/seccomp.ts';
import { numberOn, refused } from '#crawler/connect/sandbox/system-calls.ts';
import { processesWith } from '#test/crawler/connect/support.ts';
import type { SandboxRun, SandboxRunResult } from '#test/fixtures/sandbox/run.ts';

const runner = join(import.meta.dirname, '../../../fixtures/sandbox/run.ts');
const node = '/opt/node/bin/node';
const python = '/usr/bin/python3';
/** On the command line of what is meant to stay behind. */
const marker = 'left-behind-7714';
const isRoot = process.getuid?.() === 0;
/** A user who owns nothing here, and can read this code where it lies outside of root's home. */
const ordinary = 54_321;
const reads = (uid: number) =>
  spawnSync(process.execPath, ['--version'], { uid, gid: uid, cwd: import.meta.dirname }).status === 0;

const users = [
  { name: isRoot ? 'root' : 'the user of this test', uid: undefined, skip: false },
  { name: 'an ordinary user', uid: ordinary, skip: !isRoot || !reads(ordinary) },
];

const sh = (line: string, more?: SandboxRun['more']): SandboxRun => ({
  argv: ['/bin/sh', '-c', line],
  ...(more && { more }),
});
const exhaust = (kind: string, ...args: string[]): SandboxRun => ({
  argv: [node, '/opt/attacks/exhaust.mjs', kind, ...args],
});

describe.each(users.filter(({ skip }) => !skip))('as $name', { timeout: 240_000 }, ({ uid }) => {
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-sandbox-'));
  const inherited = join(folder, 'inherited');
  const mounts = { bytes: join(folder, 'bytes'), files: join(folder, 'files'), kept: join(folder, 'kept') };
  const bounded = (host: string) => ({ writable: [{ host, inside: host, maxBytes: 30_000_000, maxFiles: 3_000 }] });
  const calls = refused.flatMap(({ answer, calls }) =>
    Object.entries(calls).flatMap(([name, numbers]) => {
      const number = isFiltered(process.arch) ? numberOn(process.arch, numbers) : null;
      return number === null ? [] : [[name, number, answer === 'not-permitted' ? 1 : 38]];
    }),
  );
  const runs = {
    identity: sh('id -u; cat /proc/self/uid_map; grep -E "^(Cap|NoNewPrivs|Seccomp:)" /proc/self/status'),
    settings: sh(
      'for file in /proc/sys/kernel/core_pattern /proc/sys/kernel/modprobe /proc/sys/vm/overcommit_memory /proc/sysrq-trigger /proc/irq/default_smp_affinity; do [ -e "$file" ] && true 2>/dev/null >>"$file" && echo "$file"; done; ls -d /sys /proc/acpi/* 2>/dev/null; cat /proc/keys /proc/cmdline /proc/kmsg 2>/dev/null; head -c 1 /dev/zero 2>/dev/null | wc -c',
    ),
    namespaces: sh(
      'unshare -U true; unshare -m true; unshare -n true; mount -t tmpfs none /scratch/tmp; chroot / true; echo done',
    ),
    descriptors: {
      argv: [node, '-e', 'try { process.stdout.write(fs.readFileSync(20)); } catch {} console.log("end");'],
    },
    calls: { argv: [python, '/opt/attacks/call.py', JSON.stringify(calls)] },
    orphan: sh(`setsid sh -c '(sleep 1000; : ${marker}) & (setsid sleep 1000; : ${marker}) &' ; echo started`),
    home: sh(
      'echo x > "$HOME/file" && echo y > /tmp/file && cat "$HOME/file" /tmp/file; ls -d /root /home /var /run 2>/dev/null',
    ),
    memory: exhaust('memory'),
    children: exhaust('memory of children'),
    sockets: exhaust('sockets'),
    scratchFiles: exhaust('empty files'),
    sharedFiles: exhaust('empty files', '/dev/shm'),
    scratchBytes: exhaust('bytes on disk'),
    output: exhaust('output'),
    processes: exhaust('processes'),
    bytes: { ...exhaust('bytes on disk', mounts.bytes), more: bounded(mounts.bytes) },
    files: { ...exhaust('empty files', mounts.files), more: bounded(mounts.files) },
    kept: sh(`echo kept > ${mounts.kept}/file`, bounded(mounts.kept)),
    busy: { ...exhaust('memory', `${marker}-busy`), busyUntilGone: `${marker}-busy` },
  } satisfies Record<string, SandboxRun>;
  const results = {} as Record<keyof typeof runs, SandboxRunResult>;
  let isolation: IsolationItem[] = [];

  beforeAll(async () => {
    writeFileSync(inherited, 'secret of the caller');
    for (const path of Object.values(mounts)) spawnSync('mkdir', [path]);
    if (uid !== undefined) for (const path of [folder, ...Object.values(mounts)]) chownSync(path, uid, uid);
    const fd = openSync(inherited, 'r');
    const stdio = [...['pipe', 'pipe', 'pipe'], ...Array(17).fill('ignore'), fd] as ['pipe', 'pipe', 'pipe', number];
    const child = spawn(process.execPath, [runner], {
      stdio,
      env: { PATH: process.env.PATH, HOME: folder, TMPDIR: tmpdir() },
      ...(uid !== undefined && { uid, gid: uid }),
    });
    child.stdin?.end(JSON.stringify(Object.values(runs)));
    const [output, errors] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
    closeSync(fd);
    const told = JSON.parse(output || `{"errors":${JSON.stringify(errors)}}`);
    isolation = told.isolation;
    for (const [index, name] of Object.keys(runs).entries()) results[name as keyof typeof runs] = told.results[index];
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('every promise holds', () => {
    expect(isolation.length).toBeGreaterThanOrEqual(11);
    expect(isolation.filter(({ holds }) => !holds)).toEqual([]);
  });

  test('a program is nobody: not root outside, no capability, no way to gain one', () => {
    const { output } = results.identity;
    expect(output).toMatch(/^1000\n/);
    if (isRoot && uid === undefined) expect(output).toMatch(/^\s+1000\s+1879052391\s+1$/m);
    expect(output.match(/^Cap\w+:\s+0{16}$/gm)).toHaveLength(5);
    expect(output).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(output).toMatch(/^Seccomp:\s+2$/m);
  });

  test('no setting of the kernel can be written, and what tells of the machine is not there', () => {
    expect(results.settings.output.trim()).toBe('0');
  });

  test('no namespace, mount or other root can be made inside', () => {
    const { output } = results.namespaces;
    expect(output).toMatch(/done\n/);
    expect(output.match(/failed|not permitted|denied|permission|superuser/gi)?.length).toBeGreaterThanOrEqual(5);
  });

  test('a file that toolrisk was started with open is not handed on', () => {
    expect(results.descriptors.output).toBe('end\n');
  });

  test.skipIf(!existsSync(python))('the kernel refuses what the filter names', () => {
    expect(results.calls).toEqual({ code: 0, output: '' });
  });

  test('its home and temporary folder are its own, those of the host absent', () => {
    expect(results.home.output).toBe('x\ny\n');
  });

  test('what detaches and forks twice ends with the program', () => {
    expect(results.orphan.output).toBe('started\n');
    expect(processesWith(marker)).toEqual([]);
  });

  test.each([
    ['memory', 'memory'],
    ['children', 'memory'],
    ['sockets', 'memory'],
    ['scratchFiles', 'files'],
    ['sharedFiles', 'files'],
    ['output', 'output'],
    ['bytes', 'disk'],
    ['files', 'files'],
  ] as const)('%s: ended by the limit on %s', (name, breach) => {
    expect(results[name].breach).toBe(breach);
  });

  test('processes end at their limit, the watchdog’s or the kernel’s', () => {
    expect(results.processes.breach ?? results.processes.output).toMatch(/^processes$|EAGAIN/);
  });

  test('temporary disk is full at its size', () => {
    expect(results.scratchBytes.output).toContain('ENOSPC');
  });

  test('a bounded folder keeps what was written, and what was written too much is bounded', () => {
    expect(readFileSync(join(mounts.kept, 'file'), 'utf8')).toBe('kept\n');
    expect(statSync(join(mounts.kept, 'file')).mode & 0o777).toBe(0o644);
    // Ended within what a disk takes in the moment between two looks.
    expect(readdirSync(mounts.bytes).length).toBeLessThan(1_000);
  });

  test('a limit holds also while toolrisk itself is busy', () => {
    expect(results.busy?.breach).toBe('memory');
  });
});

test.skipIf(users.every(({ skip }) => !skip))('an ordinary user was left out', () => {
  expect(isRoot && reads(ordinary), 'the test runs as root, in a place others can read').toBe(false);
});

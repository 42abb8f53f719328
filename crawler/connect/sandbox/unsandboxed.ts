import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox, SandboxedProcess } from './types.ts';

/** Name of the variable that marks every process of one start, so that detached ones are found again. */
const marker = 'TOOLRISK_SESSION';

/**
 * Runs programs with the user's own rights, for whoever passed `--no-sandbox`: temporary home, clean environment, and
 * the process tree is ended, but network, files, memory and disk are open to the server.
 */
export function createUnsandboxed(options: { scratchDir: string; node: string }): Sandbox {
  const root = mkdtempSync(join(options.scratchDir, 'open-'));
  const places = { node: options.node, work: join(root, 'work'), home: join(root, 'home') };
  const running = new Set<SandboxedProcess>();
  return {
    kind: 'none',
    places,
    locate: (mount) => mount.host,
    async start(request) {
      await mkdir(places.work, { recursive: true });
      await mkdir(places.home, { recursive: true });
      const id = randomUUID();
      const [command = '', ...args] = request.argv;
      const child = spawn(command, args, {
        cwd: request.cwd ?? places.work,
        env: {
          HOME: places.home,
          TMPDIR: root,
          PATH: process.env.PATH ?? '',
          LANG: 'C.UTF-8',
          ...request.env,
          [marker]: id,
        },
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      });
      const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
        child.once('exit', (code, signal) => resolve({ code, signal }));
        child.once('error', () => resolve({ code: 127, signal: null }));
      });
      child.stdin.on('error', () => {});
      const kill = async () => {
        if (child.pid !== undefined) signalQuietly(-child.pid);
        for (const pid of findMarked(id)) signalQuietly(pid);
        if (child.pid !== undefined) await exited;
        for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      };
      const started: SandboxedProcess = {
        stdin: child.stdin,
        stdout: child.stdout,
        stderr: child.stderr,
        exited,
        kill,
      };
      running.add(started);
      void exited.then(async () => {
        await kill();
        running.delete(started);
      });
      return started;
    },
    async close() {
      await Promise.all([...running].map((started) => started.kill()));
      await rm(root, { recursive: true, force: true }).catch(() => rmSync(root, { recursive: true, force: true }));
    },
  };
}

/** Processes that carry the marker of one start. Linux only; elsewhere the process group has to do. */
function findMarked(id: string): number[] {
  const found: number[] = [];
  let names: string[] = [];
  try {
    names = readdirSync('/proc');
  } catch {
    return found;
  }
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (readFileSync(`/proc/${name}/environ`, 'latin1').includes(`${marker}=${id}`)) found.push(Number(name));
    } catch {
      // Gone, or another user's.
    }
  }
  return found;
}

function signalQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

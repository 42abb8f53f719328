import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How often a waiting process looks again, milliseconds. */
const pollMs = 150;
/** How often a holder shows that it lives, and after how long without that its lock counts as left behind, milliseconds. */
const heartbeatMs = 5_000;
const staleAfterMs = 30_000;

/**
 * Runs `work` while holding a lock that other processes on this machine honour: a folder, which only one can make.
 * The lock of a dead process is taken over.
 * @throws what `work` throws, or the signal's reason when aborted while waiting
 */
export async function withFolderLock<T>(path: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  while (!(await tryTake(path))) {
    signal.throwIfAborted();
    if (await isLeftBehind(path)) await rm(path, { recursive: true, force: true });
    else await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const heartbeat = setInterval(() => void touch(path), heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { recursive: true, force: true });
  }
}

/** Whether a process of this id lives on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function tryTake(path: string): Promise<boolean> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  await writeFile(join(path, 'owner'), String(process.pid)).catch(() => {});
  return true;
}

async function isLeftBehind(path: string): Promise<boolean> {
  try {
    const owner = await readFile(join(path, 'owner'), 'utf8').catch(() => undefined);
    if (owner !== undefined && !isAlive(Number(owner))) return true;
    // Also what was touched while the clock was ahead.
    return Math.abs(Date.now() - (await stat(path)).mtimeMs) > staleAfterMs;
  } catch {
    return false;
  }
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}

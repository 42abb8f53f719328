import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Breach } from './types.ts';

/** How often process trees are measured, milliseconds. A tree filling memory at 2 GB/s overshoots by 200 MB at most. */
const sampleEveryMs = 100;
/** Page size of x64 and arm64 Linux, bytes; on the few kernels with larger pages the limit is only tighter. */
const pageBytes = 4096;

/** What a tree may use. */
export interface TreeLimits {
  memoryBytes: number;
  processes: number;
}

/** Measures running sandboxes and reports the first limit each one breaks. */
export interface Watchdog {
  /** Watches the process namespace whose first process has this host pid. Returns a function that stops watching. */
  watch(initPid: number, limits: TreeLimits, onBreach: (breach: Breach) => void): () => void;
}

/**
 * Makes a watchdog. One timer serves every sandbox; it runs only while there is one.
 * A namespace is read through its own `/proc`, so that a process cannot leave the count by detaching.
 */
export function createWatchdog(): Watchdog {
  const watched = new Map<number, { limits: TreeLimits; onBreach: (breach: Breach) => void }>();
  let timer: NodeJS.Timeout | undefined;

  const sample = () => {
    for (const [pid, { limits, onBreach }] of watched) {
      const usage = measureNamespace(pid, limits.processes);
      const breach =
        usage.processes > limits.processes
          ? 'processes'
          : usage.memoryBytes > limits.memoryBytes
            ? 'memory'
            : undefined;
      if (breach === undefined) continue;
      watched.delete(pid);
      onBreach(breach);
    }
    stopIfIdle();
  };
  const stopIfIdle = () => {
    if (watched.size > 0 || timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    watch(initPid, limits, onBreach) {
      const entry = { limits, onBreach };
      watched.set(initPid, entry);
      timer ??= setInterval(sample, sampleEveryMs);
      return () => {
        if (watched.get(initPid) === entry) watched.delete(initPid);
        stopIfIdle();
      };
    },
  };
}

/** Sums resident memory and counts the processes of a namespace; stops counting once past `enough`. A namespace that is gone measures zero. */
function measureNamespace(initPid: number, enough: number): { memoryBytes: number; processes: number } {
  // Until the namespace has its own root, this path would lead to the host's processes.
  if (rootOf(initPid) === rootOf('self')) return { memoryBytes: 0, processes: 0 };
  const inner = `/proc/${initPid}/root/proc`;
  let memoryBytes = 0;
  let processes = 0;
  for (const name of listDirectory(inner)) {
    if (!/^\d+$/.test(name)) continue;
    const pages = readResidentPages(`${inner}/${name}/statm`);
    if (pages === undefined) continue;
    processes += 1;
    memoryBytes += pages * pageBytes;
    if (processes > enough) break;
  }
  return { memoryBytes, processes };
}

/** Identity of the root folder a process sees; the own one also where it cannot be known, so that nothing is measured. */
function rootOf(pid: number | 'self'): string {
  try {
    const { dev, ino } = statSync(`/proc/${pid}/root/`);
    return `${dev}:${ino}`;
  } catch {
    return pid === 'self' ? '' : rootOf('self');
  }
}

/** Resident pages that are the process's own: second field less the shared third, so that one Node binary mapped ten times counts once. */
function readResidentPages(file: string): number | undefined {
  try {
    const [, resident = '0', shared = '0'] = readFileSync(file, 'latin1').split(' ');
    return Math.max(0, Number(resident) - Number(shared));
  } catch {
    return undefined;
  }
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/**
 * Measures running sandboxes and ends those that break a limit. In a thread of its own, so that a limit holds also while
 * this one is busy.
 */
import { Worker } from 'node:worker_threads';
import type { Breach } from './types.ts';

/** A writable folder of the host, and what it may grow to. */
export interface FolderLimits {
  path: string;
  maxBytes: number;
  maxFiles: number;
}

/** What a tree may use. */
export interface TreeLimits {
  memoryBytes: number;
  processes: number;
  scratchFiles: number;
  folders: FolderLimits[];
}

/** What the thread is told. */
export type WatchOrder = { id: number; initPid: number; limits: TreeLimits } | { id: number; initPid?: undefined };
/** What the thread answers once it no longer watches a tree: the limit that it ended it for, if it did. */
export interface WatchAnswer {
  id: number;
  breach: Breach | undefined;
}

/** Watches running sandboxes. */
export interface Watchdog {
  /**
   * Watches the process namespace whose first process has this host pid, and ends it at the first limit it breaks.
   * Returns a function that stops watching and says which limit that was.
   */
  watch(initPid: number, limits: TreeLimits): () => Promise<Breach | undefined>;
  close(): Promise<void>;
}

/** Makes a watchdog. Its thread begins with the first sandbox and keeps no process alive; should it break, what it watched is ended. */
export function createWatchdog(): Watchdog {
  let thread: Worker | undefined;
  let nextId = 1;
  /** Trees under watch, by id. */
  const watched = new Map<number, number>();
  const asked = new Map<number, (breach: Breach | undefined) => void>();

  function start(): Worker {
    const worker = new Worker(new URL('./watchdog-thread.ts', import.meta.url));
    worker.unref();
    worker.on('message', ({ id, breach }: WatchAnswer) => asked.get(id)?.(breach));
    const ended = () => {
      if (thread === worker) thread = undefined;
      for (const pid of watched.values()) endProcess(pid);
      for (const answer of asked.values()) answer(undefined);
    };
    worker.once('error', ended);
    worker.once('exit', ended);
    return worker;
  }

  return {
    watch(initPid, limits) {
      const id = nextId++;
      watched.set(id, initPid);
      thread ??= start();
      thread.postMessage({ id, initPid, limits } satisfies WatchOrder);
      return () =>
        new Promise((resolve) => {
          watched.delete(id);
          if (thread === undefined) return resolve(undefined);
          asked.set(id, (breach) => {
            asked.delete(id);
            if (asked.size === 0) thread?.unref();
            resolve(breach);
          });
          thread.ref();
          thread.postMessage({ id } satisfies WatchOrder);
        });
    },
    async close() {
      await thread?.terminate();
    },
  };
}

/** Kills a process; nothing where it is gone. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

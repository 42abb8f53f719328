/** Lines judged in threads beside this one, where there are enough of them that it pays. */
import { getCompileCacheDir } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Judged, LineFlags } from './classify-lines.ts';

/** Judges lines elsewhere. */
export interface Threads extends AsyncDisposable {
  /** Takes a lot away from whoever asks. Undefined where every thread has enough to do: whoever asks does better to judge it itself. */
  judge(lot: Uint8Array<ArrayBuffer>): Promise<Judged> | undefined;
}

/** Lots that one thread has at once: one it works on, and one that lies ready. */
const lots = 2;

interface Thread {
  worker: Worker;
  /** What it has been given and not answered yet, in order. */
  waiting: PromiseWithResolvers<Judged>[];
}

/** What one thread makes and soon drops again, MB: left to itself, this part of its heap grows with the length of the stream. */
const youngMb = 24;

/** What tells a thread where compiled code is kept, which the engine does not hand on to threads: else each compiles everything anew. */
const sharedCode = (): NodeJS.Dict<string> => {
  const ofThisVersion = getCompileCacheDir();
  return ofThisVersion === undefined ? {} : { NODE_COMPILE_CACHE: dirname(ofThisVersion) };
};

/** Starts a thread a core, the one we run on left out. */
export function startThreads(flags: LineFlags, count = availableParallelism() - 1): Threads {
  const threads = Array.from({ length: count }, (): Thread => {
    const worker = new Worker(new URL('./classify-thread.ts', import.meta.url), {
      workerData: flags,
      env: sharedCode(),
      resourceLimits: { maxYoungGenerationSizeMb: youngMb },
    });
    const waiting: Thread['waiting'] = [];
    worker.on('message', (judged: Judged) => waiting.shift()?.resolve(judged));
    worker.on('error', (error) => {
      for (const { reject } of waiting.splice(0)) reject(error);
    });
    return { worker, waiting };
  });
  return {
    judge(lot) {
      const free = threads.find(({ waiting }) => waiting.length < lots);
      if (free === undefined) return undefined;
      const answer = Promise.withResolvers<Judged>();
      free.waiting.push(answer);
      free.worker.postMessage(lot, [lot.buffer]);
      return answer.promise;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

/** The install kit in a thread of its own. */
import { Worker } from 'node:worker_threads';
import { AttemptFailure } from '#crawler/connect/attempt-failure.ts';
import type { Outcome } from '#db/types.ts';
import type { InstallKit, InstallKitOptions } from './install-kit.ts';

/** Memory of the thread's JavaScript, megabytes: several times the largest document, as text and read. */
const maxHeapMb = 1_024;

/** A call, as it goes to the thread. */
export interface KitCall {
  id: number;
  method: keyof InstallKit;
  args: unknown[];
}

/** What comes back. */
export type KitAnswer =
  | { id: number; value: unknown }
  | { id: number; error: { message: string; failure?: { outcome: Outcome; todo: string } } };

/**
 * Starts the thread and gives its kit, as if it were here. A thread that dies fails what was asked of it; the next call
 * starts another.
 */
export function openInstallKitApart(options: () => Promise<InstallKitOptions>): InstallKit {
  let starting: Promise<Worker> | undefined;
  let calls = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  const start = async (): Promise<Worker> => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: await options(),
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    // It must not keep a process alive that has nothing else to do.
    started.unref();
    started.on('message', (answer: KitAnswer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (waiting.size === 0) started.unref();
      if ('value' in answer) return asked?.resolve(answer.value);
      const { message, failure } = answer.error;
      asked?.reject(failure ? new AttemptFailure(failure.outcome, message, failure.todo) : new Error(message));
    });
    const fail = (error: Error) => {
      starting = undefined;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.on('error', fail);
    started.on('exit', () => fail(new Error('the installer ended')));
    return started;
  };

  const call = async (method: keyof InstallKit, args: unknown[]) => {
    starting ??= start();
    const worker = await starting;
    return new Promise((resolve, reject) => {
      calls += 1;
      waiting.set(calls, { resolve, reject });
      worker.ref();
      worker.postMessage({ id: calls, method, args } satisfies KitCall);
    });
  };
  return new Proxy({} as InstallKit, {
    get(_, method) {
      // A kit is no promise, though whoever is handed one may ask.
      if (typeof method !== 'string' || method === 'then') return undefined;
      if (method !== 'end') return (...args: unknown[]) => call(method as keyof InstallKit, args);
      return async () => {
        const ending = await starting?.catch(() => undefined);
        if (ending === undefined) return;
        await call('end', []).catch(() => {});
        await ending.terminate();
      };
    },
  });
}

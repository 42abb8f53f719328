/** The thread `openInstallKitApart` starts. */
import { parentPort, workerData } from 'node:worker_threads';
import { AttemptFailure } from '#crawler/connect/attempt-failure.ts';
import type { KitAnswer, KitCall } from './apart.ts';
import { createInstallKit, type InstallKitOptions } from './install-kit.ts';

const kit = createInstallKit(workerData as InstallKitOptions);
// Whoever calls first is told why.
kit.catch(() => {});

parentPort?.on('message', async ({ id, method, args }: KitCall) => {
  let answer: KitAnswer;
  try {
    const ready = await kit;
    answer = { id, value: await (ready[method] as (...given: unknown[]) => unknown).apply(ready, args) };
  } catch (error) {
    const { message } = error as Error;
    const failure = error instanceof AttemptFailure && { outcome: error.outcome, todo: error.todo };
    answer = { id, error: { message, ...(failure && { failure }) } };
  }
  parentPort?.postMessage(answer);
});

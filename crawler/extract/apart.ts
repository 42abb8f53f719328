/** Extraction in a thread of its own: a crawl beside it is not slowed, and its end does not depend on the parser. */
import { Worker } from 'node:worker_threads';
import {
  defaultExtractLimits,
  type ExtractedTools,
  type ExtractOptions,
  extractTools,
  type SourceFiles,
} from './index.ts';

/** Time after the extraction's own limit at which the thread is given up, milliseconds. */
const graceMs = 10_000;
/** Memory of the thread's JavaScript, megabytes. */
const maxHeapMb = 1_024;

/**
 * As `extractTools`, in a thread that is ended when it takes too long or too much memory, or at the signal; then nothing
 * is read and a note says so.
 */
export function extractApart(
  files: SourceFiles,
  { signal, ...options }: ExtractOptions & { signal?: AbortSignal } = {},
): Promise<ExtractedTools> {
  const given = files instanceof Map ? files : new Map(Object.entries(files));
  const timeoutMs = options.limits?.timeoutMs ?? defaultExtractLimits.timeoutMs;
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { files: given, options },
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    const finish = async (result: ExtractedTools | string) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      void worker.terminate();
      if (typeof result !== 'string') resolve(result);
      else {
        const nothing = await extractTools({});
        resolve({ ...nothing, notes: [result], complete: false });
      }
    };
    const timer = setTimeout(() => finish('The time for this reading was over.'), timeoutMs + graceMs);
    const stop = () => void finish('The reading was stopped.');
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    worker.once('message', finish);
    worker.once('error', () => finish('The source could not be read.'));
  });
}

/** The thread `extractApart` starts: one extraction, then it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ExtractOptions, extractTools } from './index.ts';

const { files, options } = workerData as { files: Map<string, string>; options: ExtractOptions };
parentPort?.postMessage(await extractTools(files, options));

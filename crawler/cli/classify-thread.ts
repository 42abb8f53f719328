/** A thread that judges lines: gets some, answers with what they came to, in the order they came. */
import { parentPort, workerData } from 'node:worker_threads';
import { createLinesClassifier, type LineFlags } from './classify-lines.ts';

const judge = createLinesClassifier(workerData as LineFlags);
parentPort!.on('message', (lines: string[]) => parentPort!.postMessage(judge(lines)));

/** A thread that judges lines: gets a lot of them, answers with what they came to, in the order they came. */
import { parentPort, workerData } from 'node:worker_threads';
import { createLinesClassifier, type LineFlags } from './classify-lines.ts';

const judge = createLinesClassifier(workerData as LineFlags);
parentPort!.on('message', (lot: Uint8Array<ArrayBuffer>) => {
  const judged = judge(lot);
  parentPort!.postMessage(judged, [judged.bytes.buffer]);
});

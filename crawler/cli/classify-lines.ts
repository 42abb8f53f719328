/** What is written for some lines of a stream: the same in the process itself and in a thread. Pure. */
import { writeJson } from '#crawler/text/json.ts';
import { createLineClassifier } from './classify-line.ts';

/** `\n`: lines end there alone, wherever U+2028 may stand in a JSON string. */
export const lineEnd = 10;

/** What is asked for of each line. */
export interface LineFlags {
  /** Why it got its verdict, in place of that. */
  explain?: boolean;
  /** The explanation as JSON. */
  json?: boolean;
}

/** What some lines came to. */
export interface Judged {
  /** To be written: text in UTF-8. It owns its buffer, and so does a lot: both are handed from thread to thread without a copy. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Lines judged. */
  judged: number;
  /** Lines that could not be judged; each has an `error` record in its place. */
  bad: number;
}

/** Makes the function that judges a lot of whole lines, in UTF-8. Empty lines are skipped. */
export const createLinesClassifier = ({ explain, json }: LineFlags): ((lot: Uint8Array<ArrayBuffer>) => Judged) => {
  const judge = createLineClassifier(explain);
  const encoder = new TextEncoder();
  return ({ buffer }) => {
    const lot = Buffer.from(buffer);
    let text = '';
    let judged = 0;
    let bad = 0;
    for (let from = 0, end = 0; from < lot.length; from = end + 1) {
      end = lot.indexOf(lineEnd, from);
      if (end < 0) end = lot.length;
      const line = lot.toString('utf8', from, end);
      if (line.trim() === '') continue;
      const { output, text: why, ok } = judge(line);
      if (ok) judged++;
      else bad++;
      text += why === undefined || json ? `${writeJson(output, 0)}\n` : `${why}\n`;
    }
    return { bytes: encoder.encode(text), judged, bad };
  };
};

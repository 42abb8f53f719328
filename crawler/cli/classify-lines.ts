/** What is written for some lines of a stream: the same in the process itself and in a thread. Pure. */
import { writeJson } from '#crawler/text/json.ts';
import { createLineClassifier } from './classify-line.ts';

/** What is asked for of each line. */
export interface LineFlags {
  /** Why it got its verdict, in place of that. */
  explain?: boolean;
  /** The explanation as JSON. */
  json?: boolean;
}

/** What some lines came to. */
export interface Judged {
  /** To be written. */
  text: string;
  /** Lines judged. */
  judged: number;
  /** Lines that could not be judged; each has an `error` record in its place. */
  bad: number;
}

/** Makes the function that judges lines. Empty lines are skipped. */
export const createLinesClassifier = ({ explain, json }: LineFlags): ((lines: readonly string[]) => Judged) => {
  const judge = createLineClassifier(explain);
  return (lines) => {
    const result = { text: '', judged: 0, bad: 0 };
    for (const line of lines) {
      if (line.trim() === '') continue;
      const { output, text: why, ok } = judge(line);
      if (ok) result.judged++;
      else result.bad++;
      result.text += why === undefined || json ? `${writeJson(output, 0)}\n` : `${why}\n`;
    }
    return result;
  };
};

/** The command line as a process of its own, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A running `toolrisk`. */
export interface Program {
  child: ChildProcess;
  /** Everything it has written so far. */
  output(): string;
  /** Waits until its output has this. @throws when it ends before that */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Waits for its end. @returns exit code, or the signal that ended it */
  ended: Promise<number | NodeJS.Signals>;
}

const main = join(import.meta.dirname, '..', '..', 'crawler', 'main.ts');

/** Starts `toolrisk` with these arguments; its data go into the folder. */
export function startProgram(folder: string, args: readonly string[]): Program {
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      child.emit('said');
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  return {
    child,
    output: () => output,
    ended,
    async says(pattern) {
      for (;;) {
        const match = pattern.exec(output);
        if (match) return match;
        const over = await Promise.race([once(child, 'said').then(() => false), ended.then(() => true)]);
        if (over && !pattern.test(output)) throw new Error(`it ended without saying ${pattern}:\n${output}`);
      }
    },
  };
}

/** A new folder and what removes it. */
export function newFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'toolrisk-process-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

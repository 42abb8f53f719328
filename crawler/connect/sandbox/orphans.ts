/** Sandboxes whose owner died at the one moment in which bubblewrap does not notice. */
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends sandboxes that belong to nobody any more. `--die-with-parent` covers all but the milliseconds in which bubblewrap
 * sets itself up: a half started child then waits for ever for a parent that was killed. Such a child has been handed to
 * the system's first process, which no sandbox of a living owner ever is.
 * @param commandStart how every sandbox of this program begins, after the path of bubblewrap
 */
export function endOrphans(commandStart: readonly string[]): void {
  if (process.pid === 1) return;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const [program, ...words] = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
      if (!program?.endsWith('bwrap') || !commandStart.every((word, index) => words[index] === word)) continue;
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1];
      if (parent === '1') process.kill(Number(entry), 'SIGKILL');
    } catch {
      // It ended meanwhile, or is somebody else's.
    }
  }
}

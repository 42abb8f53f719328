/** Which user of the host a sandboxed program is. */
import { chmodSync, lchownSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Users that own nothing: one from the range that nobody hands out (systemd's "Users, Groups, UIDs and GIDs"), and
 * `nobody` for containers that know the first 65,536 only.
 */
const owningNothing = [1_879_052_391, 65_534];

/**
 * The host user to run programs as where toolrisk is root: files of root, the kernel's settings among them, are then not
 * the program's to write, whatever the namespaces do. Undefined for ordinary users, as whom programs run themselves,
 * and in containers that know no other user than root, who is an ordinary user outside.
 */
export function chooseHostUser(): number | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const maps = ['/proc/self/uid_map', '/proc/self/gid_map'].map(readMap);
  return owningNothing.find((id) =>
    maps.every((ranges) => ranges.some(({ first, count }) => id >= first && id < first + count)),
  );
}

/**
 * Gives a folder and everything in it to a user. Nothing of a stranger may be running that could change it meanwhile.
 * Cheap where it is theirs already.
 */
export function handOver(path: string, user: number): void {
  const stat = lstatSync(path);
  if (stat.uid === user) return;
  if (stat.isDirectory()) {
    for (const name of readdirSync(path)) handOver(join(path, name), user);
    if ((stat.mode & 0o700) !== 0o700) chmodSync(path, stat.mode | 0o700);
  }
  lchownSync(path, user, user);
}

function readMap(file: string): { first: number; count: number }[] {
  try {
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .map(([first = 0, , count = 0]) => ({ first, count }));
  } catch {
    return [];
  }
}

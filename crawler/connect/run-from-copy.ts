/** Packages that write beside themselves, where nothing of what was installed can be written to. */
import { join } from 'node:path/posix';

/** Copies one package of a tree and links to all others: `sh ROOT TO NAME COMMAND…`. */
const script = `set -e
root=$1 to=$2 name=$3 first="\${3%%/*}"; shift 3
mkdir -p "$to"; ln -s "$root"/* "$to"
if [ "$first" != "$name" ]; then rm "$to/$first"; mkdir "$to/$first"; ln -s "$root/$first"/* "$to/$first"; fi
rm "$to/$name"; cp -R "$root/$name" "$to/$name"; chmod -R u+w "$to/$name"; exec "$@"`;

/**
 * A command that runs from a copy of its package in a folder of its own, which it may write to.
 * @param path folder of the package, in a `node_modules`; without it the command is as it was
 * @param home folder that the copy is put into, as the command sees it
 */
export function runFromCopy(command: readonly string[], path: string | undefined, home: string): string[] {
  const [, root, name] = /^(.+\/node_modules)\/((?:@[^/]+\/)?[^/]+)$/.exec(path ?? '') ?? [];
  if (root === undefined || name === undefined) return [...command];
  const to = join(home, 'server', 'node_modules');
  const moved = command.map((word) => (word.startsWith(`${path}/`) ? join(to, word.slice(root.length)) : word));
  return ['/bin/sh', '-c', script, 'sh', root, to, name, ...moved];
}

/** Runs inside the sandbox and tells what a program there can see and do, as one line of JSON. Changes nothing. */
import { closeSync, constants, existsSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
const list = (path: string): string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};
const opens = (path: string): boolean => {
  try {
    closeSync(openSync(path, constants.O_WRONLY));
    return true;
  } catch {
    return false;
  }
};
/** Everything below a folder that can be opened for writing. */
const openable = (path: string): string[] => {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
      const below = join(path, entry.name);
      if (entry.isDirectory()) return openable(below);
      return entry.isFile() && opens(below) ? [below] : [];
    });
  } catch {
    return [];
  }
};

console.log(
  JSON.stringify({
    user: process.getuid?.(),
    users: read('/proc/self/uid_map'),
    status: read('/proc/self/status'),
    namespaces: Object.fromEntries(list('/proc/self/ns').map((name) => [name, readlinkSync(`/proc/self/ns/${name}`)])),
    settings: [
      ...openable('/proc/sys'),
      ...['/proc/sysrq-trigger', '/proc/irq/default_smp_affinity', '/proc/mtrr'].filter(opens),
    ],
    interfaces: Object.keys(networkInterfaces()),
    sockets: read('/proc/net/unix').match(/ @\S+$/gm) ?? [],
    processes: list('/proc').filter((name) => /^\d+$/.test(name)).length,
    folders: list('/'),
    writable: ['/', '/usr', '/etc', '/opt', '/dev', '/proc', '/sys'].filter((folder) => {
      try {
        closeSync(openSync(join(folder, '.toolrisk-probe'), constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY));
        return true;
      } catch {
        return false;
      }
    }),
    devices: list('/dev').filter((name) => !['pts', 'shm'].includes(name)),
    sysfs: existsSync('/sys/kernel'),
  }),
);

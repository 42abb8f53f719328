/** What a process tree and a folder take up, read from outside. Synchronous: the watchdog has a thread of its own. */
import { type Dirent, lstatSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a tree takes up at one moment. A tree that is gone takes nothing. */
export interface TreeUsage {
  /** All that would be free without it, bytes: also shared, swapped out, in page tables and in sockets. Never less than the truth. */
  memoryBytes: number;
  processes: number;
  /** Files, folders and links in its scratch folder and its shared memory, the two places it may write to. */
  scratchFiles: number;
}

/** Largest buffer of one socket, bytes: twice `net.core.wmem_max` as Linux sets it. Who may hold it is not known, so each counts whole. */
const socketBytes = 2 * 212_992;
/** What makes up a process's own memory in `/proc/PID/status`. The file-backed rest is the kernel's to drop. */
const ownMemory = /^(?:RssAnon|RssShmem|VmPTE|VmSwap|HugetlbPages):\s+(\d+) kB$/gm;

/**
 * Measures the process namespace whose first process has this host pid, through its own `/proc`, so that a process
 * cannot leave the count by detaching; stops counting once past `enough` processes.
 */
export function measureTree(initPid: number, options: { enough: number }): TreeUsage {
  // Until the namespace has its own root, these paths would lead to the host's processes.
  if (rootOf(initPid) === rootOf('self')) return { memoryBytes: 0, processes: 0, scratchFiles: 0 };
  const root = `/proc/${initPid}/root`;
  let memoryBytes = measureSockets(`/proc/${initPid}/net`);
  let processes = 0;
  for (const name of list(`${root}/proc`)) {
    if (!/^\d+$/.test(name)) continue;
    const status = read(`${root}/proc/${name}/status`);
    if (status === '') continue;
    processes += 1;
    for (const [, kilobytes] of status.matchAll(ownMemory)) memoryBytes += Number(kilobytes) * 1024;
    if (processes > options.enough) break;
  }
  const scratchFiles = countFiles(`${root}/scratch`) + countFiles(`${root}/dev/shm`);
  return { memoryBytes, processes, scratchFiles };
}

/** With less memory in the queues of the whole host, pages of 4 KB mostly, it does not matter which of it is whose. */
const fewPages = 1_024;

/** Bytes that the sockets of a network namespace may hold: by their number, and by their queues where the kernel tells. */
function measureSockets(folder: string): number {
  const sockets = read(`${folder}/sockstat`);
  const used = Number(/^sockets: used (\d+)$/m.exec(sockets)?.[1] ?? 0);
  const hostPages = Number(/^TCP: .* mem (\d+)$/m.exec(sockets)?.[1] ?? 0);
  let queued = 0;
  // For the list the kernel goes through all that the host could have, however few there are.
  if (used > 0 && hostPages > fewPages) {
    for (const file of ['tcp', 'tcp6']) {
      for (const [, sending = '0', received = '0'] of read(`${folder}/${file}`).matchAll(
        / ([0-9A-F]{8}):([0-9A-F]{8}) /g,
      )) {
        queued += Number.parseInt(sending, 16) + Number.parseInt(received, 16);
      }
    }
  }
  return used * socketBytes + queued;
}

/** Names in use on the file system that is mounted there. */
function countFiles(mount: string): number {
  try {
    const { files, ffree } = statfsSync(mount);
    return files - ffree;
  } catch {
    return 0;
  }
}

/** What a folder and everything below it takes up on its disk. */
export interface FolderUsage {
  bytes: number;
  files: number;
}

/** Measures a folder, links not followed and what has several names counted once; stops once past a bound. */
export function measureDisk(folder: string, enough: FolderUsage): FolderUsage {
  const usage = { bytes: 0, files: 0 };
  const seen = new Set<number>();
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of listEntries(at)) {
      const path = join(at, entry.name);
      usage.files += 1;
      if (entry.isDirectory()) waiting.push(path);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat !== undefined && (stat.nlink === 1 || entry.isDirectory() || !seen.has(stat.ino))) {
        usage.bytes += stat.blocks * 512;
        if (stat.nlink > 1) seen.add(stat.ino);
      }
      if (usage.bytes > enough.bytes || usage.files > enough.files) return usage;
    }
  }
  return usage;
}

/** What is free on the disk a path lies on; nothing where that cannot be known. File systems without a fixed number of files say 0. */
export function measureFree(path: string): FolderUsage {
  try {
    const { bfree, bsize, ffree } = statfsSync(path);
    return { bytes: bfree * bsize, files: ffree };
  } catch {
    return { bytes: 0, files: 0 };
  }
}

/** Identity of the root folder a process sees; the own one also where it cannot be known, so that nothing is measured. */
function rootOf(pid: number | 'self'): string {
  try {
    const { dev, ino } = statSync(`/proc/${pid}/root/`);
    return `${dev}:${ino}`;
  } catch {
    return pid === 'self' ? '' : rootOf('self');
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function listEntries(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

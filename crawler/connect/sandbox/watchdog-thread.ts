/** The thread of the watchdog: measures every tree it was told of, and kills what breaks a limit. */
import { parentPort } from 'node:worker_threads';
import { type FolderUsage, measureDisk, measureFree, measureTree, type TreeUsage } from './measure.ts';
import type { Breach } from './types.ts';
import { endProcess, type FolderLimits, type TreeLimits, type WatchAnswer, type WatchOrder } from './watchdog.ts';

/** How often trees are measured while all are far below their limits, milliseconds. */
const calmMs = 100;
/** How often while one has used a quarter of one. Filling memory at 2 GB/s overshoots by 50 MB then. */
const closeMs = 25;
const closeShare = 0.25;
/** A folder is measured again when its disk lost this share of what the folder may hold; whoever it was that took it. */
const worthMeasuring = 1 / 16;
/** … but no more often than this many times as long as the last measurement took, so that most of the time is left. */
const restFactor = 3;
/** … and at least so often, for the file systems that do not count files, milliseconds. */
const measureAtLeastMs = 2_000;

interface WatchedFolder extends FolderLimits {
  measuredAt: number;
  tookMs: number;
  /** What was free on its disk then. */
  free: FolderUsage;
}

interface WatchedTree {
  initPid: number;
  limits: TreeLimits;
  folders: WatchedFolder[];
  breach?: Breach;
}

const trees = new Map<number, WatchedTree>();
let isLooking = false;

function look(): void {
  let close = false;
  for (const tree of trees.values()) {
    if (tree.breach !== undefined) continue;
    const { initPid, limits } = tree;
    const usage = measureTree(initPid, { enough: limits.processes });
    tree.breach = breachOf(usage, limits) ?? firstBreach(tree.folders);
    if (tree.breach !== undefined) endProcess(initPid);
    else close ||= breachOf(usage, scaled(limits)) !== undefined;
  }
  isLooking = trees.size > 0;
  if (isLooking) setTimeout(look, close ? closeMs : calmMs);
}

function breachOf(usage: TreeUsage, limits: TreeLimits): Breach | undefined {
  if (usage.processes > limits.processes) return 'processes';
  if (usage.memoryBytes > limits.memoryBytes) return 'memory';
  return usage.scratchFiles > limits.scratchFiles ? 'files' : undefined;
}

const scaled = (limits: TreeLimits): TreeLimits => ({
  ...limits,
  memoryBytes: limits.memoryBytes * closeShare,
  processes: limits.processes * closeShare,
  scratchFiles: limits.scratchFiles * closeShare,
});

function breachOfFolder(folder: WatchedFolder, atEnd = false): Breach | undefined {
  const now = performance.now();
  const free = measureFree(folder.path);
  const due =
    folder.free.bytes - free.bytes > folder.maxBytes * worthMeasuring ||
    folder.free.files - free.files > folder.maxFiles * worthMeasuring ||
    now - folder.measuredAt > measureAtLeastMs;
  if (!atEnd && (!due || now - folder.measuredAt < folder.tookMs * restFactor)) return undefined;
  const usage = measureDisk(folder.path, { bytes: folder.maxBytes, files: folder.maxFiles });
  Object.assign(folder, { free, measuredAt: now, tookMs: performance.now() - now } satisfies Partial<WatchedFolder>);
  if (usage.bytes > folder.maxBytes) return 'disk';
  return usage.files > folder.maxFiles ? 'files' : undefined;
}

const firstBreach = (folders: WatchedFolder[], atEnd = false) =>
  folders.map((folder) => breachOfFolder(folder, atEnd)).find((breach) => breach !== undefined);

parentPort?.on('message', ({ id, initPid, ...order }: WatchOrder) => {
  if (initPid !== undefined && 'limits' in order) {
    const folders = order.limits.folders.map((limits) => ({
      ...limits,
      measuredAt: performance.now(),
      tookMs: 0,
      free: measureFree(limits.path),
    }));
    trees.set(id, { initPid, limits: order.limits, folders });
    if (!isLooking) setTimeout(look, closeMs);
    isLooking = true;
    return;
  }
  const tree = trees.get(id);
  trees.delete(id);
  // What was written in the last moment counts too.
  const breach = tree?.breach ?? firstBreach(tree?.folders ?? [], true);
  parentPort?.postMessage({ id, breach } satisfies WatchAnswer);
});

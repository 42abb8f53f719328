import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Folder under each hierarchy that holds the groups of this program. */
const parentName = 'toolrisk';
/** How often and how long removal of an emptied group is tried, milliseconds. The kernel needs a moment after the last exit. */
const removeEveryMs = 20;
const removeTries = 100;

/** Kernel limits on one process tree. */
export interface ControlGroup {
  /** Puts a process, and so everything it will start, into the group. */
  add(pid: number): void;
  /** Whether the kernel killed something of it for lack of memory. */
  ranOutOfMemory(): boolean;
  remove(): Promise<void>;
}

/** What a group may use. `tasks` counts threads. */
export interface ControlGroupLimits {
  memoryBytes: number;
  tasks: number;
}

/**
 * Makes control groups, where this user may: that is root, for whom the kernel waives the per-user process limit that
 * holds for everybody else. Undefined for ordinary users and in containers that mount the hierarchy read-only; the
 * watchdog and the per-process limits then stand alone.
 */
export function openControlGroups(root = '/sys/fs/cgroup'): ((limits: ControlGroupLimits) => ControlGroup) | undefined {
  const unified = existsSync(join(root, 'cgroup.controllers'));
  const parents = unified ? [join(root, parentName)] : ['pids', 'memory'].map((name) => join(root, name, parentName));
  try {
    for (const parent of parents) {
      mkdirSync(parent, { recursive: true });
      // It may be there already, made by root.
      accessSync(parent, constants.W_OK);
      if (unified) writeFileSync(join(parent, 'cgroup.subtree_control'), '+pids +memory');
      sweep(parent);
    }
  } catch {
    return undefined;
  }
  return (limits) => {
    const name = `${process.pid}-${randomUUID()}`;
    const folders = parents.map((parent) => join(parent, name));
    for (const folder of folders) mkdirSync(folder);
    const write = (file: string, value: number) => {
      for (const folder of folders) {
        if (existsSync(join(folder, file))) writeFileSync(join(folder, file), String(value));
      }
    };
    write('pids.max', limits.tasks);
    write(unified ? 'memory.max' : 'memory.limit_in_bytes', limits.memoryBytes);
    return {
      add: (pid) => write('cgroup.procs', pid),
      ranOutOfMemory: () => folders.some((folder) => /^oom_kill [1-9]/m.test(readEvents(folder))),
      async remove() {
        for (const folder of folders) await removeGroup(folder);
      },
    };
  };
}

/** Removes groups that a dead process left. The kernel refuses where a process is still inside. */
function sweep(parent: string): void {
  for (const entry of readdirSync(parent, { withFileTypes: true })) {
    if (entry.isDirectory() && !existsSync(`/proc/${entry.name.split('-')[0]}`)) tryRemove(join(parent, entry.name));
  }
}

function readEvents(folder: string): string {
  for (const file of ['memory.events', 'memory.oom_control']) {
    if (existsSync(join(folder, file))) return readFileSync(join(folder, file), 'utf8');
  }
  return '';
}

async function removeGroup(folder: string): Promise<void> {
  for (let attempt = 0; attempt < removeTries && !tryRemove(folder); attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, removeEveryMs));
  }
}

function tryRemove(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return !existsSync(folder);
  }
}

import type { Readable, Writable } from 'node:stream';

/** A host path a sandboxed program may read, and where it sees it. */
export interface Mount {
  host: string;
  inside: string;
}

/** A folder of the host that a sandboxed program may write to and that is kept. Only installation uses it. */
export interface WritableMount extends Mount {
  /** What the folder may grow to before the program is ended, bytes on disk; without it, whatever the disk holds. */
  maxBytes?: number;
  /** Files, folders and links it may hold before the program is ended. */
  maxFiles?: number;
}

/** What one program gets; never a network but an empty one of its own. */
export interface SandboxRequest {
  /** Command and arguments, as paths inside the sandbox. */
  argv: string[];
  /** The whole environment; nothing is inherited. `HOME`, `TMPDIR` and `PATH` are set by the sandbox and can be overridden. */
  env: Record<string, string>;
  /** Readable beside the system's own programs and libraries. */
  readOnly: Mount[];
  /** Writable on the host and kept. Where toolrisk runs as root, they belong to the sandbox's own user from then on. */
  writable?: WritableMount[];
  /** Host paths that stay invisible even inside a mount. */
  hidden?: string[];
  /** Working directory inside; the empty scratch directory by default. */
  cwd?: string;
  /** Memory of the whole tree, bytes, kept anywhere: also shared, swapped out, in page tables or in sockets. */
  memoryBytes: number;
  /** Processes of the whole tree at once. */
  processes: number;
  /** Temporary files in memory, bytes. */
  scratchBytes: number;
  /** Temporary files, folders and links at once. Default 50,000: the most an npm installation was seen to make there is 2,000. */
  scratchFiles?: number;
  /** What it may print in all, bytes. Default 64 MiB. */
  outputBytes?: number;
  /** Processor time of one process, seconds. */
  cpuSeconds: number;
}

/** Limits that the sandbox itself ends a program for: `disk` is bytes in a writable folder, `files` their number anywhere. */
export const breaches = ['memory', 'processes', 'disk', 'files', 'output'] as const;
/** Why the sandbox itself ended a program. */
export type Breach = (typeof breaches)[number];

/** What a program did that the sandbox ended it for, as the end of a sentence about it: "used more memory than 1024 MB". */
export function describeBreach(breach: Breach, limits: { memoryBytes: number; processes: number }): string {
  const said: Record<Breach, string> = {
    memory: `used more than ${Math.round(limits.memoryBytes / 1024 / 1024)} MB of memory`,
    processes: `ran more than ${limits.processes} processes`,
    disk: 'wrote more than its folder may hold',
    files: 'made more files than it may have',
    output: 'printed more than it may',
  };
  return said[breach];
}

/** How a program ended. */
export interface SandboxExit {
  code: number | null;
  signal: string | null;
  breach?: Breach;
}

/** A running program and everything it starts. */
export interface SandboxedProcess {
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** Settles when the program and every process it started are gone. Never rejects. */
  exited: Promise<SandboxExit>;
  /** Ends the whole process tree at once; resolves when nothing of it is left. Safe to call again. */
  kill(): Promise<void>;
}

/** Fixed places inside a sandbox. */
export interface SandboxPlaces {
  /** The Node.js that runs servers. */
  node: string;
  /** Empty and writable; gone when the program ends. */
  work: string;
  home: string;
}

/** A way to run a stranger's program. */
export interface Sandbox {
  kind: 'bubblewrap' | 'none';
  places: SandboxPlaces;
  /** Where a program sees a host path that is mounted at `inside`. */
  locate(mount: Mount): string;
  start(request: SandboxRequest): Promise<SandboxedProcess>;
  /** Ends everything that still runs. */
  close(): Promise<void>;
}

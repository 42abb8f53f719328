import type { Readable, Writable } from 'node:stream';

/** A host path a sandboxed program may read, and where it sees it. */
export interface Mount {
  host: string;
  inside: string;
}

/** What one program gets. */
export interface SandboxRequest {
  /** Command and arguments, as paths inside the sandbox. */
  argv: string[];
  /** The whole environment; nothing is inherited. `HOME`, `TMPDIR` and `PATH` are set by the sandbox and can be overridden. */
  env: Record<string, string>;
  /** Readable beside the system's own programs and libraries. */
  readOnly: Mount[];
  /** Writable on the host and kept. Only installation uses it. */
  writable?: Mount[];
  /** Host paths that stay invisible even inside a mount. */
  hidden?: string[];
  /** Working directory inside; the empty scratch directory by default. */
  cwd?: string;
  /** `none` is a network of its own without any interface that leads out; `host` is only for installation. */
  network: 'none' | 'host';
  memoryBytes: number;
  processes: number;
  scratchBytes: number;
  /** Processor time of one process, seconds. */
  cpuSeconds: number;
}

/** Why the sandbox itself ended a program. */
export type Breach = 'memory' | 'processes';

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

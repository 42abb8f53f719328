/** What a connector may be told, and the limits it holds every server to. */
import type { GitHubOptions } from '#crawler/discover/github/client.ts';
import type { Registries } from './source/registries.ts';

/** Bounds on one attempt. Each default names where its number comes from. */
export interface ConnectorLimits {
  /** Start to answered handshake, milliseconds. Default 30,000: the slowest of 95 measured servers took 5.5 s alone. */
  startTimeoutMs: number;
  /** How long `server/discover` may stay unanswered on stdio before the older handshake is tried, milliseconds. Default 4,000. */
  probeTimeoutMs: number;
  /** Handshake to last page, milliseconds. Default 30,000: remotes answer in 11 s at the median of the slow ones. */
  listTimeoutMs: number;
  /** All starts of one attempt together, installation excluded, milliseconds. Default 120,000. */
  totalTimeoutMs: number;
  /** One installation, milliseconds. Default 240,000: the slowest of 95 measured took 81 s. */
  installTimeoutMs: number;
  /** How often one server is started with ever more placeholders. Default 6. */
  maxStarts: number;
  /** One tool as JSON, bytes; above it texts and schemas are cut. Default 262,144: the largest seen is 82 KB. */
  maxToolBytes: number;
  /** Tools of one server. Default 5,000: the most seen is 401. */
  maxTools: number;
  /** All pages of one list, and also one message, bytes. Default 16 MiB: the largest seen is 1.1 MB. */
  maxListBytes: number;
  /** Pages of one list. Default 200: no measured server pages at all. */
  maxPages: number;
  /** Nesting of a tool definition, levels. Default 64: the deepest seen is 23. */
  maxDepth: number;
  /** Resident memory of the whole process tree, bytes. Default 1 GiB: the most seen is 368 MB. */
  memoryBytes: number;
  /** Processes of one server at once. Default 64. */
  processes: number;
  /** Temporary disk (in memory) one server may fill, bytes. Default 256 MiB. */
  scratchBytes: number;
}

/** The limits that hold where an option is absent. */
export const defaultLimits: ConnectorLimits = {
  startTimeoutMs: 30_000,
  probeTimeoutMs: 4_000,
  listTimeoutMs: 30_000,
  totalTimeoutMs: 120_000,
  installTimeoutMs: 240_000,
  maxStarts: 6,
  maxToolBytes: 262_144,
  maxTools: 5_000,
  maxListBytes: 16 * 1024 * 1024,
  maxPages: 200,
  maxDepth: 64,
  memoryBytes: 1024 * 1024 * 1024,
  processes: 64,
  scratchBytes: 256 * 1024 * 1024,
};

/** The least that the package cache is given where an option is absent, bytes, and the most that one tree may take then. */
export const leastCacheBytes = 2_000_000_000;
/** The most that it is given, bytes. */
const mostCacheBytes = 10_000_000_000;
/** The part of a disk's free room that it may take between those. */
const cacheShare = 0.1;
/**
 * Size of the package cache where an option is absent, bytes. The hundred lightest starter servers take 4 GB; in a smaller
 * one what is shared is fetched and unpacked again, and removing costs as much as unpacking.
 * @param freeBytes what is free on its disk
 */
export const usualCacheBytes = (freeBytes: number): number =>
  Math.round(Math.min(mostCacheBytes, Math.max(leastCacheBytes, freeBytes * cacheShare)));

/** Real values that somebody gives for one attempt. Used for it, and neither stored nor told of. */
export interface GivenValues {
  /** Environment variables of a program, by name. */
  env?: Readonly<Record<string, string>>;
  /** Headers for a remote, by name. */
  headers?: Readonly<Record<string, string>>;
}

/** Something worth showing to a person who waits. */
export type ConnectorEvent =
  | { kind: 'install-started'; package: string }
  | { kind: 'install-finished'; package: string; version: string; bytes: number; durationMs: number }
  | { kind: 'cache-evicted'; package: string; bytes: number }
  | { kind: 'server-started'; server: string; start: number; envNames: string[]; args: string[] }
  | { kind: 'server-stopped'; server: string; start: number; outcome: string };

/** How to make a connector. */
export interface ConnectorOptions {
  /** Where installed packages are kept between runs. Created when missing. */
  cacheDir: string;
  /** The cache is cut to this size, least recently used first, bytes. Absent: `usualCacheBytes`. */
  maxCacheBytes?: number;
  /** Where short-lived folders are made; everything in it that a dead process left is removed. */
  scratchDir: string;
  /** `required` refuses to start anything where no sandbox is possible; `off` starts strangers' programs with the user's own rights. */
  sandbox: 'required' | 'off';
  limits?: Partial<ConnectorLimits>;
  /** Programs started at once, and packages installed at once, 1... No bound where absent. */
  atOnce?: number;
  /** Folders no server may read even where its own program lies beside them (the database). */
  hidden?: string[];
  /** Lets remote servers be on this machine over plain HTTP. For tests only. */
  allowLoopback?: boolean;
  /** Resolves a host name to addresses; the system's resolver by default. For tests only. */
  resolveHost?: (hostname: string) => Promise<string[]>;
  /** Package registries that the source of what cannot be started is read from; for npm the one it is set to where absent, for Python the public one. */
  registries?: Registries;
  /** The GitHub that sources are read from, as discovery is told. */
  github?: GitHubOptions;
  log?: (event: ConnectorEvent) => void;
}

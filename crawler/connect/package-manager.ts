/** Where and how long one run of a package manager may work. */
export interface InstallPlace {
  /** Empty, and the only place it may write to besides its own downloads. */
  folder: string;
  signal: AbortSignal;
  timeoutMs: number;
}

/** How a registry names packages. */
export interface PackageNames {
  /** What people call the registry. */
  title: string;
  /** Whether it takes this for a package's name and a wish for a version; anything else it never sees. */
  accepts(name: string, wanted: string): boolean;
  /** The name under which the package is cached: one for all its spellings, and none of another registry's. */
  cacheName(name: string): string;
  /** Whether a wish names exactly one version. */
  isExact(wanted: string): boolean;
}

/** Packages a tree had to do without, and what to say where a server does not start for it. */
export interface Lack {
  names: string[];
  reason: string;
  todo: string;
}

/** What was installed. */
export interface InstalledTree {
  version: string;
  /** Of all that lies in the folder. */
  hash: string;
  /** Packages of the store it shares its files with; none where its files are its own. */
  parts: string[];
  /** All its files, bytes, as if none were shared. */
  bytes: number;
  /** What it takes on the disk beside what it shares, bytes. */
  ownBytes: number;
  /** What a reading should say of how it was installed, one sentence each. */
  notes: string[];
  /** What it needs and the registry has not; absent where it has everything. */
  lacks?: Lack;
}

/** What the package cache asks of npm and of uv. */
export interface PackageManager extends PackageNames {
  /**
   * The version a wish leads to today, where asking is cheaper than installing.
   * @returns undefined where it cannot be asked
   */
  resolve?(name: string, wanted: string, place: InstallPlace): Promise<string | undefined>;
  /**
   * Installs a package without running anything of it, and makes it read-only.
   * @throws AttemptFailure
   */
  install(name: string, wanted: string, place: InstallPlace): Promise<InstalledTree>;
}

/** A wish for whatever is newest. */
export const newest = 'latest';

/** A package and the version wished for; the newest where absent. */
export interface PackageWish {
  name: string;
  version?: string;
}

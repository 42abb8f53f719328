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

/** What the package cache asks of npm and of uv. */
export interface PackageManager extends PackageNames {
  /**
   * The version a wish leads to today, where asking is cheaper than installing.
   * @returns undefined where it cannot be asked
   */
  resolve?(name: string, wanted: string, place: InstallPlace): Promise<string | undefined>;
  /**
   * Installs a package without running anything of it.
   * @returns the version
   * @throws AttemptFailure
   */
  install(name: string, wanted: string, place: InstallPlace): Promise<string>;
}

/** A wish for whatever is newest. */
export const newest = 'latest';

/** A package and the version wished for; the newest where absent. */
export interface PackageWish {
  name: string;
  version?: string;
}

import list from './starter-list.json' with { type: 'json' };

/** One well-known server published on npm or PyPI. Facts only, from the package's own metadata and from listing it. */
export interface StarterServer {
  name: string;
  package: string;
  /** Where it is published. Default npm. */
  registry?: 'pypi';
  /** Owner of the npm scope or of the repository. */
  vendor: string;
  /** Canonical address, where the package's metadata names one. */
  repository?: string;
  /** Folder in the repository. Default the root. */
  path?: string;
  /** Which of its programs is the server, where it installs several. */
  bin?: string;
  /** Arguments without which it does not list. */
  args?: readonly string[];
  /** Environment variables without which it does not list, with a value it accepts, or `''` where any will do. */
  env?: Readonly<Record<string, string>>;
}

/** The starter list, in two parts as it grew, each with the lightest and fastest to list first, as measured when it was made. */
export const starterList: readonly StarterServer[] = list as StarterServer[];

import type { DiscoveryItem, Json, SourceId } from '#db/types.ts';

/** Where a source remembers how far it came; kept in the database by the caller. */
export interface CursorStore {
  get(key: string): Promise<Json | undefined>;
  set(key: string, value: Json): Promise<void>;
}

/** Options of the `github` source. */
export interface GitHubOptions {
  /** Personal access token. Without one: no code search, 60 requests an hour, and only the most starred are read. */
  token?: string;
  /** Root of the REST API. Default `https://api.github.com`; `https://host/api/v3` on GitHub Enterprise. */
  apiUrl?: string;
  /** Topics to search. Default: see `defaultTopics` in the source. */
  topics?: readonly string[];
  /** Further repository searches in GitHub's own syntax, e.g. `mcp in:name language:go`. */
  queries?: readonly string[];
  /** Manifest code search. Default true with a token, impossible without. */
  codeSearch?: boolean;
  /** Options merged over octokit's throttling plugin; tests shorten its pauses here. */
  throttle?: Record<string, unknown>;
  /** Longest wait for one answer, milliseconds. Default 30,000; the first contact gives up after at most 5,000. */
  timeoutMs?: number;
}

/** Options of the `file` source. */
export interface FileOptions {
  /** Client configurations or plain lists, by path. */
  paths: readonly string[];
}

/** Options of the `registry` source. */
export interface RegistryOptions {
  /** Root under which `/v0.1/servers` lies. Default the official registry. */
  baseUrl?: string;
  /** Longest wait for one answer, milliseconds. Default 30,000. */
  timeoutMs?: number;
}

/** What a source is given. Sources read no environment and keep no state of their own. */
export interface DiscoveryContext {
  /** Ends discovery soon; what was yielded stays valid, and cursors allow to go on. */
  signal?: AbortSignal;
  /** Most servers each source yields. Default all. */
  limit?: number;
  /**
   * Without it every run starts anew. A source moves its cursor past an item when the next one is asked for,
   * so an item must be stored before the next is asked for.
   */
  cursors?: CursorStore;
  /** Said while waiting or deciding, for the person watching: one sentence. */
  say?(message: string): void;
  github?: GitHubOptions;
  file?: FileOptions;
  registry?: RegistryOptions;
}

/** One place where servers are found. */
export interface Source {
  id: SourceId;
  title: string;
  /** Yields only what changed since the run before; what it found earlier is visited again from the database. */
  incremental?: boolean;
  /** One or two sentences for help texts and the site. */
  describe: string;
  /** Yields what it finds. Throws for what stops it whole; `discover` turns that into a notice. */
  discover(context: DiscoveryContext): AsyncIterable<DiscoveryItem>;
}

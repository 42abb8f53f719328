/** What a place where servers are found is: all that the rest of the project knows of one stands in its module. */
import type { DiscoveryItem, Json, ServerCandidate, SourceId } from '#db/types.ts';
import type { IdentityFacts } from './identity-facts.ts';

/** Where a source remembers how far it came; kept in the database by the caller. */
export interface CursorStore {
  get(key: string): Promise<Json | undefined>;
  set(key: string, value: Json): Promise<void>;
}

/** Settings of sources by their ids; each is given its own only. */
export type SourceSettings = Readonly<Record<SourceId, object | undefined>>;

/** What a discovery is given. Sources read no environment and keep no state of their own. */
export interface Discovery {
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
  settings?: SourceSettings;
}

/** The same for one source. */
export interface DiscoveryContext<Settings extends object = object> extends Omit<Discovery, 'settings'> {
  settings: Partial<Settings>;
}

/** A setting of a source that is given on the command line. */
export interface SourceOption {
  /** Its name among the source's settings. */
  setting: string;
  /** As the command line has it, with what it takes: `--registry-url <url>`. */
  flags: string;
  /** What it is for, as help texts say it. */
  describe: string;
  /** Environment variable that gives it where the command line does not. */
  env?: string;
  /** Taken several times, and then a list. */
  several?: true;
  /** Without it there is nothing to look through. */
  needed?: true;
}

/** One place where servers are found. */
export interface Source<Settings extends object = object> {
  /** Equal to the name of its file. */
  id: SourceId;
  /** What pages call it. */
  title: string;
  /** One or two sentences for help texts and the site. */
  describe: string;
  /**
   * Whose plan is followed where several sources found a server, 0..100, the highest first: what a person wrote down,
   * what was curated, what the author published, what others say. Default 0, the least.
   */
  trust?: number;
  /** Looked through where a crawl names no source. */
  byDefault?: true;
  /** The user's own files: what is left out of them is told by name, and no schedule looks through them. */
  own?: true;
  /** Yields only what changed since the run before; what it found earlier is visited again from the database. */
  incremental?: true;
  options?: readonly SourceOption[];
  /** What it says of who a server is. Default nothing. */
  facts?(candidate: ServerCandidate): IdentityFacts;
  /** Yields what it finds. Throws for what stops it whole; `discover` turns that into a notice. */
  discover(context: DiscoveryContext<Settings>): AsyncIterable<DiscoveryItem>;
}

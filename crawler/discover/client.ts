/** Clients of MCP and where they keep their servers. */

import type { ConfiguredServer } from './manifests/config-entry.ts';

/** An entry, or a table of entries. */
type Table = Record<string, unknown>;

/** One client's configuration. */
export interface Client {
  /** Equal to the name of its file. */
  id: string;
  title: string;
  /** Where its files lie; `~` is the home folder, paths without it lie in a project. */
  places: readonly string[];
  /** Where in a file servers stand: keys from the root; `*` stands for every key. Empty for a document that is one server. */
  servers: readonly (readonly string[])[];
  /**
   * Reads a document that is one server as a whole; undefined where it is something else.
   * @param folder where the document lies
   */
  document?(value: unknown, folder: string): ConfiguredServer | undefined;
  /** Tells the client's servers from something else that stands under the same keys. */
  holds?(servers: Table | unknown[]): boolean;
  /** An entry in the words that all understand, or why it is left out. Default: as it stands. */
  entry?(entry: Table): Table | string;
  /**
   * How an entry is switched off; absent where a client cannot. Entries that are switched off are read all the same: one
   * click starts them.
   */
  off?: { key: string; value: boolean };
  /** A file as people have it, and what it starts by name: the tests read it, and plant secrets in it. */
  example: { file: string; text: string; finds: Readonly<Record<string, string>> };
}

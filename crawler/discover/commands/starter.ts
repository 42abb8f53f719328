/** What a command line starts, as read from its words. Pure. */

/** The values of a configuration as they stand. Never stored, printed or passed on: `redactCommand` comes first. */
export type RawStart =
  | { kind: 'npm' | 'pypi'; name: string; version?: string; bin?: string; args: string[] }
  | { kind: 'image'; name: string }
  | { kind: 'remote'; url: string; transport: 'streamable-http' | 'sse' | 'auto'; headers: Record<string, string> }
  /** A program of this machine. So many of its arguments, from the first, were read by its own grammar. */
  | { kind: 'program'; command: string; args: string[]; understood: number }
  /** Run straight from a repository, whose address this is. */
  | { kind: 'repository'; address: string }
  /** A server, but which is not certain or not to be had here. */
  | { kind: 'unknown' }
  /** No server: a client, a gateway to others, an empty command. */
  | { kind: 'nothing' };

/** One reading of a command line. */
export interface RawCommand {
  start: RawStart;
  /** Environment variables it sets, by name. */
  env: Record<string, string>;
  cwd?: string;
  /**
   * Why it is not started, one sentence in toolrisk's own words: of the words that were read it holds none but names of
   * options and programs that `sayWord` has let through. Always there where `start` is `unknown`, `nothing`, `image` or `repository`.
   */
  problem?: string;
}

/** What surrounds a command line. */
export interface Around {
  env: Record<string, string>;
  cwd?: string;
  /** Reads what a wrapper starts; bounded in depth. */
  read(words: readonly string[], around?: { env?: Record<string, string>; cwd?: string }): RawCommand;
}

/** A program that starts others, or a language's own. */
export interface Starter {
  /** Equal to the name of its file. */
  id: string;
  /** Names of the program, lower case, without folder and `.exe`. */
  programs: readonly string[];
  /**
   * Reads what follows the program's name.
   * @param words what follows
   * @param program the name as it was called, one of `programs`
   * @returns undefined where this program starts nothing else here: it is then a program like any other
   */
  read(words: readonly string[], around: Around, program: string, command: string): RawCommand | undefined;
  /** Command lines and what they start in a word or two, for people and the tests: `npm a-mcp`, `nothing`. */
  examples: Readonly<Record<string, string>>;
}

/** A reading of something that is not started. */
export function notStarted(
  problem: string,
  { env, cwd }: Pick<RawCommand, 'env' | 'cwd'>,
  start: RawStart = { kind: 'unknown' },
): RawCommand {
  return { start, env, ...(cwd !== undefined && { cwd }), problem };
}

/** A reading of something that is no server. */
export function noServer(problem: string, around: Pick<RawCommand, 'env' | 'cwd'>): RawCommand {
  return notStarted(problem, around, { kind: 'nothing' });
}

/** A reading of something that is started. */
export function started(start: RawStart, { env, cwd }: Pick<RawCommand, 'env' | 'cwd'>): RawCommand {
  return { start, env, ...(cwd !== undefined && { cwd }) };
}

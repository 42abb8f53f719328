/** Reads the options of a command line by a table of which take a value. Pure. */

/** The options of a program that stand before what it starts. */
export interface Grammar {
  /** Number of words each option takes after its own: 0, 1 or 2. Names with their dashes. */
  arity: ReadonlyMap<string, number>;
  /** Several one-letter options may share a dash, the last with its value behind it: `-it`, `-e=A`, `-eA`. */
  clusters: boolean;
}

/** Options that were read, and what follows them. */
export interface ReadOptions {
  /** Values by option, under the first of its names; `''` where it takes none. */
  values: ReadonlyMap<string, string[]>;
  /** What follows the options. */
  rest: string[];
  /** How many words the options took. */
  taken: number;
  /** The first option the table does not have: what follows may be its value, so nothing after it is certain. */
  unknown?: string;
}

/** A table of options before it is compiled. Options are separated by blanks, names of one option by `/`. */
export interface OptionTable {
  /** Options that stand alone. Long ones are known with `--no-` before them too. */
  flags: string;
  /** Options that take the next word. */
  valued: string;
  /** Options that take the next two words. */
  pairs?: string;
  clusters?: boolean;
}

/** A grammar, and the first name of each option by all its names. */
export type CompiledGrammar = Grammar & { canonical: ReadonlyMap<string, string> };

/** Compiles tables, later ones adding to earlier ones. */
export function compileGrammar(...tables: readonly OptionTable[]): CompiledGrammar {
  const arity = new Map<string, number>();
  const canonical = new Map<string, string>();
  const add = (text: string | undefined, count: number) => {
    for (const option of text?.trim().split(/\s+/) ?? []) {
      const names = option.split('/');
      for (const name of names) {
        if (name === '') continue;
        arity.set(name, count);
        canonical.set(name, names[0] as string);
        if (count === 0 && /^--(?!no-)/.test(name)) arity.set(name.replace(/^--/, '--no-'), 0);
      }
    }
  };
  for (const table of tables) {
    add(table.flags, 0);
    add(table.valued, 1);
    add(table.pairs, 2);
  }
  return { arity, canonical, clusters: tables.some(({ clusters }) => clusters === true) };
}

/** Reads the options at the beginning of `words`, up to the first word that is none, or past `--`. */
export function readOptions(words: readonly string[], grammar: CompiledGrammar): ReadOptions {
  const values = new Map<string, string[]>();
  const add = (name: string, value: string) => {
    const key = grammar.canonical.get(name) ?? name;
    values.set(key, [...(values.get(key) ?? []), value]);
  };
  let at = 0;
  const done = (unknown?: string): ReadOptions => ({
    values,
    rest: words.slice(at),
    taken: at,
    ...(unknown !== undefined && { unknown }),
  });
  for (; at < words.length; at++) {
    const word = words[at] as string;
    if (word === '--') {
      at++;
      break;
    }
    if (!word.startsWith('-') || word === '-') break;
    const [name, inline] = word.split(/=(.*)/s) as [string, string | undefined];
    const count = grammar.arity.get(name);
    if (count === undefined) {
      const cluster = grammar.clusters ? readCluster(word, grammar) : undefined;
      if (cluster === undefined) return done(name);
      for (const flag of cluster.flags) add(flag, '');
      if (cluster.valued !== undefined) add(cluster.valued, cluster.value ?? words[++at] ?? '');
    } else if (count === 0) {
      add(name, inline ?? '');
    } else if (inline !== undefined) {
      add(name, inline);
    } else {
      add(name, words.slice(at + 1, at + 1 + count).join(' '));
      at += count;
    }
  }
  return done();
}

/** `-it`, `-eNAME=value`, `-e=NAME`: undefined where a letter is none of the table's. */
function readCluster(
  word: string,
  { arity }: Grammar,
): { flags: string[]; valued?: string; value?: string } | undefined {
  if (!/^-[A-Za-z0-9]/.test(word)) return undefined;
  const flags: string[] = [];
  for (let at = 1; at < word.length; at++) {
    const name = `-${word[at]}`;
    const count = arity.get(name);
    if (count === undefined || count > 1) return undefined;
    if (count === 0) {
      flags.push(name);
      continue;
    }
    const value = word.slice(at + 1).replace(/^=/, '');
    return { flags, valued: name, ...(value !== '' && { value }) };
  }
  return { flags };
}

/** The last value given for an option, or undefined. */
export function lastOf({ values }: ReadOptions, option: string): string | undefined {
  return values.get(option)?.at(-1);
}

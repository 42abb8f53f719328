/** How a place reads its own rules: one module per place in this folder, listed in `index.ts`. */
import type { Counters, PolicyCall, Verdict } from '#crawler/policy/evaluate.ts';

/** A place’s meaning of its document. */
export interface Dialect<Document> {
  id: string;
  title: string;
  /** What could not be verified, and how it is read here; empty where all of it was seen. */
  unverified: readonly string[];
  /**
   * Decides one call of an upstream that has not answered yet.
   * @param counters what was counted before; changed by a call that passes. Left out: nothing is counted
   */
  evaluate(document: Document, call: PolicyCall, counters?: Counters, now?: Date): Verdict;
}

/** A client’s: its rules know servers by the user’s own names for them, and look at no arguments unless it says so. */
export interface ClientDialect<Document> extends Dialect<Document> {
  /**
   * Reads the text of its file; what is not about tools of servers is passed over.
   * @returns the rules, or a sentence that says what is wrong
   */
  read(text: string): Document | string;
}

/** The name a server has where a call does not say: what `toolrisk policy` writes unless told otherwise. */
export const defaultServer = 'server';

/** A pattern with `*` for any run of characters, and nothing else that means something. */
export const matchesGlob = (pattern: string, name: string): boolean => {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  const last = rest.pop()!;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
};

/** Numbers and texts that a gateway takes for the same: `1` and `"1"`. Undefined for what is neither. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

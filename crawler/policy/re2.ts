/** Regular expressions as the gateways read them: RE2, without look-around, in time that grows with the text alone. */
import { RE2JS } from 're2js';

const compiled = new Map<string, RE2JS | undefined>();

/** The compiled pattern, or undefined where it is not RE2. Remembers the last 2,000. */
export function compileRe2(pattern: string): RE2JS | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern);
  let made: RE2JS | undefined;
  try {
    made = RE2JS.compile(pattern);
  } catch {
    made = undefined;
  }
  if (compiled.size >= 2_000) compiled.clear();
  compiled.set(pattern, made);
  return made;
}

/** Whether the pattern is found in the text; false where it is not RE2. */
export const findsRe2 = (pattern: string, text: string): boolean => compileRe2(pattern)?.matcher(text).find() === true;

import type { Json, JsonObject } from '#db/types.ts';

/** A cleaned value and what was done to it. */
export interface CleanedJson {
  value: Json;
  /** Whether something deeper than allowed was cut off. */
  tooDeep: boolean;
  /** Whether a `__proto__` key was left out. */
  droppedProto: boolean;
  /** Whether a character or number had to be replaced. */
  replaced: boolean;
}

/**
 * Copies JSON so that every database and program can hold it: NUL and lone surrogates become U+FFFD, numbers JSON
 * cannot write become null, `__proto__` keys are left out, and nothing lies deeper than `maxDepth` levels (what does is
 * replaced by null). Never throws.
 */
export function cleanJson(input: Json, maxDepth: number): CleanedJson {
  const result: CleanedJson = { value: null, tooDeep: false, droppedProto: false, replaced: false };
  const text = (value: string): string => {
    const cleaned = cleanText(value);
    if (cleaned !== value) result.replaced = true;
    return cleaned;
  };
  const visit = (value: Json, depth: number): Json => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      result.replaced = true;
      return null;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= maxDepth) {
      result.tooDeep = true;
      return null;
    }
    if (Array.isArray(value)) return value.map((item) => visit(item, depth + 1));
    const copy: JsonObject = {};
    for (const key of Object.keys(value)) {
      if (key === '__proto__') result.droppedProto = true;
      else copy[text(key)] = visit(value[key] as Json, depth + 1);
    }
    return copy;
  };
  result.value = visit(input, 0);
  return result;
}

/** Replaces what no database stores (NUL, lone surrogates) by U+FFFD. */
export function cleanText(text: string): string {
  const wellFormed = text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\uFFFD') : wellFormed;
}

/** `cleanText`, and control characters too: for names and titles, which are one line everywhere. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]/g, '\uFFFD');
}

/** Cuts a text to at most `maxChars` UTF-16 units without splitting a character, with an ellipsis where it was cut. */
export function cutText(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars - 1).toWellFormed()}…`;
}

/** Whether brackets of a JSON text, comments and all, nest deeper than so many levels. Looks only at brackets outside strings; never recurses. */
export function nestsDeeper(json: string, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (inString) {
      if (character === '\\') at++;
      // A string ends with its line at the latest; what is no JSON must not hide the brackets behind it.
      else if (character === '"' || character === '\n') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') {
      if (++depth > maxDepth) return true;
    } else if (character === ']' || character === '}') depth--;
  }
  return false;
}

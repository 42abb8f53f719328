/** Ways to arguments: from a schema pointer to a path, from a path to the values a call has there. */
import { pointerParts } from '#crawler/classify/read/pointer.ts';
import type { Json, JsonObject } from '#db/types.ts';
import { type ArgumentPath, eachItem } from './policy.ts';

/** Steps of a pointer that hold alternatives of the same value: they are followed by a number and lead nowhere new. */
const alternatives = new Set(['anyOf', 'oneOf', 'allOf']);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The path to the argument whose schema a pointer leads to: `/inputSchema/properties/files/items/properties/action` is
 * `files[].action`.
 * @param pointer RFC 6901, into a tool definition
 * @returns undefined where the way leads through a reference, a pattern or a free object, so that no path can be named
 */
export function pathOfPointer(pointer: string): ArgumentPath | undefined {
  const [start, ...steps] = pointerParts(pointer);
  if (start !== 'inputSchema') return undefined;
  const path: string[] = [];
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at]!;
    if (step === 'properties') {
      const name = steps[++at];
      if (name === undefined || name === eachItem) return undefined;
      path.push(name);
    } else if (step === 'items') path.push(eachItem);
    else if (alternatives.has(step)) at++;
    else return undefined;
  }
  return path.length > 0 ? path : undefined;
}

/** The path as a person writes it: `files[].action`. */
export const writePath = (path: ArgumentPath): string =>
  path.reduce((text, step) => (step === eachItem ? `${text}[]` : text === '' ? step : `${text}.${step}`), '');

/** True where the path enters a list. */
export const entersList = (path: ArgumentPath): boolean => path.includes(eachItem);

/** What a call has at the end of a path. */
export interface Found {
  values: Json[];
  /** Ways that ended early: a missing or null value, or one of another shape than the path asks for. */
  missing: number;
  /** True where nothing at all was given at the first step. */
  absent: boolean;
}

/** The values of a call at a path; null counts as missing. */
export function valuesAt(path: ArgumentPath, args: Json): Found {
  const found: Found = { values: [], missing: 0, absent: false };
  const walk = (value: Json | undefined, at: number): void => {
    if (value === undefined || value === null) {
      found.missing++;
      return;
    }
    if (at === path.length) {
      found.values.push(value);
      return;
    }
    const step = path[at]!;
    if (step === eachItem) {
      if (Array.isArray(value)) for (const item of value) walk(item, at + 1);
      else found.missing++;
    } else if (isObject(value) && Object.hasOwn(value, step)) walk(value[step], at + 1);
    else found.missing++;
  };
  walk(args, 0);
  found.absent = !isObject(args) || !Object.hasOwn(args, path[0]!) || args[path[0]!] === null;
  return found;
}

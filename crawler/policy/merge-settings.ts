/** Puts settings into a JSON file of a user and takes them out again, leaving every byte of the rest as it was. Pure. */

import { isDeepStrictEqual } from 'node:util';
import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parse, parseTree, visit } from 'jsonc-parser';
import type { Json } from '#db/types.ts';

/** One thing that was put in, as it takes to take it out. */
export type Placed =
  | { kind: 'item'; path: string[]; item: Json }
  /** `before` is what stood there; absent where nothing did. */
  | { kind: 'value'; path: string[]; value: Json; before?: Json };

export interface Merged {
  text: string;
  placed: Placed[];
}

/**
 * Merges settings: items are added to lists, values set, objects entered.
 * @param text JSON with comments; empty for a file that is not there
 * @param options.wholeLists lists are put in the place of those that stand there
 * @returns the new text and what was put in, or a sentence that says why not
 */
export function placeSettings(
  text: string,
  settings: { [key: string]: Json },
  { wholeLists = false }: { wholeLists?: boolean } = {},
): Merged | string {
  const wrong = problemOf(text);
  if (wrong) return wrong;
  const merged: Merged = { text: text.trim() === '' ? '{\n}\n' : text, placed: [] };
  const failed = place(merged, [], settings, wholeLists);
  return failed ?? merged;
}

function problemOf(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const errors: ParseError[] = [];
  const value = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) return 'It is not valid JSON; nothing was changed.';
  const doubled = findDoubledKey(text);
  if (doubled !== undefined)
    return `${JSON.stringify(doubled)} stands twice in one object, and clients read only one of the two; nothing was changed.`;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? undefined
    : 'There is no object in it; nothing was changed.';
}

/** A name that an object has twice: what is put into the first is not seen by who reads the last. */
function findDoubledKey(text: string): string | undefined {
  const seen: Set<string>[] = [];
  let doubled: string | undefined;
  visit(
    text,
    {
      onObjectBegin: () => void seen.push(new Set()),
      onObjectEnd: () => void seen.pop(),
      onObjectProperty: (name) => {
        if (seen.at(-1)?.has(name)) doubled ??= name;
        seen.at(-1)?.add(name);
      },
    },
    { allowTrailingComma: true },
  );
  return doubled;
}

function place(merged: Merged, path: string[], value: Json, wholeLists: boolean): string | undefined {
  const standing = valueAt(merged.text, path);
  if (Array.isArray(value) && !wholeLists) {
    if (standing === undefined) return insert(merged, path, value);
    if (!Array.isArray(standing)) return `${path.join('.')} is no list there; nothing was changed.`;
    for (const item of value) {
      if (standing.some((own) => isDeepStrictEqual(own, item))) continue;
      addChild(merged, path, undefined, item);
      merged.placed.push({ kind: 'item', path, item });
    }
    return undefined;
  }
  if (!isObject(value)) {
    if (isDeepStrictEqual(standing, value)) return undefined;
    if (standing === undefined) return insert(merged, path, value);
    replace(merged, path, value);
    merged.placed.push({ kind: 'value', path, value, before: standing });
    return undefined;
  }
  if (standing === undefined) return insert(merged, path, value);
  if (!isObject(standing)) return `${path.join('.')} is no object there; nothing was changed.`;
  for (const [key, inner] of Object.entries(value)) {
    const failed = place(merged, [...path, key], inner, wholeLists);
    if (failed) return failed;
  }
  return undefined;
}

/** Puts in what has no place yet. */
function insert(merged: Merged, path: string[], value: Json): undefined {
  addChild(merged, path.slice(0, -1), path.at(-1), value);
  merged.placed.push({ kind: 'value', path, value });
}

/** Takes out what was put in, last first; what the user changed since stays. */
export function removeSettings(text: string, placed: readonly Placed[]): string {
  if (problemOf(text) || text.trim() === '') return text;
  const merged: Merged = { text, placed: [] };
  for (const each of placed.toReversed()) {
    const standing = valueAt(merged.text, each.path);
    if (each.kind === 'item') {
      const at = Array.isArray(standing) ? standing.findIndex((own) => isDeepStrictEqual(own, each.item)) : -1;
      if (at !== -1) removeChild(merged, [...each.path, at]);
    } else if (isDeepStrictEqual(standing, each.value)) {
      if (each.before === undefined) removeChild(merged, each.path);
      else replace(merged, each.path, each.before);
    } else if (isObject(each.value) && isObject(standing)) {
      // Changed since: only what is still as it was put in goes.
      const parts = Object.entries(each.value).map(
        ([key, value]): Placed => ({ kind: 'value', path: [...each.path, key], value }),
      );
      merged.text = removeSettings(merged.text, parts);
      const left = valueAt(merged.text, each.path);
      if (isObject(left) && Object.keys(left).length === 0) removeChild(merged, each.path);
    }
  }
  return merged.text;
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nodeAt = (text: string, path: (string | number)[]): Node | undefined => {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return root && findNodeAtLocation(root, path);
};

function valueAt(text: string, path: string[]): Json | undefined {
  const node = nodeAt(text, path);
  // Its objects have no prototype, which a strict comparison would see.
  return node && (structuredClone(getNodeValue(node)) as Json);
}

const splice = (text: string, from: number, to: number, put: string) => text.slice(0, from) + put + text.slice(to);

/** Adds a property (with a key) or an item (without) as the last child, laid out like its siblings. */
function addChild(merged: Merged, path: string[], key: string | undefined, value: Json): void {
  const { text } = merged;
  const node = nodeAt(text, path)!;
  const last = node.children?.at(-1);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  const outer = indentAt(text, node.offset);
  const lines = last
    ? text.slice(node.offset, last.offset).includes('\n')
    : text.trim().includes('\n') || text.trim() === '{}';
  const inner = last && lines ? indentAt(text, last.offset) : outer + unit;
  const written = JSON.stringify(value, null, lines ? unit : 0).replaceAll('\n', eol + inner);
  const child = key === undefined ? written : `${JSON.stringify(key)}:${lines ? ' ' : ''}${written}`;
  if (last) {
    const end = last.offset + last.length;
    merged.text = splice(text, end, end, `,${lines ? eol + inner : ''}${child}`);
  } else {
    const [from, to] = [node.offset + 1, node.offset + node.length - 1];
    merged.text = splice(text, from, to, lines ? `${eol}${inner}${child}${eol}${outer}` : child);
  }
}

/** The white space that the line of an offset begins with. */
const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))![0];

/** Takes a child out with the comma that it brought. */
function removeChild(merged: Merged, path: (string | number)[]): void {
  const { text } = merged;
  const value = nodeAt(text, path);
  if (!value?.parent) return;
  const child = value.parent.type === 'property' ? value.parent : value;
  const siblings = child.parent!.children!;
  const at = siblings.indexOf(child);
  const [before, after] = [siblings[at - 1], siblings[at + 1]];
  const end = child.offset + child.length;
  if (before) merged.text = splice(text, before.offset + before.length, end, '');
  else if (after) merged.text = splice(text, child.offset, after.offset, '');
  else merged.text = splice(text, child.parent!.offset + 1, child.parent!.offset + child.parent!.length - 1, '');
}

function replace(merged: Merged, path: string[], value: Json): void {
  const node = nodeAt(merged.text, path)!;
  merged.text = splice(merged.text, node.offset, node.offset + node.length, JSON.stringify(value));
}

/**
 * Puts rules into a user’s YAML or TOML and takes them out again: pieces of text are added, nothing that stands is written
 * anew, so every other byte stays as it was. Pure.
 */
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';

/** The new text, and the pieces that were put in, in their order. */
export interface Spliced {
  text: string;
  pieces: string[];
}

const splice = ({ text, pieces }: Spliced, at: number, piece: string): Spliced => ({
  text: text.slice(0, at) + piece + text.slice(at),
  pieces: [...pieces, piece],
});

/** Adds a text at the end, on lines of its own. */
export function appendText(before: string, addition: string): Spliced {
  const start = before === '' ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  return splice({ text: before, pieces: [] }, before.length, start + addition);
}

/** Takes the pieces out, last first; one that was changed since stays. */
export const removePieces = (text: string, pieces: readonly string[]): string =>
  pieces.toReversed().reduce((rest, piece) => {
    const at = rest.lastIndexOf(piece);
    return at === -1 ? rest : rest.slice(0, at) + rest.slice(at + piece.length);
  }, text);

/**
 * Adds texts to lists of a map in a YAML file.
 * @param map the name of the map at the top
 * @param lists texts by list; those that stand there already are not added again
 * @returns the new text and what was put in, or a sentence that says why not
 */
export function addToYamlLists(
  before: string,
  map: string,
  lists: Readonly<Record<string, readonly string[]>>,
): Spliced | string {
  let made: Spliced = { text: before, pieces: [] };
  for (const [name, items] of Object.entries(lists)) {
    for (const item of items) {
      const next = addItem(made, map, name, JSON.stringify(item), item);
      if (typeof next === 'string') return next;
      made = next;
    }
  }
  return made;
}

function addItem(made: Spliced, map: string, name: string, written: string, item: string): Spliced | string {
  const document = parseDocument(made.text);
  if (document.errors.length > 0) return 'It is not valid YAML; nothing was changed.';
  const root = document.contents;
  if (root !== null && !isMap(root)) return 'There is no map in it; nothing was changed.';
  const outer = root?.get(map, true);
  const end = made.text.length;
  const start = made.text === '' || made.text.endsWith('\n') ? '' : '\n';
  if (outer === undefined || outer === null)
    return splice(made, end, `${start}${map}:\n  ${name}:\n    - ${written}\n`);
  if (!isMap(outer) || outer.flow || outer.items.length === 0)
    return `${map} is no map of several lines there; nothing was changed.`;
  const list = outer.get(name, true);
  const inner = columnOf(made.text, outer);
  if (list === undefined) return splice(made, endOfLines(made.text, outer), `\n${inner}${name}: [${written}]`);
  if (!isSeq(list)) return `${map}.${name} is no list there; nothing was changed.`;
  if (list.items.some((own) => isScalar(own) && own.value === item)) return made;
  if (list.flow) {
    const close = list.range![1] - 1;
    return splice(made, close, list.items.length === 0 ? written : `, ${written}`);
  }
  return splice(made, endOfLines(made.text, list), `\n${columnOf(made.text, list)}- ${written}`);
}

/** The white space before the first line of a map or a list in block form. */
function columnOf(text: string, node: YAMLMap | YAMLSeq): string {
  const at = node.range![0];
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).replace(/\S.*$/, '');
}

/** Where the last line of a node ends, before its line break. */
function endOfLines(text: string, node: YAMLMap | YAMLSeq): number {
  const until = text.slice(0, node.range![1]).trimEnd().length;
  const next = text.indexOf('\n', until);
  const line = next === -1 ? text.length : next;
  return text[line - 1] === '\r' ? line - 1 : line;
}

/** One parsed file, and where in it a text stands. */
import { type Node, type TreePart, treeParts } from '#crawler/extract/syntax.ts';
import type { Value } from '#crawler/extract/values.ts';
import type { Binding } from './binding.ts';

/** One parsed file with what has been worked out about it. */
export interface JsFile {
  path: string;
  text: string;
  root: Node;
  /** Declarations of a scope, by the id of its node. */
  scopes: Map<number, ReadonlyMap<string, Binding>>;
  /** Declarations found for names, by the id of the node asked from and the name. */
  lookUps: Map<string, Binding | undefined>;
  /** Right sides of `this.name = …` in a class itself, by the id of the class and the name. */
  fields: Map<number, ReadonlyMap<string, readonly Node[]>>;
  /** Left sides of assignments to names that were asked for. */
  assignments: Map<string, readonly Node[]>;
  /** Where names stand, by the name and the kinds of nodes asked for. */
  places: Map<string, readonly Node[] | undefined>;
  /** Statements of a block that may leave it, by the id of the block. */
  leaving: Map<number, readonly Node[]>;
  /** The tree in parts, filled on first use. */
  parts?: readonly TreePart[];
  /** Calls that connect a server, filled on first use. */
  connections?: Node[];
  /** Calls through items of lists, filled on first use. */
  itemCalls?: Node[];
  /** Exports by name, filled on first use. */
  exports?: ReadonlyMap<string, () => Value>;
}

/** The parts of a file in which one of the texts stands. */
export function partsWith(file: JsFile, ...texts: string[]): TreePart[] {
  return partsWhere(file, texts, () => true);
}

/** As `partsWith`, of the places that are accepted, by where the text begins and ends. */
export function partsWhere(
  file: JsFile,
  texts: readonly string[],
  accepts: (start: number, end: number) => boolean,
): TreePart[] {
  file.parts ??= treeParts(file.root);
  const { parts } = file;
  const found = new Set<number>();
  for (const text of texts) {
    for (let at = file.text.indexOf(text); at >= 0; ) {
      let next = at + 1;
      const begun = accepts(at, at + text.length) ? lastBegun(parts, at) : undefined;
      for (let index = begun; index !== undefined && !found.has(index); ) {
        const part: TreePart | undefined = parts[index];
        if (part !== undefined && at < part.end) {
          found.add(index);
          if (part.whole) next = part.end;
        }
        index = part?.outer;
      }
      at = file.text.indexOf(text, next);
    }
  }
  return [...found].sort((a, b) => a - b).flatMap((index) => parts[index] ?? []);
}

/** The last of the parts that begins at an offset or before. */
function lastBegun(parts: readonly TreePart[], at: number): number | undefined {
  let low = 0;
  for (let high = parts.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.start ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : low - 1;
}

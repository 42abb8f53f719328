/** What a name was declared as. */
import type { Node } from '#crawler/extract/syntax.ts';

/** Steps from a destructured value to the name: property names and array positions. */
export type BindingPath = readonly (string | number)[];

/** The step to what a pattern leaves over: `...others`. */
export const restStep = -1;

/** What a name was declared as. `name` is the declaring identifier. */
export type Binding = { file: string; name: Node; path: BindingPath } & (
  | { kind: 'variable'; value: Node | undefined; declarator: Node; constant: boolean }
  | { kind: 'function' | 'class' | 'enum'; node: Node }
  | { kind: 'parameter'; of: Node; index: number; rest: boolean; node: Node; fallback: Node | undefined }
  | { kind: 'import'; source: string; imported: string }
  | { kind: 'loop'; statement: Node }
);

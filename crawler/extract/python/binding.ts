/** What a name of a Python file was declared as. */
import type { Node } from '#crawler/extract/syntax.ts';

/** What a name was declared as. */
export type PyBinding = { file: string; name: Node } & (
  | {
      kind: 'variable';
      value: Node | undefined;
      type: Node | undefined /** Assigned more than once. */;
      several: boolean;
    }
  | { kind: 'function' | 'class'; node: Node }
  | { kind: 'parameter'; node: Node; type: Node | undefined }
  | { kind: 'import'; module: string; level: number /** Absent for the module itself. */; imported: string | undefined }
);

/** The names of the modules a file takes in. */
import { childOfKind, fieldOf, kindOf, type Node, namedCalls, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { type JsFile, partsWith } from './file.ts';
import { textOfLiteral } from './literals.ts';

/** One module a file takes in. */
export interface ImportedModule {
  specifier: string;
  /** Taken as a whole: `import * as`, `export *`, `require(…)`, `import(…)`. */
  whole: boolean;
}

/** All modules a file takes in by a literal name, type-only imports left out. */
export function importsOf(file: JsFile): ImportedModule[] {
  const found: ImportedModule[] = [];
  const add = (source: Node | undefined, whole: boolean) => {
    const specifier = source === undefined ? undefined : textOfLiteral(source);
    if (specifier !== undefined) found.push({ specifier, whole });
  };
  for (const statement of file.root.namedChildren()) {
    const kind = kindOf(statement);
    if (kind === 'import_statement') {
      if (statement.children()[1]?.text() === 'type') continue;
      const clause = childOfKind(statement, 'import_clause');
      const required = childOfKind(statement, 'import_require_clause');
      const whole = clause !== undefined && childOfKind(clause, 'namespace_import') !== undefined;
      add(fieldOf(statement, 'source') ?? (required && fieldOf(required, 'source')), whole || required !== undefined);
    } else if (kind === 'export_statement') {
      add(fieldOf(statement, 'source'), childOfKind(statement, 'export_clause') === undefined);
    }
  }
  for (const call of dynamicImports(file)) {
    const args = fieldOf(call, 'arguments');
    const first = args === undefined ? undefined : partsOf(args)[0];
    // A `require` bound to a name is used by its members, which are found by their own names.
    const bound =
      kindOf(parentOf(call) ?? call) === 'variable_declarator' && fieldOf(call, 'function')?.text() === 'require';
    add(first, !bound);
  }
  return found;
}

function dynamicImports(file: JsFile): Node[] {
  return namedCalls(partsWith(file, 'require(', 'import('), ['require', 'import']);
}

/** Whether a file loads modules by names that are computed. */
export function loadsComputedModules(file: JsFile): boolean {
  return dynamicImports(file).some((call) => {
    const args = fieldOf(call, 'arguments');
    const first = args === undefined ? undefined : partsOf(args)[0];
    return first !== undefined && textOfLiteral(first) === undefined;
  });
}

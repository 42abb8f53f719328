/** What a file exports, in the forms of ES modules and of CommonJS as TypeScript and Babel emit it. */
import { childOfKind, descendantsOfKind, fieldOf, kindOf, type Node, partsOf } from '#crawler/extract/syntax.ts';
import { emptyEnv, entryOf, unknown, type Value } from '#crawler/extract/values.ts';
import type { JsFile } from './file.ts';
import { textOfLiteral } from './literals.ts';
import type { JsProgram } from './program.ts';
import { lookUp } from './scopes.ts';

/** Re-exports followed from one name before giving up. */
const maxHops = 24;

/** The value a module gives under a name; `*` is the module itself. */
export function importValue(program: JsProgram, from: string, source: string, name: string, hops = 0): Value {
  const path = program.resolve(from, source);
  if (path === undefined) {
    if (source.startsWith('.')) return unknown;
    return { kind: 'external', module: source, path: name === '*' ? [] : [name] };
  }
  if (name === '*') return { kind: 'module', file: path };
  return exportValue(program, path, name, hops);
}

/** The value a file exports under a name. */
export function exportValue(program: JsProgram, path: string, name: string, hops = 0): Value {
  program.budget.spend();
  const file = program.file(path);
  if (file === undefined || hops > maxHops) return unknown;
  const found = exportsOf(program, file).get(name);
  if (found !== undefined) return found();
  for (const statement of file.root.namedChildren()) {
    if (kindOf(statement) !== 'export_statement' || name === 'default') continue;
    const source = sourceOf(statement);
    const all = childOfKind(statement, 'export_clause', 'namespace_export') === undefined;
    if (source === undefined || !all || fieldOf(statement, 'declaration') !== undefined) continue;
    const value = importValue(program, path, source, name, hops + 1);
    if (value.kind !== 'unknown') return value;
  }
  // `exports = require(…)` and `__exportStar(require(…), exports)`.
  for (const call of starExports(file)) {
    const value = importValue(program, path, call, name, hops + 1);
    if (value.kind !== 'unknown') return value;
  }
  return unknown;
}

/** Everything a file exports, as the object `import * as` gives. Open where it passes on all of another file. */
export function namespaceOf(program: JsProgram, path: string): Value {
  const file = program.file(path);
  if (file === undefined) return unknown;
  const names = [...exportsOf(program, file).keys()].filter((name) => name !== 'default').sort();
  const passesOn =
    starExports(file).length > 0 ||
    file.root.namedChildren().some((statement) => {
      if (kindOf(statement) !== 'export_statement' || fieldOf(statement, 'source') === undefined) return false;
      return childOfKind(statement, 'export_clause', 'namespace_export') === undefined;
    });
  const entries = new Map(names.map((name): [string, Value] => [name, exportValue(program, path, name)]));
  return { kind: 'record', entries, open: passesOn };
}

function sourceOf(statement: Node): string | undefined {
  const source = fieldOf(statement, 'source');
  return source === undefined ? undefined : textOfLiteral(source);
}

/** The module name of a `require('…')` call. */
export function requiredModule(node: Node | undefined): string | undefined {
  if (node === undefined || kindOf(node) !== 'call_expression') return undefined;
  if (fieldOf(node, 'function')?.text() !== 'require') return undefined;
  const args = fieldOf(node, 'arguments');
  const first = args === undefined ? undefined : partsOf(args)[0];
  return first === undefined ? undefined : textOfLiteral(first);
}

function starExports(file: JsFile): string[] {
  if (!file.text.includes('__exportStar')) return [];
  return file.root.namedChildren().flatMap((statement) => {
    const call = kindOf(statement) === 'expression_statement' ? partsOf(statement)[0] : undefined;
    if (call === undefined || kindOf(call) !== 'call_expression') return [];
    const callee = fieldOf(call, 'function')?.text();
    if (callee !== '__exportStar' && callee !== 'tslib_1.__exportStar') return [];
    const args = fieldOf(call, 'arguments');
    const required = requiredModule(args === undefined ? undefined : partsOf(args)[0]);
    return required ?? [];
  });
}

function exportsOf(program: JsProgram, file: JsFile): ReadonlyMap<string, () => Value> {
  if (file.exports !== undefined) return file.exports;
  const out = new Map<string, () => Value>();
  file.exports = out;
  const addLocal = (exported: string, local: Node) => {
    out.set(exported, () => {
      const binding = lookUp(file, local, local.text());
      return binding === undefined ? unknown : program.run.evaluateBinding(program, file, binding, emptyEnv);
    });
  };
  for (const statement of file.root.namedChildren()) {
    const kind = kindOf(statement);
    if (kind === 'export_statement') readExport(program, file, statement, out, addLocal);
    else if (kind === 'expression_statement' && file.text.includes('exports')) {
      readCommonExport(program, file, partsOf(statement)[0], out);
      const filled = filledExport(partsOf(statement)[0]);
      if (filled !== undefined) addLocal(filled.text(), filled);
    }
  }
  return out;
}

function readExport(
  program: JsProgram,
  file: JsFile,
  statement: Node,
  out: Map<string, () => Value>,
  addLocal: (exported: string, local: Node) => void,
): void {
  const declaration = fieldOf(statement, 'declaration');
  const isDefault = statement.children().some((child) => child.text() === 'default' && !child.isNamed());
  if (declaration !== undefined) {
    const name = fieldOf(declaration, 'name');
    if (name !== undefined) addLocal(isDefault ? 'default' : name.text(), name);
    for (const declarator of partsOf(declaration)) {
      if (kindOf(declarator) !== 'variable_declarator') continue;
      const pattern = fieldOf(declarator, 'name');
      if (pattern === undefined) continue;
      if (kindOf(pattern) === 'identifier') addLocal(pattern.text(), pattern);
      for (const inner of descendantsOfKind(pattern, 'shorthand_property_identifier_pattern'))
        addLocal(inner.text(), inner);
    }
    return;
  }
  const value = fieldOf(statement, 'value');
  if (value !== undefined) {
    out.set('default', () => program.run.evaluate(program, file, value, emptyEnv));
    return;
  }
  const source = sourceOf(statement);
  const namespace = childOfKind(statement, 'namespace_export');
  if (namespace !== undefined && source !== undefined) {
    const name = partsOf(namespace)[0]?.text();
    if (name !== undefined) out.set(name, () => importValue(program, file.path, source, '*'));
    return;
  }
  const clause = childOfKind(statement, 'export_clause');
  for (const specifier of clause === undefined ? [] : partsOf(clause)) {
    const local = fieldOf(specifier, 'name');
    const exported = fieldOf(specifier, 'alias') ?? local;
    if (local === undefined || exported === undefined) continue;
    const name = textOfLiteral(exported) ?? exported.text();
    if (source === undefined) addLocal(name, local);
    else out.set(name, () => importValue(program, file.path, source, local.text(), 1));
  }
}

/** The name of an exported enum as TypeScript compiles it: `(function (E) { … })(E || (exports.E = E = {}))`. */
function filledExport(expression: Node | undefined): Node | undefined {
  const args = expression === undefined ? undefined : fieldOf(expression, 'arguments');
  const given = args === undefined ? undefined : partsOf(args)[0];
  const name = given === undefined ? undefined : fieldOf(given, 'left');
  if (given === undefined || name === undefined || kindOf(name) !== 'identifier') return undefined;
  return fieldOf(given, 'right')?.text() === `(exports.${name.text()} = ${name.text()} = {})` ? name : undefined;
}

/** `Object.defineProperty(exports, "name", { enumerable: true, get: function () { return module_1.name; } })`. */
function readDefinedExport(program: JsProgram, file: JsFile, call: Node, out: Map<string, () => Value>): void {
  const args = fieldOf(call, 'arguments');
  const [target, key, given] = args === undefined ? [] : partsOf(args);
  const name = key === undefined ? undefined : textOfLiteral(key);
  if (fieldOf(call, 'function')?.text() !== 'Object.defineProperty' || target?.text() !== 'exports') return;
  if (name === undefined || given === undefined || name === '__esModule') return;
  out.set(name, () => {
    const getter = entryOf(program.run.evaluate(program, file, given, emptyEnv), 'get');
    return getter?.kind === 'function' ? program.run.callWith(program, getter, []) : unknown;
  });
}

function readCommonExport(
  program: JsProgram,
  file: JsFile,
  expression: Node | undefined,
  out: Map<string, () => Value>,
): void {
  if (expression === undefined) return;
  if (kindOf(expression) === 'call_expression') readDefinedExport(program, file, expression, out);
  if (kindOf(expression) !== 'assignment_expression') return;
  const left = fieldOf(expression, 'left');
  const right = fieldOf(expression, 'right');
  if (left === undefined || right === undefined || kindOf(left) !== 'member_expression') return;
  const object = fieldOf(left, 'object')?.text();
  const property = fieldOf(left, 'property')?.text();
  if (property === undefined) return;
  if (object === 'exports' || object === 'module.exports') {
    // TypeScript first declares every export as `void 0`.
    const kind = kindOf(right);
    if (kind === 'unary_expression') return;
    if (kind === 'assignment_expression') {
      if (!right.text().endsWith('void 0'))
        out.set(property, () => program.run.evaluate(program, file, right, emptyEnv));
      readCommonExport(program, file, right, out);
      return;
    }
    out.set(property, () => program.run.evaluate(program, file, right, emptyEnv));
  } else if (object === 'module' && property === 'exports') {
    out.set('default', () => program.run.evaluate(program, file, right, emptyEnv));
    if (kindOf(right) !== 'object') return;
    for (const part of partsOf(right)) {
      const kind = kindOf(part);
      const key = kind === 'pair' ? fieldOf(part, 'key') : kind === 'shorthand_property_identifier' ? part : undefined;
      const value = kind === 'pair' ? fieldOf(part, 'value') : part;
      if (key === undefined || value === undefined) continue;
      out.set(textOfLiteral(key) ?? key.text(), () => program.run.evaluate(program, file, value, emptyEnv));
    }
  }
}

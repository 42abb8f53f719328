/** Constants and types of Go, followed through a package and its imports. */

import { folderOf } from '#crawler/extract/source-files.ts';
import { descendantsOfKind, fieldOf, isSame, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import type { Json } from '#db/types.ts';
import {
  declareSpec,
  enclosingGoFunction,
  type GoDeclaration,
  type GoFile,
  type GoProgram,
  goString,
} from './program.ts';

const maxDepth = 40;

/** A constant expression: string, number, boolean, or a slice or map of such; `undefined` where it is not certain. */
export function goConstant(program: GoProgram, file: GoFile, node: Node | undefined, depth = 0): Json | undefined {
  if (node === undefined || depth > maxDepth) return undefined;
  program.budget.spend();
  switch (kindOf(node)) {
    case 'interpreted_string_literal':
    case 'raw_string_literal':
      return goString(node);
    case 'int_literal':
    case 'float_literal': {
      const value = Number(node.text().replaceAll('_', ''));
      return Number.isFinite(value) ? value : undefined;
    }
    case 'true':
      return true;
    case 'false':
      return false;
    case 'nil':
      return null;
    case 'parenthesized_expression':
    case 'literal_element':
      return goConstant(program, file, partsOf(node)[0], depth + 1);
    case 'unary_expression': {
      const operand = fieldOf(node, 'operand');
      const value = goConstant(program, file, operand, depth + 1);
      const operator = fieldOf(node, 'operator')?.text();
      if (operator === '-') return typeof value === 'number' ? -value : undefined;
      return operator === '&' ? value : undefined;
    }
    case 'binary_expression': {
      const left = goConstant(program, file, fieldOf(node, 'left'), depth + 1);
      const right = goConstant(program, file, fieldOf(node, 'right'), depth + 1);
      if (fieldOf(node, 'operator')?.text() !== '+') return undefined;
      if (typeof left === 'string' && typeof right === 'string') return left + right;
      return typeof left === 'number' && typeof right === 'number' ? left + right : undefined;
    }
    case 'composite_literal':
      return goComposite(program, file, node, depth);
    case 'call_expression':
      return goCall(program, file, node, depth);
    case 'identifier': {
      const declared = lookUpGo(program, file, node, node.text());
      return declared === undefined ? undefined : goConstant(program, declared.file, declared.value, depth + 1);
    }
    case 'selector_expression': {
      const declared = lookUpSelector(program, file, node);
      return declared === undefined ? undefined : goConstant(program, declared.file, declared.value, depth + 1);
    }
    default:
      return undefined;
  }
}

/** Calls that give back their argument: conversions, pointers to values, `strings.TrimSpace`. */
function goCall(program: GoProgram, file: GoFile, node: Node, depth: number): Json | undefined {
  const callee = fieldOf(node, 'function');
  const args = fieldOf(node, 'arguments');
  const [first, second] = args === undefined ? [] : partsOf(args);
  const name = callee?.text().split('.').at(-1)?.split('[')[0]?.toLowerCase() ?? '';
  if (first === undefined || second !== undefined) return undefined;
  if (name === 'trimspace') {
    const text = goConstant(program, file, first, depth + 1);
    return typeof text === 'string' ? text.trim() : undefined;
  }
  const passing = ['string', 'toboolptr', 'boolptr', 'ptr', 'to', 'pointer', 'bool', 'rawmessage', 'ptrto', 'toptr'];
  return passing.includes(name) ? goConstant(program, file, first, depth + 1) : undefined;
}

function goComposite(program: GoProgram, file: GoFile, node: Node, depth: number): Json | undefined {
  const body = fieldOf(node, 'body');
  const type = fieldOf(node, 'type');
  if (body === undefined || type === undefined) return undefined;
  const parts = partsOf(body);
  if (kindOf(type) === 'slice_type' || kindOf(type) === 'array_type') {
    return parts.flatMap((part) => goConstant(program, file, part, depth + 1) ?? []);
  }
  if (kindOf(type) !== 'map_type') return undefined;
  const pairs: [string, Json][] = [];
  for (const part of parts) {
    const [key, value] = kindOf(part) === 'keyed_element' ? partsOf(part) : [];
    const name = goConstant(program, file, key, depth + 1);
    const json = goConstant(program, file, value, depth + 1);
    if (typeof name === 'string' && json !== undefined) pairs.push([name, json]);
  }
  return Object.fromEntries(pairs);
}

/** The declaration a name means: in the function around it, else in its package. Local names assigned twice are not certain. */
export function lookUpGo(program: GoProgram, file: GoFile, from: Node, name: string): GoDeclaration | undefined {
  const fn = enclosingGoFunction(from);
  if (fn !== undefined) {
    const local = lookUpLocal(file, fn, name);
    if (local !== 'none') return local;
  }
  return program.declarations(folderOf(file.path)).get(name);
}

function lookUpLocal(file: GoFile, fn: Node, name: string): GoDeclaration | undefined | 'none' {
  const found = new Map<string, GoDeclaration>();
  let count = 0;
  for (const kind of ['const_spec', 'var_spec']) {
    for (const spec of descendantsOfKind(fn, kind)) {
      const here = new Map<string, GoDeclaration>();
      declareSpec(file, spec, here);
      const declared = here.get(name);
      if (declared === undefined) continue;
      count++;
      found.set(name, declared);
    }
  }
  for (const kind of ['short_var_declaration', 'assignment_statement']) {
    for (const statement of descendantsOfKind(fn, kind)) {
      const left = fieldOf(statement, 'left');
      const right = fieldOf(statement, 'right');
      const index = left === undefined ? -1 : partsOf(left).findIndex((part) => part.text() === name);
      if (index < 0) continue;
      count++;
      const values = right === undefined ? [] : partsOf(right);
      found.set(name, { file, node: statement, value: values[index] });
    }
  }
  for (const parameter of descendantsOfKind(fn, 'parameter_declaration')) {
    if (partsOf(parameter).some((part) => kindOf(part) === 'identifier' && part.text() === name)) count += 2;
  }
  for (const clause of descendantsOfKind(fn, 'range_clause')) {
    const left = fieldOf(clause, 'left');
    if (left !== undefined && partsOf(left).some((part) => part.text() === name)) count += 2;
  }
  if (count === 0) return 'none';
  return count === 1 ? found.get(name) : undefined;
}

/** The declaration `package.Name` means, where the package is among the files. */
export function lookUpSelector(program: GoProgram, file: GoFile, node: Node): GoDeclaration | undefined {
  const operand = fieldOf(node, 'operand') ?? fieldOf(node, 'package');
  const name = fieldOf(node, 'field') ?? fieldOf(node, 'name');
  const path = operand === undefined ? undefined : file.imports.get(operand.text());
  if (path === undefined || name === undefined) return undefined;
  const folder = program.folderOfImport(path);
  return folder === undefined ? undefined : program.declarations(folder).get(name.text());
}

/** The import path of `alias.Name` and the name; `undefined` for anything else. */
export function qualifiedName(file: GoFile, node: Node | undefined): { path: string; name: string } | undefined {
  if (node === undefined) return undefined;
  const kind = kindOf(node);
  const operand =
    kind === 'selector_expression'
      ? fieldOf(node, 'operand')
      : kind === 'qualified_type'
        ? fieldOf(node, 'package')
        : undefined;
  const name = fieldOf(node, kind === 'selector_expression' ? 'field' : 'name');
  const path = operand === undefined ? undefined : file.imports.get(operand.text());
  return path === undefined || name === undefined ? undefined : { path, name: name.text() };
}

/** The fields of a struct literal, by name. */
export function literalFields(literal: Node): Map<string, Node> {
  const fields = new Map<string, Node>();
  const body = fieldOf(literal, 'body');
  for (const part of body === undefined ? [] : partsOf(body)) {
    if (kindOf(part) !== 'keyed_element') continue;
    const [key, value] = partsOf(part);
    const inner = value !== undefined && kindOf(value) === 'literal_element' ? partsOf(value)[0] : value;
    if (key !== undefined && inner !== undefined) fields.set(key.text(), inner);
  }
  return fields;
}

/** `&T{…}` and `T{…}` as the literal itself. */
export function literalIn(node: Node | undefined): Node | undefined {
  if (node === undefined) return undefined;
  if (kindOf(node) === 'composite_literal') return node;
  const operand = kindOf(node) === 'unary_expression' ? fieldOf(node, 'operand') : undefined;
  return operand !== undefined && kindOf(operand) === 'composite_literal' ? operand : undefined;
}

/** Whether a node is the name being declared, not a use of it. */
export function isDeclaredName(node: Node): boolean {
  const parent = parentOf(node);
  if (parent === undefined) return false;
  const kind = kindOf(parent);
  if (kind === 'function_declaration' || kind === 'method_declaration')
    return isSame(fieldOf(parent, 'name') ?? parent, node);
  return kind === 'parameter_declaration' || kind === 'keyed_element';
}

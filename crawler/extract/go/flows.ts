/** Where a tool built in Go goes: whether it surely reaches a server. */
import { folderOf } from '#crawler/extract/source-files.ts';
import { descendantsNamed, fieldOf, isSame, kindOf, type Node, parentOf, partsOf } from '#crawler/extract/syntax.ts';
import { isDeclaredName } from './evaluate.ts';
import { enclosingGoFunction, type GoFile, type GoProgram } from './program.ts';

/** One way a tool reaches a server, or may. */
export interface GoUse {
  file: GoFile;
  /** The call it is given to, if it is given to one directly. */
  call?: Node;
  /** Why it is not certain; absent where it is. */
  doubt?: string;
}

const maxHops = 10;
const maxPlaces = 300;
const maxUses = 60;

/** The uses of the value of an expression. Empty where it goes nowhere. */
export function goUses(program: GoProgram, file: GoFile, node: Node, trail: readonly string[] = []): GoUse[] {
  program.budget.spend();
  const key = `${file.path}:${node.id()}`;
  if (trail.includes(key) || trail.length > maxHops) return [];
  const next = [...trail, key];
  let at = node;
  for (let parent = parentOf(at); parent !== undefined; at = parent, parent = parentOf(at)) {
    switch (kindOf(parent)) {
      case 'unary_expression':
      case 'parenthesized_expression':
      case 'literal_element':
      case 'keyed_element':
      case 'literal_value':
      case 'composite_literal':
      case 'expression_list':
        continue;
      case 'argument_list': {
        const call = parentOf(parent);
        if (call === undefined) return [];
        const name = calledName(call);
        // Handing it to a builder of something bigger goes on from there.
        if (name === 'append' || !name.toLowerCase().includes('tool')) {
          return name === 'append' ? goUses(program, file, call, next) : [];
        }
        const added =
          name.startsWith('Add') ||
          name.startsWith('add') ||
          name.toLowerCase().includes('register') ||
          name.startsWith('Set');
        if (!added) {
          const further = goUses(program, file, call, next);
          if (further.length > 0) return further;
        }
        return runs(program, file, call, next).map((doubt) => ({ file, call, ...doubt }));
      }
      case 'return_statement':
        return returnedUses(program, file, parent, next);
      case 'short_var_declaration':
      case 'assignment_statement':
        return variableUses(program, file, parent, fieldOf(parent, 'left'), indexIn(parent, node), next);
      case 'var_spec':
        return variableUses(program, file, parent, parent, indexIn(parent, node), next);
      case 'range_clause':
        return runs(program, file, parent, next).map((doubt) => ({ file, ...doubt }));
      case 'call_expression':
      case 'selector_expression':
        return [];
      default:
        return [];
    }
  }
  return [];
}

function calledName(call: Node): string {
  const callee = fieldOf(call, 'function');
  if (callee === undefined) return '';
  return (
    (kindOf(callee) === 'selector_expression' ? fieldOf(callee, 'field')?.text() : callee.text().split('[')[0]) ?? ''
  );
}

/** Which of several values assigned at once holds the node. */
function indexIn(statement: Node, node: Node): number {
  const values = fieldOf(statement, 'right') ?? fieldOf(statement, 'value');
  if (values === undefined || kindOf(values) !== 'expression_list') return 0;
  const { start, end } = node.range();
  const index = partsOf(values).findIndex((part) => {
    const range = part.range();
    return range.start.index <= start.index && range.end.index >= end.index;
  });
  return Math.max(0, index);
}

function variableUses(
  program: GoProgram,
  file: GoFile,
  statement: Node,
  left: Node | undefined,
  index: number,
  trail: readonly string[],
): GoUse[] {
  const names =
    left === undefined
      ? []
      : partsOf(left).filter((part) => ['identifier', 'selector_expression'].includes(kindOf(part)));
  const target = names[index];
  if (target === undefined || kindOf(target) !== 'identifier') {
    // Stored in a field: it is used if the code that stores it runs.
    return target === undefined ? [] : runs(program, file, statement, trail).map((doubt) => ({ file, ...doubt }));
  }
  const name = target.text();
  const scope = enclosingGoFunction(statement);
  const files = scope === undefined ? program.packageFiles(folderOf(file.path)) : [file];
  const own = scope === undefined ? [undefined] : runs(program, file, statement, trail).map((run) => run.doubt);
  const doubt = own.length > 0 && own.every((entry) => entry !== undefined) ? own[0] : undefined;
  const uses: GoUse[] = [];
  for (const other of files) {
    for (const place of descendantsNamed(scope ?? other.root, name, ['identifier'])) {
      if (isSame(place, target) || isDeclaredName(place) || uses.length > maxUses) continue;
      uses.push(...goUses(program, other, place, trail));
    }
  }
  return doubt === undefined ? uses : uses.map((use) => ({ doubt, ...use }));
}

function returnedUses(program: GoProgram, file: GoFile, statement: Node, trail: readonly string[]): GoUse[] {
  const fn = enclosingGoFunction(statement);
  const name = fn === undefined ? undefined : fieldOf(fn, 'name')?.text();
  if (fn === undefined || name === undefined) return [];
  const doubt = conditionAround(statement, fn);
  const uses = placesOf(program, file, fn, name).flatMap(({ file: other, node }) => {
    const parent = parentOf(node);
    const call = parent !== undefined && kindOf(parent) === 'call_expression' ? parent : undefined;
    return goUses(program, other, call ?? node, trail);
  });
  return doubt === undefined ? uses : uses.map((use) => ({ doubt, ...use }));
}

/** The places a function or method is named at, as the expression that names it. */
function placesOf(program: GoProgram, file: GoFile, fn: Node, name: string): { file: GoFile; node: Node }[] {
  const method = kindOf(fn) === 'method_declaration';
  const places: { file: GoFile; node: Node }[] = [];
  for (const path of program.sources) {
    if (program.textOf(path)?.includes(name) !== true) continue;
    const other = program.file(path);
    if (other === undefined) continue;
    const same = folderOf(other.path) === folderOf(file.path);
    if (same && !method) {
      for (const place of descendantsNamed(other.root, name, ['identifier'])) {
        if (!isDeclaredName(place)) places.push({ file: other, node: place });
      }
    }
    for (const place of descendantsNamed(other.root, name, ['field_identifier'])) {
      const parent = parentOf(place);
      if (parent === undefined || kindOf(parent) !== 'selector_expression') continue;
      const operand = fieldOf(parent, 'operand')?.text() ?? '';
      // A function is named through its package, a method through a value.
      const imported = other.imports.get(operand);
      const isPackage = imported !== undefined && program.folderOfImport(imported) === folderOf(file.path);
      if (method ? imported === undefined : isPackage) places.push({ file: other, node: parent });
    }
    if (places.length > maxPlaces) break;
  }
  return places;
}

/** The ways a node's code runs: one entry each, with a doubt or without. Empty where nothing calls it. */
function runs(program: GoProgram, file: GoFile, node: Node, trail: readonly string[]): { doubt?: string }[] {
  const fn = enclosingGoFunction(node);
  const doubt = conditionAround(node, fn);
  if (fn === undefined) return [doubt === undefined ? {} : { doubt }];
  const name = fieldOf(fn, 'name')?.text() ?? '';
  const key = `run:${file.path}:${fn.id()}`;
  if (name === 'main' || name === 'init') return [doubt === undefined ? {} : { doubt }];
  if (trail.includes(key)) return [];
  if (trail.length > maxHops) return [doubt === undefined ? {} : { doubt }];
  const outer = placesOf(program, file, fn, name).flatMap((place) =>
    runs(program, place.file, place.node, [...trail, key]),
  );
  const certain = outer.find((entry) => entry.doubt === undefined);
  const [first] = certain === undefined ? outer : [certain];
  if (first === undefined) return [];
  return [doubt === undefined ? first : { doubt }];
}

/** Why a node may not run though its function does. */
function conditionAround(node: Node, fn: Node | undefined): string | undefined {
  let at = node;
  for (let parent = parentOf(at); parent !== undefined; at = parent, parent = parentOf(at)) {
    const kind = kindOf(parent);
    if (kind === 'if_statement') {
      const inside = ['consequence', 'alternative'].some((field) => isSame(fieldOf(parent, field) ?? parent, at));
      if (inside) return 'only under a condition';
    }
    if (kind === 'expression_case' || kind === 'type_case' || kind === 'default_case')
      return 'only in one case of a switch';
    if ((kind === 'statement_list' || kind === 'block') && leavesEarly(parent, at)) {
      return 'only when the function does not return first';
    }
    if (fn !== undefined && isSame(parent, fn)) return undefined;
  }
  return undefined;
}

function leavesEarly(block: Node, child: Node): boolean {
  for (const statement of block.namedChildren()) {
    if (isSame(statement, child)) return false;
    if (kindOf(statement) === 'return_statement') return true;
    if (kindOf(statement) !== 'if_statement') continue;
    // `if err != nil { return err }` is how Go fails, not how it chooses.
    const failing = descendantsNamed(fieldOf(statement, 'condition') ?? statement, 'nil', ['nil']).length > 0;
    if (!failing && statement.has({ rule: { kind: 'return_statement' } })) return true;
  }
  return false;
}

/** What a list, a set, a map or an object holds after its declaration: what is surely added to it is, removals make it uncertain. */
import {
  childOfKind,
  descendantsOfKind,
  fieldOf,
  isSame,
  kindOf,
  methodCalls,
  type Node,
  parentOf,
  partsOf,
  type Within,
} from '#crawler/extract/syntax.ts';
import { type Env, emptyEnv, unknown, type Value } from '#crawler/extract/values.ts';
import { positionalArguments } from './arguments.ts';
import type { Context } from './context.ts';
import { contextsOf, contextsWithin, doubtOf, isNever } from './contexts.ts';
import { type JsFile, partsWith } from './file.ts';
import type { JsProgram } from './program.ts';
import { constructions, type Use } from './references.ts';
import { type Binding, enclosingFunction, lookUp } from './scopes.ts';

const adding = ['push', 'unshift', 'add', 'set'];
const removing = ['splice', 'pop', 'shift', 'fill', 'copyWithin', 'delete', 'clear'];

/** What changes a collection, or may: the name it is known by, then a method, an index, its length or a field that is set. */
const touching = new RegExp(
  `(?<![\\w$])([\\w$]+)\\s*(?:\\.\\s*(?:(?:${[...adding, ...removing].join('|')}|length)\\b|[\\w$]+\\s*=(?![=>]))|\\[)`,
  'g',
);

/** Whether a file holds something that looks as if it changed a collection of a name. */
function mayTouch(program: JsProgram, path: string, name: string): boolean {
  let names = program.touched.get(path);
  if (names === undefined) {
    names = new Set([...(program.textOf(path) ?? '').matchAll(touching)].map(([, touched = '']) => touched));
    program.touched.set(path, names);
  }
  return names.has(name);
}

type Collection = Value & { kind: 'list' | 'record' };

/** The values of each sure run of a place, and whether there may be others. */
interface Runs {
  sure: readonly Env[];
  others: boolean;
}

const unclear: Runs = { sure: [], others: true };

/** Something that is added to, and where and with which values the code that does so runs. */
interface Target {
  file: JsFile;
  /** Where it is looked for. */
  within(): Within;
  /** The declaration it belongs to. */
  owner: number;
  /** How it is named there. */
  text: string;
  isMeant(node: Node): boolean;
  runsOf(place: Node): Runs;
}

/** A variable's collection with what its file, and those that import it, do to it afterwards. */
export function mutatedVariable(
  program: JsProgram,
  file: JsFile,
  binding: Binding & { kind: 'variable' },
  value: Collection,
  env: Env,
): Value {
  const name = binding.name.text();
  const home = parentOf(parentOf(binding.declarator) ?? binding.declarator);
  const around = enclosingFunction(binding.declarator);
  const isShared = around === undefined;
  const own = mutated(program, value, {
    file,
    within: () => around ?? partsWith(file, `${name}.`, `${name}[`),
    owner: binding.name.id(),
    text: name,
    isMeant: (node) => {
      const meant = lookUp(file, node, name);
      return meant !== undefined && isSame(meant.name, binding.name);
    },
    runsOf: (place) => {
      if (home !== undefined && standsIn(place, home)) return { sure: [env], others: false };
      if (isShared) return runsFrom(contextsOf(program, file, place));
      return home === undefined ? unclear : runsFrom(contextsWithin(program, file, place, home, env));
    },
  });
  return isShared ? mutatedElsewhere(program, file, binding, own) : own;
}

/** A shared collection with what other files that import it do to it. */
function mutatedElsewhere(program: JsProgram, home: JsFile, binding: Binding, value: Value): Value {
  const name = binding.name.text();
  const exported = exportedNames(home, name);
  const others = program.sources.flatMap((path) => {
    if (path === home.path) return [];
    const names = exported.some((other) => other !== name) ? importedAs(program, path, home, exported) : [name];
    return names.flatMap((local) => (mayTouch(program, path, local) ? [{ path, local }] : []));
  });
  return others.reduce((before, { path, local }) => {
    const file = program.file(path);
    if ((before.kind !== 'list' && before.kind !== 'record') || file === undefined) return before;
    return mutated(program, before, {
      file,
      within: () => partsWith(file, `${local}.`, `${local}[`),
      owner: binding.name.id(),
      text: local,
      isMeant: (node) => {
        const meant = lookUp(file, node, local);
        if (meant?.kind !== 'import' || !exported.includes(meant.imported)) return false;
        return program.resolve(path, meant.source) === home.path;
      },
      runsOf: (place) => runsFrom(contextsOf(program, file, place)),
    });
  }, value);
}

/** The names that a file exports something under, its own first: bundlers shorten them. */
function exportedNames(file: JsFile, name: string): string[] {
  const clauses = file.root.namedChildren().flatMap((statement) => childOfKind(statement, 'export_clause') ?? []);
  const aliases = clauses.flatMap(partsOf).flatMap((specifier) => {
    const alias = fieldOf(specifier, 'name')?.text() === name ? fieldOf(specifier, 'alias') : undefined;
    return alias === undefined ? [] : [alias.text()];
  });
  return [name, ...aliases];
}

/** The names under which a file imports what another exports under one of some names. */
function importedAs(program: JsProgram, path: string, home: JsFile, exported: readonly string[]): string[] {
  const file = program.links(path).some((link) => link.path === home.path) ? program.file(path) : undefined;
  if (file === undefined) return [];
  const imports = file.root.namedChildren().filter((statement) => kindOf(statement) === 'import_statement');
  return imports.flatMap((statement) =>
    descendantsOfKind(statement, 'import_specifier').flatMap((specifier) => {
      const name = fieldOf(specifier, 'name');
      if (name === undefined || !exported.includes(name.text())) return [];
      return [(fieldOf(specifier, 'alias') ?? name).text()];
    }),
  );
}

/** A field's collection with what its class does to it. Certain only where one object of the class is made. */
export function mutatedField(program: JsProgram, file: JsFile, owner: Node, name: string, value: Collection): Value {
  const made = constructions(program, owner);
  const only = made?.length === 1 ? made[0] : undefined;
  return mutated(program, value, {
    file,
    within: () => owner,
    owner: owner.id(),
    text: `this.${name}`,
    isMeant: () => true,
    runsOf: (place) => (only === undefined ? unclear : runsFrom(contextsOf(program, file, place), only)),
  });
}

/** Whether an expression is a statement directly in a block. */
function standsIn(place: Node, home: Node): boolean {
  const statement = parentOf(place);
  const block = statement === undefined ? undefined : parentOf(statement);
  if (statement === undefined || block === undefined || kindOf(statement) !== 'expression_statement') return false;
  return isSame(block, home) || (kindOf(home) === 'export_statement' && isSame(block, parentOf(home) ?? home));
}

/** @param made where the object is made that the code belongs to: a condition for that says nothing about the code */
function runsFrom(contexts: readonly Context[], made?: Use): Runs {
  const self: Value = made === undefined ? unknown : { kind: 'instance', of: unknown, at: made, env: emptyEnv };
  const sure = contexts.filter((context) => doubtOf(context, self) === undefined);
  const possible = contexts.filter((context) => !isNever(context));
  return { sure: sure.map(({ env }) => env), others: sure.length < possible.length };
}

/** Collections being worked out: one that is asked for on the way is not certain yet. */
const underway = new Set<string>();

function mutated(program: JsProgram, value: Collection, target: Target): Value {
  const { file, text } = target;
  if (!mayTouch(program, file.path, text.slice(text.lastIndexOf('.') + 1))) return value;
  const key = `${file.path}:${target.owner}:${text}`;
  if (underway.has(key)) return { ...value, open: true };
  underway.add(key);
  try {
    return withChanges(program, value, target);
  } finally {
    underway.delete(key);
  }
}

function withChanges(program: JsProgram, value: Collection, target: Target): Value {
  const { file } = target;
  const items = value.kind === 'list' ? [...value.items] : [];
  const entries = new Map(value.kind === 'record' ? value.entries : []);
  let open = value.open && !('maybe' in value);
  const within = target.within();
  const put = (key: Value, item: Value) => {
    if (key.kind === 'scalar' && (typeof key.value === 'string' || typeof key.value === 'number')) {
      entries.set(String(key.value), item);
    } else open = true;
  };
  for (const call of methodCalls(within, [...adding, ...removing])) {
    const callee = fieldOf(call, 'function');
    const object = callee === undefined ? undefined : fieldOf(callee, 'object');
    if (callee === undefined || object === undefined || object.text() !== target.text || !target.isMeant(object))
      continue;
    const method = fieldOf(callee, 'property')?.text() ?? '';
    const runs = target.runsOf(call);
    if (removing.includes(method)) {
      if (runs.others || runs.sure.length > 0) return unknown;
      continue;
    }
    open ||= runs.others;
    for (const env of runs.sure) {
      if (value.kind === 'list') {
        const added = evaluateItems(program, file, call, env);
        items.push(...added.items);
        open ||= added.open;
        continue;
      }
      const [key, item] = positionalArguments(call) ?? [];
      if (key === undefined || item === undefined) open = true;
      else put(program.run.evaluate(program, file, key, env), program.run.evaluate(program, file, item, env));
    }
  }
  for (const assignment of descendantsOfKind(within, 'assignment_expression')) {
    const left = fieldOf(assignment, 'left');
    const object = left === undefined ? undefined : fieldOf(left, 'object');
    if (left === undefined || object === undefined || object.text() !== target.text || !target.isMeant(object))
      continue;
    const right = fieldOf(assignment, 'right');
    if (value.kind === 'list' || right === undefined) return unknown;
    const runs = target.runsOf(assignment);
    const index = fieldOf(left, 'index');
    const property = fieldOf(left, 'property');
    if (property !== undefined) {
      for (const env of runs.sure) entries.set(property.text(), program.run.evaluate(program, file, right, env));
      if (runs.others) entries.set(property.text(), unknown);
      continue;
    }
    open ||= runs.others;
    if (index === undefined) continue;
    for (const env of runs.sure)
      put(program.run.evaluate(program, file, index, env), program.run.evaluate(program, file, right, env));
  }
  if (value.kind === 'list') return { ...value, items, open };
  const { maybe, ...rest } = value;
  return { ...rest, entries, open: open || maybe !== undefined, ...(!open && maybe && { maybe }) };
}

/** The arguments of a call as items, spreads opened. */
function evaluateItems(program: JsProgram, file: JsFile, call: Node, env: Env): { items: Value[]; open: boolean } {
  const items: Value[] = [];
  let open = false;
  const args = fieldOf(call, 'arguments');
  for (const argument of args === undefined ? [] : partsOf(args)) {
    if (kindOf(argument) !== 'spread_element') {
      items.push(program.run.evaluate(program, file, argument, env));
      continue;
    }
    const inner = partsOf(argument)[0];
    const spread = inner === undefined ? unknown : program.run.evaluate(program, file, inner, env);
    if (spread.kind === 'list') {
      items.push(...spread.items);
      open ||= spread.open;
    } else open = true;
  }
  return { items, open };
}

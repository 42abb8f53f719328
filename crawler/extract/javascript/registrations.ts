/** Walks over calls that may register a tool and keeps those that surely run on a server. */
import {
  descendantsNamed,
  descendantsOfKind,
  fieldOf,
  isSame,
  kindOf,
  lineOf,
  methodCalls,
  type Node,
  parentOf,
} from '#crawler/extract/syntax.ts';
import type { Finding } from '#crawler/extract/types.ts';
import type { Value } from '#crawler/extract/values.ts';
import type { ToolDefinition } from '#db/types.ts';
import { argumentsOf, lazyArguments } from './arguments.ts';
import type { Context } from './context.ts';
import { contextsOf, coversBranches, doubtOf } from './contexts.ts';
import { evaluate } from './evaluate.ts';
import { type JsFile, partsWith } from './file.ts';
import { isNamedLikeServer } from './names.ts';
import type { JsProgram } from './program.ts';
import { receiverOf, type ServerClasses } from './receivers.ts';
import { callOf } from './references.ts';
import { enclosingFunction, isFunction } from './scopes.ts';

/** A call that registers a tool on an object. */
interface Registering {
  call: Node;
  object: Node;
  /** What is called. */
  method: string;
  /** Arguments before those of the method. */
  skip: number;
}

/** What a framework does with one registering call. */
export interface RegistrationReader {
  method: string;
  /** A method that is given a list, for each item of which `method` could have been called. */
  listMethod?: string;
  /** A function of a package that is given the server first, then what `method` is. */
  helper?: { module: string; name: string };
  server: ServerClasses;
  /** Text that some file must contain for a server known only by its name to be believed. */
  projectHint: string;
  /** The tool of a call with these arguments, `'not-one'` where the call is something else, `'unnamed'` where its name is not certain. */
  read(args: readonly (() => Value)[]): ToolDefinition | 'not-one' | 'unnamed';
}

/** Whether a program makes servers in several places, by names that bundlers may have numbered: which of them runs may be up to how it is started. */
function hasOtherServer(program: JsProgram, { classes }: ServerClasses): boolean {
  const made = new RegExp(`\\bnew\\s+(?:[\\w$]+\\.)?(?:${classes.join('|')})\\d*\\s*\\(`, 'g');
  let places = 0;
  for (const path of program.sources) {
    const text = program.textOf(path);
    if (text !== undefined && classes.some((name) => text.includes(name))) places += [...text.matchAll(made)].length;
    if (places > 1) return true;
  }
  return false;
}

/**
 * Whether the program puts a method of its own in place of a server's, one that decides what is registered:
 * `server.addTool = (tool) => { if (isWanted(tool)) add(tool); }`.
 */
function isReplaced(program: JsProgram, method: string): boolean {
  const known = program.replaced.get(method);
  if (known !== undefined) return known;
  const found = program.sources.some((path) => {
    if (program.textOf(path)?.includes(`.${method} =`) !== true) return false;
    const file = program.file(path);
    const assignments =
      file === undefined ? [] : descendantsOfKind(partsWith(file, `.${method} =`), 'assignment_expression');
    return assignments.some((assignment) => {
      const left = fieldOf(assignment, 'left');
      const right = fieldOf(assignment, 'right');
      const object = left === undefined ? undefined : fieldOf(left, 'object');
      if (left === undefined || right === undefined || object === undefined || !isFunction(right)) return false;
      if (fieldOf(left, 'property')?.text() !== method || !isNamedLikeServer(object)) return false;
      return descendantsOfKind(right, 'if_statement', 'switch_statement').some((choice) =>
        isSame(enclosingFunction(choice) ?? choice, right),
      );
    });
  });
  program.replaced.set(method, found);
  return found;
}

/** Whether a call stands in what is put in place of a method: what it does there is seen by its own conditions. */
function isInReplacement(call: Node, method: string): boolean {
  const put = parentOf(enclosingFunction(call) ?? call);
  const left = put !== undefined && kindOf(put) === 'assignment_expression' ? fieldOf(put, 'left') : undefined;
  return left !== undefined && fieldOf(left, 'property')?.text() === method;
}

/**
 * Calls of methods, the first of them in the parts of a file that name it; also by a name
 * that one was bound to: `const add = server.registerTool.bind(server)`.
 */
function callsOf(file: JsFile, methods: readonly [string, ...string[]]): Registering[] {
  const registering = (call: Node, member: Node | undefined): Registering[] => {
    const object = member === undefined ? undefined : fieldOf(member, 'object');
    const method = member === undefined ? undefined : fieldOf(member, 'property')?.text();
    return object === undefined || method === undefined || !methods.includes(method)
      ? []
      : [{ call, object, method, skip: 0 }];
  };
  const parts = partsWith(file, methods[0]);
  const direct = methodCalls(parts, methods).flatMap((call) => registering(call, fieldOf(call, 'function')));
  const bound = methodCalls(parts, ['bind']).flatMap((bind) => {
    const member = fieldOf(fieldOf(bind, 'function') ?? bind, 'object');
    const name = fieldOf(parentOf(bind) ?? bind, 'name')?.text();
    if (name === undefined || registering(bind, member).length === 0) return [];
    return descendantsOfKind(enclosingFunction(bind) ?? file.root, 'call_expression').flatMap((call) =>
      fieldOf(call, 'function')?.text() === name ? registering(call, member) : [],
    );
  });
  return [...direct, ...bound];
}

/** Calls of a function of a package that is given the server first, with the server. */
function helperCalls(program: JsProgram, file: JsFile, { helper }: RegistrationReader): Registering[] {
  if (helper === undefined) return [];
  const { name } = helper;
  return descendantsNamed(partsWith(file, name), name, ['identifier', 'property_identifier']).flatMap((place) => {
    const member = parentOf(place);
    const callee = member !== undefined && kindOf(member) === 'member_expression' ? member : place;
    const call = callOf(callee);
    const [object] = call === undefined ? [] : argumentsOf(call);
    if (call === undefined || object === undefined) return [];
    const meant = evaluate(program, file, callee, new Map());
    const isIt = meant.kind === 'external' && meant.module.startsWith(helper.module) && meant.path.at(-1) === name;
    return isIt ? [{ call, object, method: name, skip: 1 }] : [];
  });
}

/** The tools registered by calls of one method in a file. */
export function* registrations(program: JsProgram, file: JsFile, reader: RegistrationReader): Iterable<Finding> {
  const { method, listMethod } = reader;
  const calls = [
    ...callsOf(file, listMethod === undefined ? [method] : [method, listMethod]),
    ...helperCalls(program, file, reader),
  ];
  for (const { call, object, method: called, skip } of calls) {
    program.budget.spend();
    if (argumentsOf(call).length === 0) continue;
    const at = { file: file.path, line: lineOf(call) };
    const contexts = contextsOf(program, file, call);
    if (contexts.length === 0) {
      if (receiverOf(program, evaluate(program, file, object, new Map()), reader.server) !== 'other') {
        yield { kind: 'left-out', ...at, reason: 'nothing calls the function it is registered in' };
      }
      continue;
    }
    const doubts = new Set<string>();
    const doubtful = new Map<string, { tool: ToolDefinition; contexts: Context[] }>();
    let found = 0;
    for (const context of contexts) {
      const { env } = context;
      const on = evaluate(program, file, object, env);
      const receiver = receiverOf(program, on, reader.server);
      if (receiver === 'other') continue;
      if (receiver === 'unclear' && !(isNamedLikeServer(object) && program.mentions(reader.projectHint))) continue;
      const args = lazyArguments(program, file, call, env)?.slice(skip);
      if (args === undefined) {
        doubts.add('its arguments are spread from something computed');
        continue;
      }
      const isUnsure = context.steps.some(({ kind }) => kind === 'doubt');
      const doubt =
        doubtOf(context, on) ??
        (isReplaced(program, method) && !isInReplacement(call, method)
          ? 'by a method that may leave it out'
          : undefined) ??
        (isUnsure && hasOtherServer(program, reader.server) ? 'on one of several servers' : undefined);
      const given = called === listMethod ? itemsOf(args[0]?.()) : [args];
      if (given === undefined) doubts.add('the list of tools is computed');
      for (const each of given ?? []) {
        const tool = reader.read(each);
        if (tool === 'not-one') continue;
        if (tool === 'unnamed') doubts.add('its name is computed');
        else if (doubt !== undefined) {
          doubts.add(`${tool.name} is registered ${doubt}`);
          const { contexts: known } = doubtful.get(tool.name) ?? { contexts: [] };
          doubtful.set(tool.name, { tool, contexts: [...known, context] });
        } else {
          found++;
          yield { kind: 'tool', tool, ...at };
        }
      }
    }
    for (const { tool, contexts: ways } of doubtful.values()) {
      if (!coversBranches(ways)) continue;
      found++;
      yield { kind: 'tool', tool, ...at };
    }
    if (found === 0) for (const reason of doubts) yield { kind: 'left-out', ...at, reason };
  }
}

/** The items of a list as arguments of calls; `undefined` where there is none. */
function itemsOf(list: Value | undefined): (() => Value)[][] | undefined {
  return list?.kind === 'list' ? list.items.map((item) => [() => item]) : undefined;
}

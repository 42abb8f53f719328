/** Whether the object a tool is registered on is an MCP server. */
import type { Node } from '#crawler/extract/syntax.ts';
import type { Value } from '#crawler/extract/values.ts';
import { methodOf, superclassOf } from './classes.ts';
import type { JsProgram } from './program.ts';

/** `unclear`: nothing is known about it but its name. */
export type Receiver = 'server' | 'other' | 'unclear';

/** Which packages' classes a framework registers tools on. */
export interface ServerClasses {
  /** Whether a module is the framework's. */
  isModule(module: string): boolean;
  classes: readonly string[];
  /** Methods that, all found in one class, show it to be the framework's own, bundled into the file. */
  bundledMethods: readonly string[];
}

/** What an object is, as far as its value tells. */
export function receiverOf(program: JsProgram, value: Value, server: ServerClasses): Receiver {
  // A field that is empty until something fills it says nothing about what it will hold.
  const isEmpty = value.kind === 'scalar' && (value.value === null || value.value === undefined);
  if (value.kind === 'unknown' || isEmpty) return 'unclear';
  if (value.kind !== 'instance') return 'other';
  return classOf(program, value.of, server, 0);
}

function classOf(program: JsProgram, of: Value, server: ServerClasses, hops: number): Receiver {
  if (of.kind === 'unknown') return 'unclear';
  if (of.kind === 'external') {
    return server.isModule(of.module) && server.classes.includes(of.path.at(-1) ?? '') ? 'server' : 'other';
  }
  if (of.kind !== 'class' || hops > 8) return 'other';
  const key = `${of.at.file}:${of.at.node.id()}:${server.classes.join()}`;
  const known = program.receivers.get(key);
  if (known !== undefined) return known;
  const found = ownClass(program, of.at.file, of.at.node, server, hops);
  program.receivers.set(key, found);
  return found;
}

/** What something of a class of the program is, by the class and by what it extends. */
function ownClass(program: JsProgram, path: string, owner: Node, server: ServerClasses, hops: number): Receiver {
  if (server.bundledMethods.every((method) => methodOf(owner, method) !== undefined)) return 'server';
  const file = program.file(path);
  if (file === undefined) return 'other';
  const parent = superclassOf(program, file, owner);
  return parent.kind === 'unknown' ? 'other' : classOf(program, parent, server, hops + 1);
}

/**
 * Loaded into a server's own process, before the server, when an earlier start ended for want of a native addon:
 * packages are installed without running their scripts, so addons are not built. Listing tools hardly ever calls one.
 * Runs inside the sandbox and imports nothing of toolrisk.
 */
import { existsSync } from 'node:fs';
import Module from 'node:module';

/** Node's loader of CommonJS modules, which its types leave out. */
const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
const load = loader._load;

loader._load = function (this: unknown, request: string, ...rest: unknown[]) {
  try {
    return load.call(this, request, ...rest);
  } catch (error) {
    if (!isMissingAddon(error as NodeJS.ErrnoException, request, rest[0])) throw error;
    return createStandIn();
  }
};

function isMissingAddon({ code, message }: NodeJS.ErrnoException, request: string, parent: unknown): boolean {
  if (code === 'ERR_DLOPEN_FAILED') return true;
  if (code === 'MODULE_NOT_FOUND' && (request.endsWith('.node') || (request.startsWith('.') && isBuilt(parent))))
    return true;
  return /bindings file|native (?:build|binding)|prebuil[dt]|Could not load the "[\w-]+" module/i.test(message ?? '');
}

/** Whether a module is of a package that is built when it is installed. */
function isBuilt(parent: unknown): boolean {
  const { filename = '' } = (parent ?? {}) as { filename?: string };
  const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(filename)?.[0];
  return folder !== undefined && existsSync(`${folder}/binding.gyp`);
}

/** Something that can be called, constructed, read and walked through, and does nothing but call back. */
function createStandIn(): object {
  const own = new Map<PropertyKey, unknown>([
    // Not a promise: waiting for it ends at once.
    ['then', undefined],
    ['length', 0],
    [Symbol.toPrimitive, () => ''],
    [Symbol.iterator, () => [].values()],
  ]);
  return new Proxy(function standIn() {}, {
    get(_target, key) {
      if (!own.has(key)) own.set(key, createStandIn());
      return own.get(key);
    },
    set: (_target, key, value) => own.set(key, value) !== undefined,
    apply: (_target, _this, args) => callBack(args),
    construct: (_target, args) => callBack(args),
  });
}

/** Whoever waits for a word that it is done, the last argument by custom, gets it; without one there is nothing to wait for. */
function callBack(args: unknown[]): object {
  const done = args.at(-1);
  if (typeof done === 'function')
    setImmediate(async () => {
      try {
        await done(null, createStandIn());
      } catch {
        // It was no callback of that kind.
      }
    });
  return createStandIn();
}

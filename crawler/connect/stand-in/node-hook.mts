/**
 * Loaded into a server's own Node.js, before the server: every name resolves to the sandbox's own loopback, and what
 * connects to a port the stand-in answers for is led to it. Imports nothing of toolrisk.
 */
import dns, { type LookupAddress } from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const loopback = '127.0.0.1';
const [port, ports = ''] = (process.env.TOOLRISK_STAND_IN ?? '').split(':');
const answered = new Set(ports.split(',').map(Number));

type Options = Record<string, unknown>;

/** Where a connection goes instead. Paths of sockets stay. */
function leadHome(options: Options): Options {
  if (typeof options.path === 'string' || options.port === undefined) return options;
  const isAnswered = answered.has(Number(options.port));
  return {
    ...options,
    host: loopback,
    port: isAnswered ? Number(port) : options.port,
    lookup: undefined,
    localAddress: undefined,
  };
}

const connect = net.Socket.prototype.connect as (this: net.Socket, ...args: unknown[]) => net.Socket;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  const [first, second, ...rest] = args;
  // Node.js itself hands over arguments that it has put in order: an array, options first.
  if (Array.isArray(first)) {
    first[0] = leadHome(first[0] as Options);
    return connect.call(this, first);
  }
  if (typeof first === 'object' && first !== null)
    return connect.call(this, leadHome(first as Options), second, ...rest);
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
  if (!isPort) return connect.apply(this, args);
  const listeners = typeof second === 'string' ? rest : [second, ...rest];
  return connect.call(this, leadHome({ port: first }), ...listeners);
} as typeof net.Socket.prototype.connect;

const entry: LookupAddress = { address: loopback, family: 4 };
const wantsAll = (options: unknown) =>
  typeof options === 'object' && options !== null && (options as Options).all === true;
type Callback = (error: Error | null, ...results: unknown[]) => void;

Object.assign(dns, {
  lookup(_host: string, ...rest: unknown[]) {
    const done = rest.at(-1) as Callback;
    process.nextTick(() => (wantsAll(rest[0]) ? done(null, [entry]) : done(null, loopback, 4)));
  },
});
Object.assign(dns.promises, {
  lookup: async (_host: string, options: unknown) => (wantsAll(options) ? [entry] : entry),
});
for (const [name, addresses] of [
  ['resolve', [loopback]],
  ['resolve4', [loopback]],
  ['resolve6', []],
] as const) {
  Object.assign(dns, {
    [name]: (...args: unknown[]) => process.nextTick(() => (args.at(-1) as Callback)(null, [...addresses])),
  });
  Object.assign(dns.promises, { [name]: async () => [...addresses] });
}
syncBuiltinESMExports();

/** The stand-in's answer in which whatever is looked for is an empty list, where a server wants that. */
const gaps = process.env.TOOLRISK_STAND_IN_LISTS;
/** What is looked for in anything, to tell promises and failures. */
const leftOut = /^(?:then|toJSON|errors?|message|fault|jsonrpc)$/;
if (gaps !== undefined) {
  const parse = JSON.parse;
  const isGap = (target: object, key: PropertyKey) => typeof key === 'string' && !(key in target) && !leftOut.test(key);
  JSON.parse = (text: string, ...rest) => {
    const value = parse(text, ...rest);
    if (text !== gaps) return value;
    return new Proxy(value, { get: (target, key) => (isGap(target, key) ? [] : Reflect.get(target, key)) });
  };
  Response.prototype.json = async function () {
    return JSON.parse(await this.text());
  };
}

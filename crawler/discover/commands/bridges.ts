/**
 * Packages that are no server of their own: they stand before one. Each is seen through to what is behind it, or named as
 * what it is. Pure.
 */
import { compileGrammar, lastOf, readOptions } from './grammar.ts';
import { sayWord } from './say.ts';
import { splitShellWords } from './shell.ts';
import { type Around, noServer, notStarted, type RawCommand, started } from './starter.ts';

/** Reads what a bridge is given. `name` is its package's. */
export type Bridge = (args: readonly string[], around: Around, name: string) => RawCommand;

const isAddress = (word: string) => /^(?:https?|wss?):\/\//i.test(word) || /^\$\{[^}]+\}/.test(word);

/** A header as one text: `Authorization: Bearer x`, `Authorization=x`. */
function addHeader(headers: Record<string, string>, text: string): void {
  const [, name, value = ''] = /^([\w-]+)\s*[:=]\s*(.*)$/s.exec(text) ?? [];
  if (name !== undefined) headers[name] = value;
}

function remote(
  url: string | undefined,
  name: string,
  around: Around,
  headers: Record<string, string> = {},
  transport: 'streamable-http' | 'sse' | 'auto' = 'auto',
): RawCommand {
  if (url === undefined)
    return notStarted(`${name} is a bridge to another server, and its address is not among its arguments.`, around);
  return started({ kind: 'remote', url, transport, headers }, around);
}

const mcpRemoteGrammar = compileGrammar({
  flags: '--allow-http --debug --silent --enable-proxy --skip-browser-auth -y',
  valued:
    '--header/-H --transport --host --resource --static-oauth-client-metadata --static-oauth-client-info --auth-timeout --ignore-tool --callback-port --port',
});

/** `mcp-remote <url> [port] --header "Name: value" --transport sse-only`: options may stand anywhere. */
const mcpRemote: Bridge = (args, around, name) => {
  const headers: Record<string, string> = {};
  let url: string | undefined;
  let transport = 'auto';
  for (let rest = [...args]; rest.length > 0; ) {
    const options = readOptions(rest, mcpRemoteGrammar);
    if (options.unknown !== undefined && url === undefined)
      return notStarted(
        `${name} is given ${sayWord(options.unknown, 'an option')}, which is not known here, before its address.`,
        around,
      );
    for (const header of options.values.get('--header') ?? []) addHeader(headers, header);
    transport = lastOf(options, '--transport') ?? transport;
    const [word, ...more] = options.unknown === undefined ? options.rest : rest.slice(options.taken + 1);
    if (word !== undefined && url === undefined && isAddress(word)) url = word;
    rest = options.unknown === undefined ? more : rest.slice(options.taken + 1);
  }
  return remote(url, name, around, headers, /^sse/.test(transport) ? 'sse' : 'auto');
};

const supergatewayGrammar = compileGrammar({
  flags: '--cors --stateful --stateless --verbose --quiet --no-cors -y',
  valued:
    '--stdio --sse --streamableHttp --outputTransport --header --oauth2Bearer --port --baseUrl --ssePath --messagePath --streamableHttpPath --logLevel --healthEndpoint --sessionTimeout --protocolVersion',
});

/** `supergateway --stdio "command"`, `--sse <url>`, `--streamableHttp <url>`. */
const supergateway: Bridge = (args, around, name) => {
  const options = readOptions(args, supergatewayGrammar);
  if (options.unknown !== undefined)
    return notStarted(`${name} is given ${sayWord(options.unknown, 'an option')}, which is not known here.`, around);
  const line = lastOf(options, '--stdio');
  if (line !== undefined) {
    const words = splitShellWords(line);
    return words === undefined
      ? notStarted(`${name} is given a script for a shell, which is not run here.`, around)
      : around.read(words);
  }
  const headers: Record<string, string> = {};
  for (const header of options.values.get('--header') ?? []) addHeader(headers, header);
  if (options.values.has('--oauth2Bearer')) headers.Authorization = `Bearer ${lastOf(options, '--oauth2Bearer') ?? ''}`;
  const sse = lastOf(options, '--sse');
  const http = lastOf(options, '--streamableHttp');
  return remote(http ?? sse, name, around, headers, sse !== undefined && http === undefined ? 'sse' : 'auto');
};

const mcpProxyGrammar = compileGrammar({
  flags:
    '--debug --pass-environment --stateless --no-stateless --verify-ssl --no-verify-ssl --tunnel --shell -h/--help -v/--version --allow-http',
  valued:
    '--transport --cwd --log-level --named-server-config --port --host --sse-port --sse-host --allow-origin --client-id --client-secret --token-url --server --endpoint --sseEndpoint --streamEndpoint --apiKey --connectionTimeout --requestTimeout --eventStore --gracefulShutdownTimeout',
  pairs: '-H/--headers -e/--env --named-server',
});

/** `mcp-proxy --headers NAME VALUE <url>`, `mcp-proxy --port 1 -- command`. */
const mcpProxy: Bridge = (args, around, name) => {
  const options = readOptions(args, mcpProxyGrammar);
  if (options.unknown !== undefined)
    return notStarted(`${name} is given ${sayWord(options.unknown, 'an option')}, which is not known here.`, around);
  if (options.values.has('--named-server') || options.values.has('--named-server-config'))
    return notStarted(`${name} is a bridge to several servers at once.`, around);
  const [first, ...more] = options.rest;
  if (first === undefined || isAddress(first)) {
    const headers: Record<string, string> = {};
    for (const pair of options.values.get('-H') ?? []) {
      const [header = '', value = ''] = pair.split(/[ ](.*)/s);
      headers[header.replace(/:$/, '')] = value;
    }
    if (options.values.has('--client-secret')) headers.Authorization ??= '';
    return remote(first, name, around, headers, lastOf(options, '--transport') === 'sse' ? 'sse' : 'auto');
  }
  const env: Record<string, string> = {};
  for (const pair of options.values.get('-e') ?? []) {
    const [variable = '', value = ''] = pair.split(/[ ](.*)/s);
    env[variable] = value;
  }
  return around.read([first, ...more], {
    env,
    ...(options.values.has('--cwd') && { cwd: lastOf(options, '--cwd') as string }),
  });
};

const mcpoGrammar = compileGrammar({
  flags: '--cors-allow-all --strict-auth --hot-reload',
  valued:
    '-p/--port --host --api-key/-k --config/-c --server-type/--type --header/-H --cors-allow-origins --name/-n --description/-d --version/-v --env/-e --root-path --path-prefix --ssl-certfile/-t --ssl-keyfile/-k --log-level',
});

/** `mcpo --port 8000 -- command`, `mcpo --server-type sse -- <url>`. */
const mcpo: Bridge = (args, around, name) => {
  const options = readOptions(args, mcpoGrammar);
  if (options.unknown !== undefined)
    return notStarted(`${name} is given ${sayWord(options.unknown, 'an option')}, which is not known here.`, around);
  const [first] = options.rest;
  if (first === undefined) return notStarted(`${name} is a bridge to the servers of another file.`, around);
  if (!isAddress(first)) return around.read(options.rest);
  return remote(first, name, around, {}, lastOf(options, '--server-type') === 'sse' ? 'sse' : 'auto');
};

/** `@smithery/cli run <server> --key x`: the server runs at Smithery, for who has an account there. */
const smithery: Bridge = (args, around) => {
  const at = args.indexOf('run');
  if (at < 0) return noServer('It is a command of Smithery that starts no server.', around);
  // Options may stand anywhere; a word that is not shaped like the name of a server may be the value of one.
  const server = args.find((word, index) => index > at && /^@[\w.-]+\/[\w.-]+$/.test(word));
  const behind = sayWord(server ?? '', 'a server');
  return notStarted(
    `It is a bridge to ${behind} at Smithery, which answers only those who have an account there.`,
    around,
  );
};

/** What a package is that other servers are behind, where which they are is not on its command line. */
const gateway =
  (what: string): Bridge =>
  (_args, around) =>
    noServer(`${what}, and which they are is not on its command line.`, around);
const several = gateway('It is a gateway: it passes on the tools of other servers');
const client: Bridge = (_args, around) => noServer('It is a client or inspector of servers, not a server.', around);

/** What starts a file or another program, and is no server itself. */
const runner: Bridge = (_args, around, name) =>
  notStarted(`It is a program of its own that ${name} runs, which is not started here.`, around);

/** `dotenv -e .env -- command`, `cross-env A=b command`: the words after variables and options. */
const prefix: Bridge = (args, around, name) => {
  const at = args.indexOf('--');
  const words = at >= 0 ? args.slice(at + 1) : args;
  const env: Record<string, string> = {};
  let first = 0;
  for (; first < words.length; first++) {
    const [, variable, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[first] as string) ?? [];
    if (variable === undefined) break;
    env[variable] = value;
  }
  const rest = words.slice(first);
  if (rest[0] === undefined || rest[0].startsWith('-'))
    return notStarted(`What ${name} starts is not certain.`, around);
  return around.read(rest, { env });
};

/** Bridges by registry and package. */
const bridges: Readonly<Record<'npm' | 'pypi', ReadonlyMap<string, Bridge>>> = {
  npm: new Map<string, Bridge>([
    ['mcp-remote', mcpRemote],
    ['mcp-remote-client', mcpRemote],
    ['@automatalabs/mcp-remote', mcpRemote],
    ['supergateway', supergateway],
    ['@supercorp/supergateway', supergateway],
    ['@michlyn/supergateway', supergateway],
    ['mcp-proxy', mcpProxy],
    ['@smithery/cli', smithery],
    ['mcp-hub', several],
    ['@docker/mcp-gateway', several],
    ['mcp-gateway', several],
    ['metamcp', several],
    ['@metamcp/mcp-server-metamcp', several],
    ['@modelcontextprotocol/inspector', client],
    ['@mcpjam/inspector', client],
    ['@wong2/mcp-cli', client],
    ['mcp-cli', client],
    ...[
      'tsx',
      'ts-node',
      'vite-node',
      'nodemon',
      'esno',
      'jiti',
      'zx',
      'pm2',
      'concurrently',
      'npm-run-all',
      'wrangler',
      'http-server',
      'node',
    ].map((name): [string, Bridge] => [name, runner]),
    ...['cross-env', 'dotenv-cli', '@dotenvx/dotenvx', 'env-cmd', 'dotenv'].map((name): [string, Bridge] => [
      name,
      prefix,
    ]),
  ]),
  pypi: new Map<string, Bridge>([
    ['mcp-proxy', mcpProxy],
    ['mcpo', mcpo],
    ['mcp-remote', mcpRemote],
    ['mcp-hub', several],
    ['mcp-gateway', several],
    ...['mcp', 'fastmcp', 'uvicorn', 'gunicorn', 'poetry', 'uv', 'pdm', 'hatch', 'ipython', 'jupyter'].map(
      (name): [string, Bridge] => [name, runner],
    ),
  ]),
};

/** How a package is read that stands before a server; undefined where it is one itself. */
export function bridgeOf(registry: 'npm' | 'pypi', name: string): Bridge | undefined {
  return bridges[registry].get(registry === 'pypi' ? name.toLowerCase().replace(/[_.]+/g, '-') : name);
}

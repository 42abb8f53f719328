/**
 * Runs a server that waits for HTTP requests, and hands it the messages of this program's standard input: `run.mts
 * COMMAND…`. Runs inside the sandbox, where no port but the server's own is open, and imports nothing of toolrisk.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';

/** How often it is looked whether the server listens, milliseconds. */
const lookMs = 100;
/** How long one attempt to find the endpoint may take, milliseconds: a stream that says nothing is none. */
const tryMs = 1_500;
/** Where servers have their endpoint, commonest first; the last ones are those of the older transport. */
const paths = ['/mcp', '/', '/api/mcp', '/mcp/v1', '/v1/mcp', '/message', '/messages'];
const streamPaths = ['/sse', '/mcp', '/mcp/sse', '/', '/events'];
/** State of a listening socket in the kernel's tables. */
const listening = '0A';

/** Sends a message; what is answered goes to the standard output. */
type Send = (message: string) => Promise<void>;

const [command = '', ...args] = process.argv.slice(2);
// What it prints is told beside the messages, never as one.
const child = spawn(command, args, { stdio: ['pipe', 2, 2] });
child.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));

let send: Promise<Send> | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const message = line;
  // The first one is what the endpoint is found with, and is answered by that.
  const known = send;
  send ??= find(message);
  const sent = known === undefined ? send : known.then((found) => found(message));
  sent.catch((error: Error) => console.error(`bridge: ${error.message}`));
}
process.exit(0);

/** Waits for the server to listen, and finds out where it takes messages. */
async function find(first: string): Promise<Send> {
  for (;;) {
    for (const origin of origins()) {
      for (const path of paths) {
        const found = await streamable(`${origin}${path}`, first);
        if (found !== undefined) return found;
      }
      for (const path of streamPaths) {
        const endpoint = await openStream(`${origin}${path}`);
        if (endpoint === undefined) continue;
        const found: Send = (message) => post(endpoint, message, {}).then(() => undefined);
        await found(first);
        return found;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

/** Addresses on which something listens. */
function origins(): string[] {
  const found = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const [, local = '', , state] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      if (state !== listening) continue;
      // `::1` alone of all IPv6 addresses is not reached by way of IPv4.
      const host = /^0{24}0*1000000$/.test(address) ? '[::1]' : '127.0.0.1';
      found.add(`http://${host}:${Number.parseInt(port, 16)}`);
    }
  }
  return [...found];
}

function post(url: string, message: string, headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: message,
    ...(signal && { signal }),
  });
}

/** The streamable transport, where something that speaks JSON-RPC answers there: each message is a request of its own. */
async function streamable(url: string, first: string): Promise<Send | undefined> {
  const headers: Record<string, string> = {};
  const isStream = (response: Response) => response.headers.get('content-type')?.startsWith('text/event-stream');
  const take = async (response: Response) => {
    const session = response.headers.get('mcp-session-id');
    if (session !== null) headers['mcp-session-id'] = session;
    for await (const { data } of events(response)) tell(data, headers);
  };
  try {
    const quiet = new AbortController();
    const timer = setTimeout(() => quiet.abort(), tryMs);
    const response = await post(url, first, {}, quiet.signal).finally(() => clearTimeout(timer));
    if (isStream(response)) void take(response);
    else {
      const text = await response.text();
      if (!/"jsonrpc"\s*:/.test(text)) return undefined;
      await take(new Response(null, { headers: response.headers }));
      tell(text, headers);
    }
  } catch {
    return undefined;
  }
  return async (message) => {
    const response = await post(url, message, headers);
    if (isStream(response)) return take(response);
    tell(await response.text(), headers);
  };
}

/** The older transport: the stream names the address for messages, and brings their answers. */
async function openStream(url: string): Promise<string | undefined> {
  const quiet = new AbortController();
  const timer = setTimeout(() => quiet.abort(), tryMs);
  try {
    const response = await fetch(url, { headers: { accept: 'text/event-stream' }, signal: quiet.signal });
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return undefined;
    const stream = events(response);
    for (let next = await stream.next(); !next.done; next = await stream.next()) {
      if (next.value.event !== 'endpoint') continue;
      clearTimeout(timer);
      void forward(stream);
      return new URL(next.value.data, url).href;
    }
  } catch {
    // It is no stream.
  } finally {
    clearTimeout(timer);
  }
  return undefined;
}

async function forward(stream: AsyncIterable<{ data: string }>): Promise<void> {
  for await (const { data } of stream) tell(data, {});
}

/** Hands a message on as one line, and notes the revision of the protocol that was agreed on. */
function tell(text: string, headers: Record<string, string>): void {
  try {
    const message = JSON.parse(text) as { result?: { protocolVersion?: unknown } };
    const version = message.result?.protocolVersion;
    if (typeof version === 'string' && /^[\w.-]{1,40}$/.test(version)) headers['mcp-protocol-version'] = version;
    process.stdout.write(`${JSON.stringify(message)}\n`);
  } catch {
    if (text.trim() !== '') console.error(text.slice(0, 2_000));
  }
}

/** Server-sent events of an answer. */
async function* events(response: Response): AsyncGenerator<{ event: string; data: string }> {
  let rest = '';
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    rest += Buffer.from(chunk).toString('utf8');
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split(/\r?\n/);
      const of = (field: string) =>
        lines.flatMap((line) => (line.startsWith(`${field}:`) ? [line.slice(field.length + 1).replace(/^ /, '')] : []));
      const data = of('data').join('\n');
      if (data !== '') yield { event: of('event')[0] ?? 'message', data };
    }
  }
}

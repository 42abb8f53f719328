import { isUtf8 } from 'node:buffer';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { AttemptFailure, formatBytes } from './attempt-failure.ts';
import type { SandboxedProcess } from './sandbox/index.ts';

/** How much of the first and of the last output is kept for a person to read, characters each. */
const keptChars = 4_000;
/** Output that is not a message a server may print before it counts as a flood, bytes. Banners are a few hundred. */
const maxNoiseBytes = 32 * 1024 * 1024;
/** Longest pause within a message that is merely slow, milliseconds. */
const trickleMs = 1_100;
const newline = 0x0a;
/** A header of the framing that language servers use, which MCP does not. */
const lengthHeader = /^Content-Length:\s*(\d{1,10})$/i;

/** What a server said beside the protocol. */
export interface SideTalk {
  /** Text on stderr and lines on stdout that were no messages, first and last part. Hostile text. */
  text(): string;
  /** Last lines of stderr, at most 4,000 characters. */
  stderrTail(): string;
  /** Whether it stopped in the midst of something that began like a message. */
  halfMessage(): boolean;
  /** One sentence each on what was odd. */
  notes(): string[];
}

/** A stdio connection to a started server, bounded in every direction. */
export interface StdioTransport extends Transport {
  /** Present so that the client recognises a child process and falls back to the older handshake on silence. */
  readonly stderr: null;
  readonly pid: null;
  readonly sideTalk: SideTalk;
  /** Why the transport ended the connection itself. */
  failure(): AttemptFailure | undefined;
}

/**
 * Speaks newline-delimited JSON-RPC with a process. Lines that are no messages (banners, logs) are kept aside; a line
 * longer than `maxMessageBytes` or a flood of other output ends the connection.
 */
export function createStdioTransport(started: SandboxedProcess, maxMessageBytes: number): StdioTransport {
  const errors = createTail();
  const banner = createTail();
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let noiseBytes = 0;
  let bannerLines = 0;
  let invalidUtf8 = false;
  let failure: AttemptFailure | undefined;
  let closed = false;
  let exited = false;
  let lastDataAt = 0;
  /** Bytes of the message whose header was read; `undefined` outside of one. */
  let framedBytes: number | undefined;
  let headerBytes: number | undefined;
  let framed = false;

  const transport: StdioTransport = {
    stderr: null,
    pid: null,
    sideTalk: {
      text: () => [errors.text(), banner.text(), failure?.message ?? ''].filter(Boolean).join('\n'),
      stderrTail: () => errors.tail(),
      halfMessage: () =>
        pendingBytes > 0 &&
        (exited || performance.now() - lastDataAt > trickleMs) &&
        /^\s*\{/.test(Buffer.concat(pending).subarray(0, 64).toString('latin1')),
      notes() {
        const notes: string[] = [];
        if (bannerLines > 0)
          notes.push(`Printed ${bannerLines} ${bannerLines === 1 ? 'line' : 'lines'} on stdout that are no messages.`);
        if (framed)
          notes.push('Frames its messages with Content-Length, which is not MCP’s way; most clients see no answer.');
        if (invalidUtf8) notes.push('Sent bytes that are not UTF-8; they were replaced.');
        return notes;
      },
    },
    failure: () => failure,
    async start() {
      started.stdout.on('data', onData);
      started.stderr.on('data', (chunk: Buffer) => {
        errors.add(chunk.toString('utf8'));
        countNoise(chunk.length, 'stderr');
      });
      void started.exited.then(() => {
        exited ||= !closed;
        // What was printed before the exit may still lie in the pipe.
        if (started.stdout.readableEnded || started.stdout.destroyed) end();
        else started.stdout.once('close', end);
        setTimeout(end, 200).unref();
      });
    },
    async send(message: JSONRPCMessage) {
      if (closed || started.stdin.destroyed || started.stdin.writableEnded) throw new Error('The server is gone.');
      started.stdin.write(`${JSON.stringify(message)}\n`);
    },
    async close() {
      end();
    },
  };

  function onData(chunk: Buffer): void {
    if (closed) return;
    lastDataAt = performance.now();
    let from = 0;
    if (framed) {
      pending.push(chunk);
      pendingBytes += chunk.length;
      // Put together once, not with every piece that comes.
      const isWhole = framedBytes === undefined ? chunk.includes(newline) : pendingBytes >= framedBytes;
      if (isWhole) readFrames();
      else if (pendingBytes > maxMessageBytes) fail(`sent a message of more than ${formatBytes(maxMessageBytes)}`);
      return;
    }
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      pending.push(chunk.subarray(from, at));
      pendingBytes += at - from;
      const line = pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending);
      pending = [];
      pendingBytes = 0;
      from = at + 1;
      if (lengthHeader.test(line.toString('latin1').trim())) {
        framed = true;
        const rest = Buffer.concat([line, Buffer.from('\n'), chunk.subarray(from)]);
        pending = [rest];
        pendingBytes = rest.length;
        readFrames();
        return;
      }
      onLine(line);
      if (closed) return;
    }
    const rest = chunk.subarray(from);
    if (rest.length === 0) return;
    pending.push(rest);
    pendingBytes += rest.length;
    if (pendingBytes > maxMessageBytes) fail(`sent a message of more than ${formatBytes(maxMessageBytes)}`);
  }

  /** Headers end with an empty line; the message follows in as many bytes as they say. */
  function readFrames(): void {
    let rest = Buffer.concat(pending);
    while (!closed) {
      if (framedBytes !== undefined) {
        if (framedBytes > maxMessageBytes) fail(`sent a message of more than ${formatBytes(maxMessageBytes)}`);
        if (closed || rest.length < framedBytes) break;
        onLine(rest.subarray(0, framedBytes));
        rest = rest.subarray(framedBytes);
        framedBytes = undefined;
        continue;
      }
      const at = rest.indexOf(newline);
      if (at === -1) break;
      const line = rest.subarray(0, at);
      const text = line.toString('latin1').trim();
      rest = rest.subarray(at + 1);
      const length = lengthHeader.exec(text)?.[1];
      if (length !== undefined) headerBytes = Number(length);
      else if (text === '' && headerBytes !== undefined) {
        framedBytes = headerBytes;
        headerBytes = undefined;
      } else if (headerBytes === undefined) onLine(line);
    }
    pending = [rest];
    pendingBytes = rest.length;
    if (pendingBytes > maxMessageBytes) fail(`sent a message of more than ${formatBytes(maxMessageBytes)}`);
  }

  function onLine(line: Buffer): void {
    if (line.length > maxMessageBytes) {
      fail(`sent a message of more than ${formatBytes(maxMessageBytes)}`);
      return;
    }
    const text = line.toString('utf8').trim();
    if (text === '') return;
    const message = parseMessage(text);
    if (message === undefined) {
      bannerLines += 1;
      banner.add(`${text}\n`);
      countNoise(line.length, 'stdout');
      return;
    }
    if (!isUtf8(line)) invalidUtf8 = true;
    try {
      transport.onmessage?.(message);
    } catch (error) {
      transport.onerror?.(error instanceof Error ? error : new Error(String(error)));
    }
  }

  function countNoise(bytes: number, where: string): void {
    noiseBytes += bytes;
    if (noiseBytes > maxNoiseBytes) fail(`printed more than ${formatBytes(maxNoiseBytes)} on ${where}`);
  }

  function fail(what: string): void {
    if (closed) return;
    failure = new AttemptFailure(
      'too-large',
      `The server ${what}.`,
      'Report this to the author; no client can use it.',
    );
    void started.kill();
    end();
  }

  function end(): void {
    if (closed) return;
    closed = true;
    transport.onclose?.();
  }

  return transport;
}

/** A JSON-RPC message, or undefined for anything else. Batches are not part of any current revision of MCP. */
function parseMessage(text: string): JSONRPCMessage | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'jsonrpc' in value ? (value as JSONRPCMessage) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the first and the last characters of a long text. */
function createTail() {
  let head = '';
  let tail = '';
  return {
    add(text: string) {
      if (head.length < keptChars) head += text.slice(0, keptChars - head.length);
      tail = (tail + text.slice(-keptChars)).slice(-keptChars);
    },
    tail: () => tail,
    text: () => (head.length < keptChars || head === tail ? head : `${head}\n${tail}`),
  };
}

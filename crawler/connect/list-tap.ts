import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { cleanJson } from '#crawler/text/clean.ts';
import type { Json } from '#db/types.ts';

/** A result object as the server sent it, before any validation. Hostile. */
export type RawResult = Record<string, unknown>;

/** What passed through a tapped connection. */
export interface ListTap {
  /** Takes the raw result of the latest answered `tools/list`. */
  takePage(): RawResult | undefined;
  /** The handshake's result as the server sent it, of either era. */
  handshake(): RawResult | undefined;
  /** Whether the older handshake was begun. */
  sentInitialize(): boolean;
  /** Whether the older handshake was answered with an error. */
  initializeRefused(): boolean;
  /** Whether the newer probe was answered. */
  probeAnswered(): boolean;
  /** How often the server said that its list of tools has changed. */
  listChanges(): number;
  /** Resolves when it says so, or after so many milliseconds. */
  waitForChange(timeoutMs: number): Promise<void>;
  /** Responses to requests that nobody made. */
  strayResponses(): number;
  notes(): string[];
}

/** The revision claimed to the client where a server names one the client does not know: the oldest, which needs least. */
const fallbackVersion = '2024-11-05';
/** Nesting the client may see in anything that is handed through, levels. */
const handedThroughDepth = 12;

/**
 * Wraps a transport so that tool lists are taken out raw before the client validates them: the client refuses a whole
 * list for one schema it dislikes. Handshakes are repaired where a server leaves out what nobody needs.
 */
export function tapTransport(
  inner: Transport,
  knownVersions: readonly string[],
): { transport: Transport; tap: ListTap } {
  const asked = new Map<string, string>();
  const notes = new Set<string>();
  let page: RawResult | undefined;
  let handshake: RawResult | undefined;
  let sentInitialize = false;
  let initializeRefused = false;
  let probeAnswered = false;
  let strays = 0;
  let changes = 0;
  let onChange: (() => void) | undefined;

  const outer: Transport = {
    async start() {
      inner.onmessage = (message, extra) => {
        const seen = inbound(message as unknown as RawResult);
        if (seen !== undefined) outer.onmessage?.(seen, extra);
      };
      inner.onclose = () => outer.onclose?.();
      inner.onerror = (error) => outer.onerror?.(error);
      await inner.start();
    },
    async send(message, options) {
      if ('method' in message && 'id' in message) {
        asked.set(String(message.id), message.method);
        if (message.method === 'initialize') sentInitialize = true;
      }
      await inner.send(message, options);
    },
    close: () => inner.close(),
    get sessionId() {
      return inner.sessionId;
    },
    get hasPerRequestStream() {
      return inner.hasPerRequestStream;
    },
    setProtocolVersion: (version) => inner.setProtocolVersion?.(version),
    setSupportedProtocolVersions: (versions) => inner.setSupportedProtocolVersions?.(versions),
  };
  if ('stderr' in inner && 'pid' in inner) Object.assign(outer, { stderr: null, pid: null });

  function inbound(message: RawResult): JSONRPCMessage | undefined {
    const isResponse = 'result' in message || 'error' in message;
    // Notifications cannot change what is listed now; a flood of them would only cost time.
    if (!isResponse) {
      if (message.method === 'notifications/tools/list_changed') {
        changes += 1;
        onChange?.();
      }
      return message.id === undefined ? undefined : handThrough(message);
    }
    const id = typeof message.id === 'string' || typeof message.id === 'number' ? String(message.id) : '';
    const method = asked.get(id);
    if (method === undefined) {
      strays += 1;
      return undefined;
    }
    asked.delete(id);
    if (method === 'server/discover') probeAnswered = true;
    if (method === 'initialize' && 'error' in message) initializeRefused = true;
    if (method === 'tools/list' && Array.isArray(message.result)) {
      notes.add('Answered with a bare list of tools, which is not what MCP asks for; most clients see none.');
      page = { tools: message.result };
      return { jsonrpc: '2.0', id: message.id as string | number, result: emptyPage(page) };
    }
    if (!isObject(message.result)) return handThrough(message);
    if (method === 'tools/list') {
      page = message.result;
      return { jsonrpc: '2.0', id: message.id as string | number, result: emptyPage(page) };
    }
    if (method === 'initialize') {
      handshake = message.result;
      return { jsonrpc: '2.0', id: message.id as string | number, result: repairHandshake(handshake) };
    }
    if (method === 'server/discover') handshake = message.result;
    return handThrough(message);
  }

  /** What the client needs of a page to go on: the envelope, without the tools. */
  function emptyPage(raw: RawResult): RawResult {
    const kind = typeof raw.resultType === 'string' ? raw.resultType : 'complete';
    return { resultType: kind, tools: [], ttlMs: 0, cacheScope: 'private' };
  }

  function repairHandshake(raw: RawResult): RawResult {
    const info = isObject(raw.serverInfo) ? raw.serverInfo : {};
    if (!isObject(raw.serverInfo)) notes.add('Did not say its own name in the handshake.');
    const claimed = typeof raw.protocolVersion === 'string' ? raw.protocolVersion : '';
    const known = knownVersions.includes(claimed);
    if (!known) notes.add(`Claimed the unknown protocol version ${JSON.stringify(claimed.slice(0, 40))}.`);
    return {
      protocolVersion: known ? claimed : fallbackVersion,
      capabilities: isObject(raw.capabilities) && isObject(raw.capabilities.tools) ? { tools: {} } : {},
      serverInfo: {
        name: typeof info.name === 'string' ? info.name.slice(0, 200) : '',
        version: typeof info.version === 'string' ? info.version.slice(0, 200) : '',
      },
    };
  }

  const tap: ListTap = {
    takePage() {
      const taken = page;
      page = undefined;
      return taken;
    },
    handshake: () => handshake,
    sentInitialize: () => sentInitialize,
    initializeRefused: () => initializeRefused,
    probeAnswered: () => probeAnswered,
    listChanges: () => changes,
    waitForChange: (timeoutMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        onChange = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    strayResponses: () => strays,
    notes: () => [...notes],
  };
  return { transport: outer, tap };
}

/** Any other message, cut to a harmless depth. */
function handThrough(message: RawResult): JSONRPCMessage {
  return cleanJson(message as Json, handedThroughDepth).value as unknown as JSONRPCMessage;
}

function isObject(value: unknown): value is RawResult {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

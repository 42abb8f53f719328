/**
 * Stands in for the model of an agent program, on loopback: calls every tool it is shown that belongs to the server under
 * test, one a turn, and a few it is not shown, then stops. Answers in the four protocols that such programs speak.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '#db/types.ts';

export interface MockModel {
  port: number;
  /** Names of the tools it was shown, as the program calls them. */
  listed: string[];
  close(): Promise<void>;
}

export interface MockOptions {
  /** Which of the shown tools are the server's. */
  isOurs(name: string): boolean;
  /** Names to call besides, as a model would that has heard of them. */
  unlisted?: readonly string[];
  /** Called in this order, lowest first: some programs end at the first call that a person would have to allow. */
  rank?(name: string): number;
  /** The arguments of each call of a tool, by the name the program gives it; one call each. */
  argumentsOf?(name: string): readonly Json[];
}

/** How often the program is asked to come back before it is taken to show no tool of the server. */
const maxWaits = 40;

interface Call {
  name: string;
  namespace?: string;
  args: Json;
}

type Body = Record<string, unknown>;
interface NamedTool {
  name?: string;
  type?: string;
  function?: { name: string };
  tools?: NamedTool[];
  functionDeclarations?: { name: string }[];
}

/** Starts the stand-in on a free port. */
export async function startMockModel(options: MockOptions): Promise<MockModel> {
  const { isOurs, unlisted = [], rank = () => 0, argumentsOf = () => [{ id: 'x' }] } = options;
  const listed: string[] = [];
  let queue: Call[] | undefined;
  let waited = 0;
  const next = (tools: { name: string; namespace?: string }[]): Call | undefined => {
    // Programs ask their model other things besides, without tools.
    if (tools.length === 0) return undefined;
    if (!queue) {
      const ours = tools.filter(({ name, namespace }) => isOurs((namespace ?? '') + name));
      // Some programs begin before the server has started: a tool that nobody has makes them ask again.
      if (ours.length === 0 && waited < maxWaits) {
        waited += 1;
        return { name: `not_yet_${waited}`, args: { turn: waited } };
      }
      listed.push(...ours.map(({ name, namespace }) => (namespace ?? '') + name));
      queue = [...ours, ...unlisted.map((name) => ({ name }))]
        .sort((a, b) => rank(a.name) - rank(b.name))
        .flatMap((tool) => argumentsOf(tool.name).map((args) => ({ ...tool, args })));
    }
    return queue.shift();
  };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => answer(request.url ?? '', body, next, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, listed, close: () => closeServer(server) };
}

async function readBody(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const chunk of request) text += chunk;
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
}

const closeServer = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

let serial = 0;

function answer(
  url: string,
  body: Body,
  next: (tools: { name: string; namespace?: string }[]) => Call | undefined,
  response: ServerResponse,
): void {
  const path = url.split('?')[0]!;
  const tools = (body.tools ?? []) as NamedTool[];
  serial += 1;
  if (path.endsWith('/responses')) sendEvents(response, responsesEvents(next(flattenNamespaces(tools))));
  else if (path.endsWith('/chat/completions')) {
    sendChat(response, body, next(tools.map((tool) => ({ name: tool.function?.name ?? '' }))));
  } else if (path.endsWith('/count_tokens')) sendJson(response, { input_tokens: 1 });
  else if (path.endsWith('/messages'))
    sendMessages(response, body, next(tools.map((tool) => ({ name: tool.name ?? '' }))));
  else if (path.endsWith(':countTokens')) sendJson(response, { totalTokens: 1 });
  else if (/generateContent$/i.test(path))
    sendGemini(response, path, next(tools.flatMap((tool) => tool.functionDeclarations ?? [])));
  else sendJson(response, { object: 'list', data: [], models: [] });
}

const flattenNamespaces = (tools: NamedTool[]) =>
  tools.flatMap((tool) =>
    tool.type === 'namespace'
      ? (tool.tools ?? []).map((inner) => ({ name: inner.name!, namespace: tool.name! }))
      : tool.name
        ? [{ name: tool.name }]
        : [],
  );

const sendJson = (response: ServerResponse, value: unknown) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

/** Server-sent events; those with a type are sent under its name. */
function sendEvents(response: ServerResponse, events: (Record<string, unknown> | string)[], named = true): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) {
    const head = named && typeof event === 'object' ? `event: ${event.type}\n` : '';
    response.write(`${head}data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`);
  }
  response.end();
}

function responsesEvents(call: Call | undefined): Record<string, unknown>[] {
  const id = `r${serial}`;
  const item = call
    ? {
        type: 'function_call',
        id: `f${serial}`,
        call_id: `c${serial}`,
        name: call.name,
        ...(call.namespace && { namespace: call.namespace }),
        arguments: JSON.stringify(call.args),
      }
    : { type: 'message', id: `m${serial}`, role: 'assistant', content: [{ type: 'output_text', text: 'done' }] };
  const usage = {
    input_tokens: 1,
    output_tokens: 1,
    total_tokens: 2,
    input_tokens_details: null,
    output_tokens_details: null,
  };
  return [
    { type: 'response.created', response: { id } },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { id, usage } },
  ];
}

function sendChat(response: ServerResponse, body: Body, call: Call | undefined): void {
  const about = { id: `c${serial}`, created: 1, model: body.model };
  const finish = call ? 'tool_calls' : 'stop';
  const message = call
    ? {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            index: 0,
            id: `t${serial}`,
            type: 'function',
            function: { name: call.name, arguments: JSON.stringify(call.args) },
          },
        ],
      }
    : { role: 'assistant', content: 'done' };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  if (!body.stream) {
    sendJson(response, {
      ...about,
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason: finish }],
      usage,
    });
    return;
  }
  const chunk = { ...about, object: 'chat.completion.chunk' };
  sendEvents(
    response,
    [
      { ...chunk, choices: [{ index: 0, delta: message, finish_reason: null }] },
      { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: finish }], usage },
      '[DONE]',
    ],
    false,
  );
}

function sendMessages(response: ServerResponse, body: Body, call: Call | undefined): void {
  const id = `msg_${serial}`;
  const usage = { input_tokens: 1, output_tokens: 1 };
  const reason = call ? 'tool_use' : 'end_turn';
  const message = { id, type: 'message', role: 'assistant', model: body.model, stop_sequence: null, usage };
  if (!body.stream) {
    sendJson(response, { ...message, content: [{ type: 'text', text: 'done' }], stop_reason: 'end_turn' });
    return;
  }
  sendEvents(response, [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
    {
      type: 'content_block_start',
      index: 0,
      content_block: call
        ? { type: 'tool_use', id: `toolu_${serial}`, name: call.name, input: {} }
        : { type: 'text', text: '' },
    },
    {
      type: 'content_block_delta',
      index: 0,
      delta: call
        ? { type: 'input_json_delta', partial_json: JSON.stringify(call.args) }
        : { type: 'text_delta', text: 'done' },
    },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage },
    { type: 'message_stop' },
  ]);
}

function sendGemini(response: ServerResponse, path: string, call: Call | undefined): void {
  const part = call ? { functionCall: { name: call.name, args: call.args } } : { text: '{}' };
  const reply = {
    candidates: [{ index: 0, content: { role: 'model', parts: [part] }, finishReason: 'STOP' }],
    usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    modelVersion: 'mock',
  };
  if (path.includes('stream')) sendEvents(response, [reply], false);
  else sendJson(response, reply);
}

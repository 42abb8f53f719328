/** An MCP server on standard streams that shows the tools of a file and writes down every call that reaches it. Arguments: tools file, log file. */
import { appendFileSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [toolsFile, logFile] = process.argv.slice(2);
const tools = JSON.parse(readFileSync(toolsFile!, 'utf8'));

interface Message {
  id?: number | string;
  method: string;
  params?: { protocolVersion?: string; name?: string; arguments?: unknown };
}

function resultOf({ method, params }: Message): unknown {
  if (method === 'initialize') {
    return {
      protocolVersion: params?.protocolVersion ?? '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'under-test', version: '1.0.0' },
    };
  }
  if (method === 'tools/list') return { tools };
  if (method === 'tools/call') {
    appendFileSync(logFile!, `${JSON.stringify({ name: params?.name, args: params?.arguments })}\n`);
    return { content: [{ type: 'text', text: 'ran' }] };
  }
  return method === 'ping' ? {} : undefined;
}

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line.trim() === '') return;
  const message = JSON.parse(line) as Message;
  if (message.id === undefined) return;
  const result = resultOf(message);
  const reply = result === undefined ? { error: { code: -32601, message: 'There is no such method.' } } : { result };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: message.id, ...reply })}\n`);
});

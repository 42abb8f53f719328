import { expect, it } from 'vitest';
import { extractApart } from '#crawler/extract/apart.ts';

const source =
  "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\nconst server = new McpServer({});\nserver.tool('t', () => 1);";

it('reads the same in a thread of its own', async () => {
  expect((await extractApart({ 'a.js': source })).tools).toEqual([{ name: 't' }]);
});

it('comes back where the thread cannot', async () => {
  const endless = await extractApart({ 'a.js': source }, { limits: { timeoutMs: -10_000 } });
  expect(endless.tools).toEqual([]);
  expect(endless.notes).toHaveLength(1);
});

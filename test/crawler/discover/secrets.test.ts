import { describe, expect, test } from 'vitest';
import { looksSecret, secretPatterns } from '#crawler/discover/secrets.ts';
import { starterList } from '#crawler/discover/starter-list.ts';

describe.each(secretPatterns.map((pattern) => [pattern.of, pattern] as const))('%s', (_, { pattern, examples }) => {
  test.each(examples)('%s', (example) => {
    expect(pattern.test(example)).toBe(true);
    expect(looksSecret(example)).toBe(true);
  });
});

test.each([
  'aB3xQ9kLm2Zt',
  'Zm9vYmFyYmF6cXV4',
  'b3BlbnNlc2FtZQ==',
  'kqxzvtrwpjhg',
  'T0kEnWiThMaNyCaPs',
  'x9k2m4q7w1z8',
])('too random to be a name: %s', (word) => expect(looksSecret(word)).toBe(true));

test.each([
  'server-sequential-thinking',
  'no-new-privileges',
  'chrome-devtools-mcp',
  'awslabs.aws-documentation-mcp-server',
  'modelcontextprotocol',
  'postgresql',
  'v22.13.1',
  '2025-11-25',
  'x86_64',
  'us-east-1',
  'en-US',
  'getting-started',
  'GITHUB_PERSONAL_ACCESS_TOKEN',
  'mcp-server-kubernetes',
  'BrowserMcpServer',
  'utf-8',
  '1.0.0-beta.3',
  'node_modules',
  'kubernetes-mcp-server-linux',
  'StructuredOutputParser',
  'x-api-key',
  'mcp2cli',
  'ENABLE_EXPERIMENTAL_MCP_CLI',
])('a name: %s', (word) => expect(looksSecret(word)).toBe(false));

test('no known package looks like a secret', () => {
  expect(starterList.map((server) => server.package).filter((name) => looksSecret(name))).toEqual([]);
});

/** Names made to be mistaken for a better known one, and the many that are only alike because they name one product. */
import { describe, expect, test } from 'vitest';
import { starterList } from '#crawler/discover/starter-list.ts';
import { createLookAlikeSearch } from '#crawler/identity/look-alike.ts';

const known = [
  ...starterList.map(({ package: name, vendor }) => ({ registry: 'npm' as const, name, owner: vendor })),
  { registry: 'npm' as const, name: '@acme-labs/ledgerbook-mcp', owner: 'acme-labs' },
  { registry: 'npm' as const, name: 'weatherly-mcp' },
  { registry: 'pypi' as const, name: 'Ledger_Book.MCP' },
];
const inAll = createLookAlikeSearch(known);
const search = (name: string, owners: ReadonlySet<string>) => inAll('npm', name, owners);
const nobody = new Set<string>();

describe('a look-alike', () => {
  test.each([
    ['firecravvl-mcp', 'firecrawl-mcp', 'letters'],
    ['аirtable-mcp-server', 'airtable-mcp-server', 'letters'],
    ['mong0db-mcp-server', 'mongodb-mcp-server', 'letters'],
    ['@playvvright/mcp', '@playwright/mcp', 'letters'],
    ['@rnicrosoft/clarity-mcp-server', '@microsoft/clarity-mcp-server', 'letters'],
    ['tavliy-mcp', 'tavily-mcp', 'typo'],
    ['tavilly-mcp', 'tavily-mcp', 'typo'],
    ['firecral-mcp', 'firecrawl-mcp', 'typo'],
    ['firecrwl-mcp', 'firecrawl-mcp', 'typo'],
    ['mcp-server-kuberentes', 'mcp-server-kubernetes', 'typo'],
    ['pupeteer-mcp-server', 'puppeteer-mcp-server', 'typo'],
    ['@modelcontextprotocl/server-filesystem', '@modelcontextprotocol/server-filesystem', 'typo'],
    ['@cloudfiare/mcp-server-cloudflare', '@cloudflare/mcp-server-cloudflare', 'typo'],
    ['@upstahs/context7-mcp', '@upstash/context7-mcp', 'typo'],
    ['tavilymcp', 'tavily-mcp', 'separators'],
    ['mcp_server.kubernetes', 'mcp-server-kubernetes', 'separators'],
    ['@model-context-protocol/server-memory', '@modelcontextprotocol/server-memory', 'separators'],
    ['modelcontextprotocol-server-filesystem', '@modelcontextprotocol/server-filesystem', 'scope'],
    ['upstash-context7-mcp', '@upstash/context7-mcp', 'scope'],
    ['firecrawl-mcp-official', 'firecrawl-mcp', 'official'],
    ['@someone/official-context7-mcp', '@upstash/context7-mcp', 'official'],
  ])('%s of %s: %s', (name, better, how) => {
    expect(search(name, nobody)).toEqual({ known: better, how });
  });
});

test.each([
  // The better known ones themselves, and what the same scope publishes beside them.
  '@playwright/mcp',
  'firecrawl-mcp',
  '@upstash/context7-mcp-official',
  '@modelcontextprotocol/server-filesytem',
  // Other servers for the same product.
  'playwright-mcp',
  'stripe-mcp',
  '@someone/stripe-mcp',
  'notion-mcp-server',
  'context7-mcp',
  '@someone/context7-mcp',
  'mcp-tavily',
  'tavily-mcp-server',
  'firecrawl-mcp-plus',
  'mcp-firecrawl',
  'server-filesystem',
  '@executeautomation/playwright-mcp-server',
  // Other words, not slips.
  'motion-mcp',
  'nest-devtools-mcp',
  'mcp-server-command',
  'resent-mcp',
  'vesend-mcp',
  'mcp-server-postgrest',
  'squares-mcp-server',
  'n9n-mcp',
  'neatherly-mcp',
  'exam-mcp-server',
  'mcp',
  'server',
  '',
])('%s is nobody’s look-alike', (name) => expect(search(name, nobody)).toBeUndefined());

test('a name of the owner of the better known one is none', () => {
  expect(search('acme-labs-ledgerbook-mcp', nobody)).toMatchObject({ how: 'scope' });
  expect(search('acme-labs-ledgerbook-mcp', new Set(['acme-labs']))).toBeUndefined();
  expect(search('acme-labs-ledgerbook-mcp', new Set(['acme']))).toMatchObject({ how: 'scope' });
});

test('registries are compared by themselves, and PyPI names as PyPI does', () => {
  expect(inAll('pypi', 'tavilly-mcp', nobody)).toBeUndefined();
  expect(inAll('npm', 'ledgerbook-mcp', nobody)).toBeUndefined();
  expect(inAll('pypi', 'ledger-book_mcp', nobody)).toBeUndefined();
  expect(inAll('pypi', 'ledgerbook-mcp', nobody)).toMatchObject({ how: 'separators' });
});

test('no server of the starter list is a look-alike of another', () => {
  for (const { package: name, vendor } of starterList) {
    const others = createLookAlikeSearch(known.filter((entry) => entry.name !== name));
    expect([name, others('npm', name, nobody)], vendor).toEqual([name, undefined]);
  }
});

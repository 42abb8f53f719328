/**
 * Real servers, pinned by package and version, listed live: their whole verdicts are kept, so that a change of the rules
 * shows what it moves. Only verdicts and short quotations are kept, never the definitions.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClassifier } from '#crawler/classify/index.ts';
import { type Connector, createConnector } from '#crawler/connect/index.ts';
import type { Classification } from '#db/types.ts';

/** Small servers of different kinds: files, memory, a shell, tasks, translation. */
const pinned = [
  { package: '@modelcontextprotocol/server-filesystem', version: '2026.8.31', args: ['.'] },
  { package: '@modelcontextprotocol/server-memory', version: '2026.8.31', args: [] },
  { package: 'mcp-server-commands', version: '0.5.0', args: [] },
  { package: '@kazuph/mcp-taskmanager', version: '1.1.1', args: [] },
  { package: 'deepl-mcp-server', version: '0.1.3-beta.0', args: [] },
];

const golden = resolve(import.meta.dirname, '../../golden');

/** Characters of a quotation that are kept. */
const maxQuote = 60;

const brief = (name: string, verdict: Classification): string =>
  [
    `${name}: ${verdict.category}, ${verdict.risk ?? 'no risk'}, ${verdict.confidence}`,
    ...verdict.evidence.map((e) => `  ${e.rule} ${e.pointer} “${e.quote.slice(0, maxQuote)}”`),
    ...verdict.modifiers.map((m) => `  modifier ${m.modifier}`),
    ...verdict.signals.map((s) => `  signal ${s.signal} ${s.evidence.map((e) => e.pointer).join(' ')}`),
    ...verdict.branches.map((b) => `  branch ${b.parameter}=${b.value} ${b.category}`),
    ...verdict.contradictions.map((c) => `  contradiction ${c.annotation} ${c.declared} → ${c.corrected}`),
    ...verdict.findings.map((f) => `  finding ${f.finding}`),
  ].join('\n');

describe('verdicts on pinned servers', () => {
  let connector: Connector;
  const folder = mkdtempSync(join(tmpdir(), 'toolrisk-golden-'));
  beforeAll(async () => {
    connector = await createConnector({
      cacheDir: join(folder, 'cache'),
      scratchDir: join(folder, 'scratch'),
      sandbox: 'required',
    });
  });
  afterAll(async () => {
    await connector.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(pinned)('$package@$version', { timeout: 300_000 }, async (server) => {
    const result = await connector.list(
      { kind: 'npm', package: server.package, version: server.version, args: [...server.args], env: [] },
      {},
    );
    expect(result.outcome, result.reason).toBe('listed');
    const tools = result.reading!.tools;
    const classify = createClassifier({ package: server.package, tools: tools.map((tool) => tool.name) });
    const text = `${server.package}@${server.version}\n\n${tools.map((tool) => brief(tool.name, classify(tool))).join('\n\n')}\n`;
    await expect(text).toMatchFileSnapshot(
      join(golden, `classify-${server.package.replace(/^@/, '').replaceAll('/', '-')}.txt`),
    );
  });
});

import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { canonicalRepositoryUrl, discover, identitiesOf, slugOf, sources } from '#crawler/discover/index.ts';
import { starterCandidate } from '#crawler/discover/sources/starter.ts';
import { starterList } from '#crawler/discover/starter-list.ts';
import { collect } from '#test/crawler/discover/helpers.ts';

test('the list of sources is the folder', () => {
  const files = readdirSync(resolve(import.meta.dirname, '../../../crawler/discover/sources')).map((name) =>
    name.replace(/\.ts$/, ''),
  );
  expect(sources.map(({ id }) => id).sort()).toEqual(files.sort());
});

test.each(sources.map((source) => [source.id, source] as const))('%s says what it is', (_, source) => {
  expect(source.title.length).toBeGreaterThanOrEqual(3);
  expect(source.describe).toMatch(/\.$/);
});

describe('starter list', () => {
  test('names at least 300 servers, each once, with canonical repositories and full launches', () => {
    expect(starterList.length).toBeGreaterThanOrEqual(300);
    expect(new Set(starterList.map((server) => server.package)).size).toBe(starterList.length);
    for (const server of starterList) {
      expect(
        Object.keys(server).filter(
          (key) => !['name', 'package', 'registry', 'vendor', 'repository', 'path', 'bin', 'args', 'env'].includes(key),
        ),
      ).toEqual([]);
      if (server.repository) expect(canonicalRepositoryUrl(server.repository)).toBe(server.repository);
      expect(planLaunch(starterCandidate(server))).toMatchObject({
        kind: server.registry ?? 'npm',
        package: server.package,
      });
      expect(JSON.stringify(server)).not.toMatch(/undefined|null/);
    }
  });

  test('gives every server an identity and an address of its own', () => {
    const candidates = starterList.map(starterCandidate);
    expect(new Set(candidates.map((candidate) => identitiesOf(candidate)[0])).size).toBe(candidates.length);
    expect(new Set(candidates.map(slugOf)).size).toBe(candidates.length);
  });
});

test('a source that fails becomes a notice and the others go on', async () => {
  const { servers, notices } = await collect(
    discover(['registry', 'starter'], { limit: 2, settings: { registry: { baseUrl: 'not an address' } } }),
  );
  expect(servers.length).toBe(2);
  expect(notices.length).toBe(1);
});

test('a source that is not told where to look says what it needs', async () => {
  const { notices } = await collect(discover(['catalogue', 'ai-catalog', 'file'], {}));
  expect(notices).toEqual([
    'The source `catalogue` needs --catalogue <place>.',
    'The source `ai-catalog` needs --domain <name>.',
    'The source `file` needs --file <path>.',
  ]);
});

test('an aborted discovery ends', async () => {
  const { servers } = await collect(discover(['starter'], { signal: AbortSignal.abort() }));
  expect(servers).toEqual([]);
});

import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { canonicalRepositoryUrl, discover, identitiesOf, slugOf, sources } from '#crawler/discover/index.ts';
import { starterCandidate } from '#crawler/discover/sources/starter.ts';
import { starterList } from '#crawler/discover/starter-list.ts';
import { sourceIds } from '#db/types.ts';
import { collect } from '#test/crawler/discover/helpers.ts';

test('the list of sources is the folder and the vocabulary', () => {
  const files = readdirSync(resolve(import.meta.dirname, '../../../crawler/discover/sources')).map((name) =>
    name.replace(/\.ts$/, ''),
  );
  expect(sources.map(({ id }) => id).sort()).toEqual(files.sort());
  expect(sources.map(({ id }) => id).sort()).toEqual([...sourceIds].sort());
});

test.each(sources.map((source) => [source.id, source] as const))('%s says what it is', (_, source) => {
  expect(source.title.length).toBeGreaterThan(3);
  expect(source.describe).toMatch(/\.$/);
});

describe('starter list', () => {
  test('names at least 100 servers, each once, with canonical repositories and full launches', () => {
    expect(starterList.length).toBeGreaterThanOrEqual(100);
    expect(new Set(starterList.map((server) => server.package)).size).toBe(starterList.length);
    for (const server of starterList) {
      expect(
        Object.keys(server).filter(
          (key) => !['name', 'package', 'vendor', 'repository', 'path', 'bin', 'args', 'env'].includes(key),
        ),
      ).toEqual([]);
      if (server.repository) expect(canonicalRepositoryUrl(server.repository)).toBe(server.repository);
      expect(planLaunch(starterCandidate(server))).toMatchObject({ kind: 'npm', package: server.package });
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
    discover(['registry', 'starter'], { limit: 2, registry: { baseUrl: 'not an address' } }),
  );
  expect(servers.length).toBe(2);
  expect(notices.length).toBe(1);
});

test('an aborted discovery ends', async () => {
  const { servers } = await collect(discover(['starter'], { signal: AbortSignal.abort() }));
  expect(servers).toEqual([]);
});

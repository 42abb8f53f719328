import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planLaunch } from '#crawler/connect/launch.ts';
import { clients } from '#crawler/discover/clients/index.ts';
import { readServerFile } from '#crawler/discover/sources/file.ts';
import type { DiscoveryItem } from '#db/types.ts';
import { leaked, plant, secretForms } from '#test/support/planted.ts';

const nameOf = (location: string) => location.replace(/^[^#]*#/, '');

/** What an item starts, as the examples write it. */
function summary(item: DiscoveryItem): [string, string] {
  if (item.kind === 'notice') return ['', item.message];
  if (item.kind === 'skipped') return [nameOf(item.location), `left out: ${item.reason}`];
  const { candidate } = item;
  const plan = planLaunch(candidate);
  const name = nameOf(candidate.location);
  if (candidate.package)
    return [
      name,
      `${candidate.package.registry === 'oci' ? 'image' : candidate.package.registry} ${candidate.package.name}`,
    ];
  if (candidate.repository) return [name, `repository ${candidate.repository.url}`];
  if (plan.kind === 'remote') return [name, `remote ${plan.url}`];
  if (plan.kind === 'not-launchable')
    return [name, plan.outcome === 'needs-arguments' ? `open ${candidate.remoteUrl}` : plan.reason];
  return [name, plan.kind === 'command' ? `program ${plan.command}` : plan.kind];
}

test('the list of clients is the folder', () => {
  const files = readdirSync(resolve(import.meta.dirname, '../../../crawler/discover/clients'));
  expect([...clients.map(({ id }) => `${id}.ts`), 'index.ts'].sort()).toEqual(files.sort());
});

describe.each(clients.map((client) => [client.id, client] as const))('%s', (_, { example, title, places: where }) => {
  test('says where its files lie, and every server of its example is found or named with its reason', () => {
    expect(title.length).toBeGreaterThan(2);
    expect(where.length).toBeGreaterThan(0);
    const found = Object.fromEntries(
      readServerFile(example.file, plant(example.text, secretForms[0] as never).text).map(summary),
    );
    const wanted = Object.entries(example.finds).map(([name, what]) => [
      name,
      expect.stringMatching(`^${what.replace(/[.?+*()[\]]/g, '\\$&')}`),
    ]);
    expect(found).toEqual(Object.fromEntries(wanted));
  });

  test.each(secretForms.map((form, at) => [at, form] as const))(
    'keeps no secret of form %i, whole or in part',
    (_at, form) => {
      const { text, secrets } = plant(example.text, form);
      expect(secrets.length).toBeGreaterThan(0);
      expect(leaked(JSON.stringify(readServerFile(example.file, text)), secrets)).toEqual([]);
    },
  );
});

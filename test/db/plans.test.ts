import { expect, test } from 'vitest';
import { sources } from '#crawler/discover/index.ts';
import { comparePlans } from '#db/queries/servers.ts';
import type { LaunchPlan } from '#db/types.ts';

const starts: LaunchPlan = { kind: 'command', command: 'a', args: [], env: [] };
const cannot: LaunchPlan = { kind: 'not-launchable', outcome: 'not-launchable', reason: 'a', todo: 'b' };
/** A plan of a source by its id; `undefined` is one that no version knows any more. */
const plan = (id: string | undefined, launch: LaunchPlan) => ({
  id,
  trust: id === undefined ? null : (sources.find((source) => source.id === id)?.trust ?? 0),
  launch,
});
const order = (plans: ReturnType<typeof plan>[]) => plans.toSorted(comparePlans).map(({ id }) => id);

test('what a person wrote is followed before what was curated, published or found', () => {
  expect(order(['github', 'registry', 'starter', 'file'].map((id) => plan(id, starts)))).toEqual([
    'file',
    'starter',
    'registry',
    'github',
  ]);
});

test('a source that ranks itself nowhere is trusted less than every other, one that is unknown least', () => {
  const all = [
    plan(undefined, starts),
    plan('yesterdays-source', starts),
    ...sources.map(({ id }) => plan(id, starts)),
  ];
  expect(order(all).slice(-2)).toEqual(['yesterdays-source', undefined]);
  expect(order([plan('yesterdays-source', cannot), plan('github', cannot)])).toEqual(['github', 'yesterdays-source']);
});

test('a plan that can be started comes before every one that cannot', () => {
  expect(order([plan('file', cannot), plan(undefined, starts)])).toEqual([undefined, 'file']);
});

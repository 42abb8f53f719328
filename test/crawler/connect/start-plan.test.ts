import { describe, expect, test } from 'vitest';
import { type FailedStart, firstPlan, nextPlan, type PlanInputs, type StartPlan } from '#crawler/connect/start-plan.ts';

const inputs: PlanInputs = {
  args: [],
  declared: [],
  files: { json: '/p/credentials.json', text: '/p/placeholder.txt', directory: '/scratch/work' },
  own: { home: '/scratch/home', work: '/scratch/work' },
  sourceVariables: async () => ['ACME_SOURCE_KEY'],
};
const ended = (text: string): FailedStart => ({
  text,
  outcome: 'exited',
  diedOfProbe: false,
  refusedOldHandshake: false,
});

/** The plans after one failed start with each of the texts. */
async function plansAfter(...texts: string[]): Promise<(StartPlan | undefined)[]> {
  const tried = new Set<string>();
  const plans: (StartPlan | undefined)[] = [];
  let plan: StartPlan | undefined = firstPlan(inputs);
  for (const text of texts) {
    plan = plan && (await nextPlan(plan, ended(text), inputs, tried));
    plans.push(plan);
  }
  return plans;
}

describe('the next start', () => {
  test('stands in for a native addon, once, and goes on with what is missing besides', async () => {
    const addon = "Error: Cannot find module '../build/Release/vault.node'\n at node_modules/vault/lib.js";
    expect(await plansAfter(addon, 'Error: ACME_TOKEN is not set')).toMatchObject([
      { missingAddon: 'vault', env: {} },
      { missingAddon: 'vault', env: { ACME_TOKEN: 'placeholder' } },
    ]);
    expect(await plansAfter(addon, addon)).toEqual([expect.anything(), undefined]);
  });

  test('puts a file where it was looked for', async () => {
    expect(await plansAfter('login.json not found in /scratch/home/.acme')).toMatchObject([
      { ownFiles: ['/scratch/home/.acme/login.json'] },
    ]);
  });

  test('names a file where a placeholder was taken for one', async () => {
    expect(
      await plansAfter(
        'ACME_LOGIN is required',
        "Cannot read the credentials of ACME_LOGIN: ENOENT, open '/scratch/work/placeholder'",
      ),
    ).toMatchObject([{ env: { ACME_LOGIN: 'placeholder' } }, { env: { ACME_LOGIN: '/p/credentials.json' } }]);
  });

  test('asks the source of a server that says nothing, not of one that wants the network', async () => {
    expect(await plansAfter('')).toMatchObject([{ env: { ACME_SOURCE_KEY: 'placeholder' } }]);
    expect(await plansAfter('getaddrinfo ENOTFOUND api.acme.test')).toEqual([undefined]);
  });
});

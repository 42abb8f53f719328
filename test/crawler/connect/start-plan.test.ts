import { describe, expect, test } from 'vitest';
import {
  type FailedStart,
  firstPlan,
  lastPlan,
  nextPlan,
  type PlanInputs,
  type StartPlan,
} from '#crawler/connect/start-plan.ts';

const inputs: PlanInputs = {
  args: [],
  declared: [],
  given: {},
  files: { json: '/p/credentials.json', text: '/p/placeholder.txt', directory: '/scratch/work' },
  own: { home: '/scratch/home', work: '/scratch/work' },
  sourceVariables: async () => ['ACME_SOURCE_KEY'],
  otherStarts: async () => [],
  isApart: false,
  isNode: true,
};
const ended = (text: string): FailedStart => ({
  text,
  outcome: 'exited',
  diedOfProbe: false,
  refusedOldHandshake: false,
});

/** The plans after one failed start with each of the texts. */
async function plansAfter(...texts: string[]): Promise<(StartPlan | undefined)[]> {
  return plansWith(inputs, ...texts);
}

async function plansWith(inputs: PlanInputs, ...texts: string[]): Promise<(StartPlan | undefined)[]> {
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

test.each([
  ['Error: Missing required Acme environment variables', ['ACME_CLOUD_NAME', 'ACME_KEY']],
  ['Please set the environment variables of Acme first.', ['ACME_CLOUD_NAME', 'ACME_KEY']],
  ['It is not set up.', ['ACME_CLOUD_NAME']],
  ['An environment variable is missing.', ['ACME_CLOUD_NAME']],
])('who wants several variables and names none is given all its source reads: %s', async (text, names) => {
  const sourceVariables = async () => ['ACME_CLOUD_NAME', 'ACME_KEY'];
  const [plan] = await plansWith({ ...inputs, sourceVariables }, text);
  expect(Object.keys(plan?.env ?? {})).toEqual(names);
});

test('a package that cannot write beside itself is given a copy of its own, once', async () => {
  const refused = "Error: EROFS: read-only file system, open '/opt/server/node_modules/@acme/keeper/dist/keeper.log'";
  expect(await plansAfter(refused, refused)).toMatchObject([
    { ownCopy: '/opt/server/node_modules/@acme/keeper' },
    { env: { ACME_SOURCE_KEY: 'placeholder' } },
  ]);
  const folder = "Error: ENOENT: no such file or directory, mkdir '/opt/server/node_modules/keeper/cache/today'";
  expect(await plansAfter(folder)).toMatchObject([{ ownCopy: '/opt/server/node_modules/keeper' }]);
});

describe('what ended itself', () => {
  test('is not let end, once', () => {
    const plan = firstPlan(inputs);
    const last = lastPlan(plan, ended('No gadget.'), inputs);
    expect(last).toEqual({ ...plan, keepsGoing: true });
    expect(lastPlan(last!, ended('No gadget.'), inputs)).toBe(undefined);
  });

  test('only where it ended, where Node.js runs it, and with no values of somebody’s own', () => {
    const plan = firstPlan(inputs);
    expect(lastPlan(plan, { ...ended(''), outcome: 'handshake-timeout' }, inputs)).toBe(undefined);
    expect(lastPlan(plan, ended(''), { ...inputs, isNode: false })).toBe(undefined);
    expect(lastPlan(plan, ended(''), { ...inputs, given: { ACME_KEY: 'mine' } })).toBe(undefined);
  });
});

test('a placeholder that a pattern refuses is replaced wherever it stands', async () => {
  const refused = 'Expected a string that matches ^acme_[a-f0-9]{4}$, actual "placeholder"';
  const [, , , plan] = await plansAfter(
    'ACME_TOKEN is required',
    "error: required option '--key <key>' not specified",
    refused,
    refused,
  );
  expect(plan).toMatchObject({ env: { ACME_TOKEN: 'acme_aaaa' }, args: ['--key', 'acme_aaaa'] });
});

test('a placeholder of the wrong shape is replaced by one of the shape that is asked for', async () => {
  const [first, second] = await plansAfter('ACME_ADMIN is required', 'ACME_ADMIN must be a valid email');
  expect(first?.env).toEqual({ ACME_ADMIN: 'placeholder' });
  expect(second?.env).toEqual({ ACME_ADMIN: 'placeholder@example.com' });
});

describe('a stand-in for the network', () => {
  const sandboxed = { ...inputs, isApart: true };
  const refused = 'connect ECONNREFUSED 127.0.0.1:9200';

  test('comes when the network was asked for, with the ports that were refused', async () => {
    expect(await plansWith(sandboxed, 'getaddrinfo ENOTFOUND api.acme.test', refused)).toMatchObject([
      { standIn: { ports: [80, 443], answer: '{}' } },
      { standIn: { ports: [80, 443, 9200], answer: '{}' } },
    ]);
    expect(await plansWith(sandboxed, refused)).toMatchObject([{ standIn: { ports: [80, 443, 9200] } }]);
  });

  test('comes with the ports of the databases that were given, for who waits in silence too', async () => {
    const given = { ...inputs, isApart: true, args: ['mongodb://db.example.com/placeholder'] };
    const waited = { ...ended(''), outcome: 'handshake-timeout' };
    expect(await nextPlan(firstPlan(given), waited, given, new Set())).toMatchObject({
      standIn: { ports: [80, 443, 27_017] },
    });
    expect(await nextPlan(firstPlan(sandboxed), waited, sandboxed, new Set())).toBe(undefined);
  });

  test('lets every name hold a list where none is told', async () => {
    const unnamed = "TypeError: Cannot read properties of undefined (reading 'filter')";
    const plans = await plansWith(sandboxed, 'TypeError: fetch failed', unnamed, unnamed);
    expect(plans[1]).toMatchObject({ standIn: { answer: '{}', isAllLists: true } });
    expect(plans[2]).toMatchObject({ env: { ACME_SOURCE_KEY: 'placeholder' } });
  });

  test('answers with lists where those are wanted, once', async () => {
    const [, lists, none] = await plansWith(
      sandboxed,
      'TypeError: fetch failed',
      'TypeError: projects.map is not a function',
      'TypeError: projects.map is not a function',
    );
    expect(lists).toMatchObject({ standIn: { ports: [80, 443], answer: '[]' } });
    expect(none).toMatchObject({ env: { ACME_SOURCE_KEY: 'placeholder' } });
  });

  test('answers with the lists that were missing by name, then with a list', async () => {
    const plans = await plansWith(
      sandboxed,
      'TypeError: fetch failed',
      'TypeError: page.items is not iterable',
      'TypeError: page.items[0].tags?.map is not a function',
      'Error: Invalid response from Acme',
    );
    expect(plans.map((plan) => plan?.standIn?.answer)).toEqual(['{}', '{"items":[]}', '{"items":[],"tags":[]}', '[]']);
  });

  test('stays while other things are asked for', async () => {
    expect(await plansWith(sandboxed, 'TypeError: fetch failed', 'ACME_TOKEN is required')).toMatchObject([
      { standIn: { ports: [80, 443] } },
      { standIn: { ports: [80, 443] }, env: { ACME_TOKEN: 'placeholder' } },
    ]);
  });
});

describe('another way to start it', () => {
  const shown = { how: 'as its README shows', args: ['mcp', '--stdio'], env: ['ACME_TOKEN'] } as const;
  const other = { how: 'by another of its programs', command: ['node', 'dist/server.js'], args: [], env: [] } as const;
  const starts = [shown, other].map((start) => ({ ...start, args: [...start.args], env: [...start.env] }));
  const manyWays: PlanInputs = {
    ...inputs,
    otherStarts: async () => starts as Awaited<ReturnType<PlanInputs['otherStarts']>>,
  };
  const help = 'acme, the command line of Acme\n  acme login\n  acme open';

  test('is as its author shows it, then by a file that is a server', async () => {
    expect(await plansWith(manyWays, help, help, help)).toMatchObject([
      { args: ['mcp', '--stdio'], env: { ACME_TOKEN: 'placeholder' }, other: { how: 'as its README shows' } },
      { args: [], other: { command: ['node', 'dist/server.js'] } },
      { env: { ACME_SOURCE_KEY: 'placeholder' }, other: { command: ['node', 'dist/server.js'] } },
    ]);
  });

  test('has what a reader should replace filled in', async () => {
    const args = [
      'run',
      '--db',
      'mysql://user:password@localhost:port/database',
      '--org=<your-org>',
      '--keep',
      'DEFAULT',
    ];
    const blanks = {
      ...shown,
      args: [...args, 'notes=/absolute/path/to/vault', '--api-url', 'https://<host>/api'],
      env: [],
    };
    const [plan] = await plansWith({ ...inputs, otherStarts: async () => [blanks] }, help);
    expect(plan?.args).toEqual([
      ...['run', '--db', 'mysql://placeholder:placeholder@db.example.com/placeholder', '--org=placeholder'],
      ...['--keep', 'DEFAULT', `notes=${inputs.files.directory}`, '--api-url', 'https://placeholder.example.com'],
    ]);
  });

  test('comes after what the server names itself, and not in the place of given arguments', async () => {
    expect(await plansWith(manyWays, 'ACME_KEY is required')).toMatchObject([{ env: { ACME_KEY: 'placeholder' } }]);
    expect(await plansWith({ ...manyWays, args: ['given'] }, help)).toMatchObject([{ other: { how: other.how } }]);
  });
});

test('what was read as JSON becomes JSON, and a host an address where one is wanted, once each', async () => {
  const json = '"placeholder" is not valid JSON';
  const [asked, parsed] = await plansWith(inputs, 'ACME_CONFIG is required', json, json);
  expect(asked?.env).toEqual({ ACME_CONFIG: 'placeholder' });
  expect(JSON.parse(parsed?.env.ACME_CONFIG ?? '')).toMatchObject({
    private_key: expect.stringContaining('PRIVATE KEY'),
  });
  expect(await plansWith(inputs, 'ACME_HOST is required', 'TypeError: Invalid URL')).toMatchObject([
    { env: { ACME_HOST: 'placeholder.example.com' } },
    { env: { ACME_HOST: 'https://placeholder.example.com' } },
  ]);
  expect(await plansWith(inputs, 'Error: Redis address is required\nUsage: acme redis://host:port')).toMatchObject([
    { args: ['redis://cache.example.com:6379'] },
  ]);
});

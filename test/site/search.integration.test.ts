/** Searches as people type them, over an index of its own: the right thing is among the first three. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db, OpenDb } from '#db/client.ts';
import { search } from '#db/queries/search.ts';
import { getServerBySlug } from '#db/queries/servers.ts';
import type { ServerCandidate, ToolDefinition } from '#db/types.ts';
import { readSearch } from '#site/src/lib/search-query.ts';
import { suggest } from '#site/src/lib/suggestions.ts';
import { testDatabases } from '#test/support/database.ts';
import { explain, recording } from '#test/support/statements.ts';
import { seedServer } from './seed.ts';

type Listed = Omit<ServerCandidate, 'source' | 'location' | 'tools'> & {
  slug: string;
  tools: readonly [string, string][];
};

const index: readonly Listed[] = [
  {
    slug: 'harbourmaster',
    name: 'Harbourmaster',
    description: 'Berths, pilots and port fees of a marina.',
    vendor: 'Saltworks',
    package: { registry: 'npm', name: '@saltworks/harbourmaster-mcp' },
    repository: { url: 'https://github.com/saltworks/harbourmaster', path: '' },
    stars: 3200,
    tools: [
      ['assign_berth', 'Assigns a berth to an arriving boat.'],
      ['release_berth', 'Frees a berth.'],
      ['charge_port_fee', 'Charges the port fee to the card on file.'],
      ['refund_port_fee', 'Refunds a port fee to the skipper.'],
      ['list_arrivals', 'Lists the boats that arrive today.'],
    ],
  },
  {
    slug: 'quillbase',
    name: 'Quillbase SQL',
    description: 'Runs queries against a Quillbase database.',
    vendor: 'Quillbase',
    package: { registry: 'pypi', name: 'quillbase-mcp' },
    stars: 900,
    tools: [
      ['run_query', 'Executes a SQL statement and returns the rows.'],
      ['drop_database', 'Permanently deletes a whole database. This cannot be undone.'],
      ['describe_table', 'Returns the columns of a table.'],
      ['backup_database', 'Writes a backup of the database, taken at night.'],
    ],
  },
  {
    slug: 'pigeonpost',
    name: 'pigeon-post',
    description: 'Mail for agents: drafts, sending, mailboxes.',
    package: { registry: 'npm', name: 'pigeon-post' },
    repository: { url: 'https://github.com/feathers/pigeon-post', path: 'packages/server' },
    stars: 120,
    tools: [
      ['sendMessage', 'Sends an e-mail to the given recipients.'],
      ['saveDraft', 'Keeps a draft.'],
      ['emptyTrash', 'Empties the trash of a mailbox for good.'],
      ['searchMail', 'Finds messages by sender, subject or words.'],
    ],
  },
  {
    slug: 'shellwright',
    name: 'Shellwright',
    description: 'A terminal for agents on your own machine.',
    package: { registry: 'npm', name: 'shellwright-mcp' },
    stars: 15_000,
    tools: [
      ['execute_command', 'Runs a shell command and returns what it printed.'],
      ['kill_process', 'Ends a process by its id.'],
      ['read_file', 'Reads a file from disk.'],
      ['write_file', 'Writes a file, over what was there.'],
    ],
  },
  {
    slug: 'gitgarden',
    name: 'GitGarden',
    description: 'Branches, issues and pull requests.',
    vendor: 'Gardeners',
    remoteUrl: 'https://mcp.gitgarden.example/mcp',
    stars: 8000,
    tools: [
      ['create_issue', 'Opens an issue in a repository.'],
      ['merge_pull_request', 'Merges a pull request into its base branch.'],
      ['delete_branch', 'Deletes a branch.'],
      ['list_commits', 'Lists the commits of a branch.'],
    ],
  },
  {
    slug: 'sundial',
    name: 'Sundial Calendar',
    description: 'Events, rooms and invitations.',
    stars: 40,
    tools: [
      ['create_event', 'Creates an event and invites the attendees.'],
      ['cancel_event', 'Cancels an event and tells the attendees.'],
      ['find_free_rooms', 'Finds rooms that are free at a time.'],
    ],
  },
  {
    slug: 'keyring',
    name: 'Keyring',
    description: 'Reads passwords from a vault.',
    tools: [
      ['get_secret', 'Returns the value of a secret.'],
      ['rotate_token', 'Makes a new access token; the old one stops working.'],
    ],
  },
  {
    slug: 'lanternbrowser',
    name: 'Lantern Browser',
    description: 'Drives a web browser.',
    stars: 60,
    tools: [
      ['take_screenshot', 'Takes a screenshot of the page.'],
      ['click_element', 'Clicks on an element of the page.'],
      ['navigate_to', 'Opens an address in the browser.'],
    ],
  },
  {
    slug: 'mintworks',
    name: 'Mintworks Pay',
    description: 'Invoices and payouts.',
    package: { registry: 'npm', name: '@mintworks/pay' },
    tools: [
      ['create_payout', 'Pays money out to a bank account.'],
      ['list_invoices', 'Lists invoices by customer.'],
    ],
  },
  // Many of one kind, so that what is asked for has to be found among others.
  ...Array.from(
    { length: 12 },
    (_, n): Listed => ({
      slug: `notes-${n}`,
      name: `Notes ${n}`,
      description: 'Keeps notes.',
      tools: [
        ['create_note', 'Creates a note.'],
        ['delete_note', 'Deletes a note.'],
        ['list_notes', 'Lists notes.'],
        ['get_status', 'Returns the status of the database connection.'],
      ],
    }),
  ),
];

/** What is typed, and the server (`slug`) or tool (`slug/name`) that is meant. */
const searches: readonly [typed: string, meant: string][] = [
  ['harbourmaster', 'harbourmaster'],
  ['Quillbase', 'quillbase'],
  ['delete_branch', 'gitgarden/delete_branch'],
  ['sendMessage', 'pigeonpost/sendMessage'],
  ['send message', 'pigeonpost/sendMessage'],
  ['delete database', 'quillbase/drop_database'],
  ['shell', 'shellwright/execute_command'],
  ['run shell commands', 'shellwright/execute_command'],
  ['refund', 'harbourmaster/refund_port_fee'],
  ['refunding fees', 'harbourmaster/refund_port_fee'],
  ['gitgardn', 'gitgarden'],
  ['harbormaster', 'harbourmaster'],
  ['shelwright', 'shellwright'],
  ['screenshots', 'lanternbrowser/take_screenshot'],
  ['empty the trash', 'pigeonpost/emptyTrash'],
  ['trash mailbox', 'pigeonpost/emptyTrash'],
  ['mailbox empties', 'pigeonpost/emptyTrash'],
  ['npx -y @saltworks/harbourmaster-mcp', 'harbourmaster'],
  ['npx pigeon-post@latest --stdio', 'pigeonpost'],
  ['uvx quillbase-mcp', 'quillbase'],
  ['@mintworks/pay', 'mintworks'],
  ['shellwright-mcp', 'shellwright'],
  ['https://www.npmjs.com/package/@mintworks/pay', 'mintworks'],
  ['https://github.com/saltworks/harbourmaster', 'harbourmaster'],
  ['git@github.com:feathers/pigeon-post.git', 'pigeonpost'],
  ['https://mcp.gitgarden.example/mcp', 'gitgarden'],
  ['Saltworks', 'harbourmaster'],
  ['pull request merge', 'gitgarden/merge_pull_request'],
  ['free rooms', 'sundial/find_free_rooms'],
  ['passwords vault', 'keyring'],
  ['rotating tokens', 'keyring/rotate_token'],
  ['pay out money', 'mintworks/create_payout'],
  // What is meant is called otherwise there.
  ['photos of a site', 'lanternbrowser/take_screenshot'],
  ['can it invoke terminal commands?', 'shellwright/execute_command'],
  ['erase branches', 'gitgarden/delete_branch'],
  ['book an appointment', 'sundial/create_event'],
  ['post emails', 'pigeonpost/sendMessage'],
  ['agent mcp add marina -- npx -y @saltworks/harbourmaster-mcp', 'harbourmaster'],
];
/** The share that must be right. */
const wanted = 0.9;

const identityOf = ({ package: pkg, remoteUrl, repository, slug }: Listed) =>
  pkg ? `${pkg.registry}:${pkg.name}` : (remoteUrl && `url:${remoteUrl}`) || repository?.url || `seed:${slug}`;

async function seedIndex(db: Db): Promise<void> {
  for (const { slug, tools, ...candidate } of index) {
    await seedServer(
      db,
      { source: 'github', location: `example/${slug}:`, ...candidate },
      slug,
      { tools: tools.map(([name, description]): ToolDefinition => ({ name, description })) },
      [identityOf({ slug, tools, ...candidate })],
    );
  }
}

describe.each(testDatabases)('search on $name', ({ open }) => {
  let opened: OpenDb;
  beforeAll(async () => {
    opened = await open();
    await seedIndex(opened.db);
  });
  afterAll(() => opened?.close());

  const firstThree = async (typed: string): Promise<string[]> => {
    const { servers, tools } = await search(opened.db, readSearch(typed), { servers: 3, tools: 3 });
    return [
      ...servers.slice(0, 3).map(({ server }) => server.slug),
      ...tools.slice(0, 3).map(({ serverSlug, name }) => `${serverSlug}/${name}`),
    ];
  };

  test('what is meant is among the first three for nine searches in ten', async () => {
    const missed: string[] = [];
    for (const [typed, meant] of searches) {
      const found = await firstThree(typed);
      if (!found.includes(meant)) missed.push(`${typed}: ${found.join(', ')} instead of ${meant}`);
    }
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(Math.floor(searches.length * (1 - wanted)));
  });

  test('what has the words themselves comes first, and few of them are followed by what means the same', async () => {
    const found = await search(opened.db, readSearch('terminates process'), { servers: 3, tools: 5 });
    expect(found.all).toBe(false);
    const both = await search(opened.db, readSearch('ends process'), { servers: 3, tools: 5 });
    expect(both.all).toBe(true);
    for (const { tools } of [found, both]) {
      expect(tools[0]?.name).toBe('kill_process');
    }
    const rare = await search(opened.db, readSearch('drop database'), { servers: 3, tools: 5 });
    const names = rare.tools.map(({ name }) => name);
    expect([names[0], rare.all]).toEqual(['drop_database', true]);
  });

  test('a word is taken for one that differs by two letters at most', async () => {
    const found = await search(opened.db, readSearch('releasement berth'), { servers: 3, tools: 3 });
    expect(found.corrected.get('releasement')).toBeUndefined();
    expect((await search(opened.db, readSearch('releese berth'), { servers: 3, tools: 3 })).corrected).toEqual(
      new Map([['releese', 'release']]),
    );
  });

  test.each([
    ['of a word that only texts have, like one in a name', 'taken', ['backup_database']],
    ['of two words one of which no name has', 'taken backup', ['backup_database']],
    ['of a package', 'npx -y shelwright-mcp', []],
    ['of two letters', 'ql', []],
  ])('nothing is taken for mistyped: %s', async (_, typed, names) => {
    const { corrected, tools } = await search(opened.db, readSearch(typed), { servers: 3, tools: 3 });
    expect(corrected).toEqual(new Map());
    expect(tools.map(({ name }) => name)).toEqual(names);
  });

  test('lines have the vendor as the server writes it', async () => {
    const { servers } = await search(opened.db, readSearch('gitgarden'), { servers: 1, tools: 0 });
    expect(servers[0]?.server).toMatchObject({ slug: 'gitgarden', vendor: 'Gardeners' });
  });

  test('what is found can be narrowed down, and counted where all of it was looked at', async () => {
    const found = await search(opened.db, readSearch('note'), { servers: 3, tools: 5 });
    expect(found.more).toBe(false);
    expect(found.facets.get('category:destructive')).toBe(12);
    expect([...found.facets.keys()].every((facet) => /^(risk|category|capability):/.test(facet))).toBe(true);
  });

  test.each(['npx -y @nobody/note-keeper', 'https://github.com/nobody/notes-keeper', 'uvx quilbase-mcp'])(
    'what %s names is not here, and nothing like it is taken for it',
    async (typed) => {
      const found = await search(opened.db, readSearch(typed), { servers: 3, tools: 3 });
      expect(found).toMatchObject({ servers: [], tools: [], identified: false, corrected: new Map() });
    },
  );

  test.each([
    ['harb', 'Harbourmaster'],
    ['delete_br', 'delete_branch'],
    ['quil', 'Quillbase SQL'],
    ['scre', 'take_screenshot'],
  ])('%s suggests %s', async (typed, text) => {
    expect((await suggest(opened.db, typed)).map((one) => one.text)).toContain(text);
  });
  test.each(['', 'x', '%_\\', '\u202e', 'constructor', '__proto__', "' zzq --", 'x'.repeat(200)])(
    'nothing odd is suggested for %s',
    async (typed) => expect(await suggest(opened.db, typed)).toEqual([]),
  );

  test('a word of very many tools is looked up in a part of them, and what is named just so is found among them', async () => {
    await seedServer(opened.db, { source: 'file', location: 'sieve', name: 'Sieve' }, 'sieve', {
      tools: [{ name: 'winnow', description: 'Winnows chaff.' }],
    });
    const { id } = (await getServerBySlug(opened.db, 'sieve'))!;
    await opened.db.execute(sql`insert into tools (server_id, name, definition_hash, provenance, severity)
      select ${id}, case n when 4999 then 'winnow_chaff' else 'winnow_' || n end, definition_hash, 'live', 1
      from tools, generate_series(1, 5000) n where server_id = ${id}`);
    await opened.db.execute(sql`select refresh_tool_cards(array[${id}]::bigint[])`);
    const { db, asked } = recording(opened);
    const common = await search(db, readSearch('winnow'), { servers: 3, tools: 3 });
    expect(common).toMatchObject({ more: true, all: true });
    const statement = asked.find(({ query }) => query.includes('tool_words'))!;
    const plan = (index: string, text: string) =>
      new RegExp(`Bitmap Index Scan on ${index} .*\\((.*)\\)`).exec(text)?.[1];
    await opened.db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      const done = await explain(tx, statement, { analyze: true });
      expect(plan('tool_words_names_some', done)).toContain('rows=3');
      for (const whole of ['tool_words_names', 'tool_words_words']) expect(plan(whole, done)).toBe('never executed');
    });
    const named = await search(db, readSearch('winnow chaff'), { servers: 3, tools: 3 });
    expect(named.tools[0]?.name).toBe('winnow_chaff');
  });
});

/** A made world in the shapes real servers have: names, sizes, texts, outcomes. The same number gives the same world. */
import type { JsonObject, Outcome, ToolDefinition } from '#db/types.ts';

/** Numbers from 0 to 1 that only look random (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const fields: Record<string, readonly string[]> = {
  ledger: ['invoice', 'payment', 'refund', 'account', 'statement', 'tax_rate', 'payout', 'subscription'],
  helpdesk: ['ticket', 'customer', 'macro', 'queue', 'reply', 'satisfaction_score', 'agent', 'tag'],
  warehouse: ['pallet', 'shipment', 'carrier', 'stock_level', 'supplier', 'order', 'return', 'bin'],
  repository: ['branch', 'commit', 'pull_request', 'issue', 'release', 'workflow_run', 'review', 'label'],
  database: ['table', 'row', 'query', 'index', 'schema', 'backup', 'replica', 'migration'],
  calendar: ['event', 'attendee', 'reminder', 'room', 'availability', 'time_zone', 'invitation', 'holiday'],
  mail: ['message', 'draft', 'mailbox', 'attachment', 'thread', 'filter', 'signature', 'contact'],
  cloud: ['instance', 'bucket', 'volume', 'firewall_rule', 'certificate', 'cluster', 'function', 'secret'],
  browser: ['page', 'screenshot', 'cookie', 'form', 'tab', 'download', 'element', 'console_log'],
  files: ['file', 'folder', 'archive', 'permission', 'version', 'link', 'preview', 'checksum'],
  maps: ['route', 'place', 'geofence', 'elevation', 'tile', 'address', 'traffic_report', 'station'],
  crm: ['lead', 'deal', 'company', 'pipeline', 'note', 'call', 'campaign', 'segment'],
  monitoring: ['alert', 'dashboard', 'metric', 'incident', 'log_line', 'probe', 'silence', 'on_call_shift'],
  learning: ['course', 'lesson', 'quiz', 'grade', 'student', 'cohort', 'assignment', 'badge'],
  kitchen: ['recipe', 'ingredient', 'menu', 'allergen', 'shopping_list', 'oven', 'meal_plan', 'review'],
  research: ['paper', 'citation', 'dataset', 'author', 'abstract', 'figure', 'journal', 'preprint'],
  chain: ['wallet', 'token', 'transfer', 'contract', 'block', 'swap', 'validator', 'gas_estimate'],
  home: ['lamp', 'thermostat', 'scene', 'sensor', 'lock', 'camera', 'speaker', 'automation'],
};

/** What a verb says, and what kind of tool that makes; `%` is the thing, plural `%%`. */
const deeds: readonly (readonly [verb: string, weight: number, texts: readonly string[]])[] = [
  ['list', 9, ['Lists %% with paging.', 'Returns all %% the caller may see, newest first.', '']],
  ['get', 12, ['Returns one % by its id.', 'Fetches details about a single %.', 'Get %']],
  ['search', 7, ['Searches %% by text and returns the best matches.', 'Finds %% that match a filter.']],
  ['create', 7, ['Creates a new % and returns its id.', 'Adds a % to the workspace.', '']],
  ['update', 6, ['Updates the given fields of a %.', 'Changes a %. Fields that are left out stay as they are.']],
  ['delete', 3, ['Permanently deletes a %. This cannot be undone.', 'Removes the % with this id.']],
  ['send', 2, ['Sends a % to the given recipients.', 'Delivers the % by e-mail.']],
  ['export', 2, ['Exports %% as CSV and returns a link.', 'Builds a report of %%.']],
  ['archive', 1, ['Archives a %; it can be restored later.']],
  ['run', 2, ['Runs a command against the % and returns its output.', 'Executes a script in the context of the %.']],
  ['query', 2, ['Runs a SQL query over %% and returns the rows.', 'Evaluates an expression over %%.']],
  ['cancel', 1, ['Cancels a %. The customer is notified.']],
  ['count', 1, ['Counts %% by status.']],
  ['analyze', 2, ['Analyses a % and summarises what stands out.', 'Computes statistics about %%.']],
  ['share', 1, ['Shares a % with a user or a group.', 'Publishes the % under a public link.']],
  ['sync', 1, ['Synchronises %% with the remote system.']],
];

const vendors =
  'acorn bramble cobalt drift ember fathom garnet harbor indigo juniper kestrel lumen marlow nimbus otter pebble quarry rowan saffron tundra umber vesper willow xylo yarrow zephyr'.split(
    ' ',
  );
const tails = 'labs works io tools stack cloud hq studio systems dev'.split(' ');

const weights = deeds.flatMap(([verb, weight], at) => Array.from({ length: weight }, () => [verb, at] as const));
const domains = Object.keys(fields);

/** A tool of a kind, before it is given to a server. */
export interface ToolShape {
  domain: string;
  definition: ToolDefinition;
}

/** Definitions as they are before a server makes them its own: every domain, thing, verb and wording. */
export function listShapes(): ToolShape[] {
  const random = createRandom(7);
  return domains.flatMap((domain) =>
    fields[domain]!.flatMap((thing) =>
      deeds.flatMap(([verb, , texts]) =>
        texts.map((text, wording) => ({ domain, definition: shapeTool(verb, thing, text, wording, random) })),
      ),
    ),
  );
}

function shapeTool(verb: string, thing: string, text: string, wording: number, random: () => number): ToolDefinition {
  const words = thing.replaceAll('_', ' ');
  const camel = wording === 1 && random() < 0.4;
  const many = ['list', 'search', 'export', 'count', 'sync'].includes(verb) ? `${thing}s` : thing;
  const name = camel ? `${verb}${many.replace(/(?:^|_)(\w)/g, (_, c: string) => c.toUpperCase())}` : `${verb}_${many}`;
  const said = text.replaceAll('%%', `${words}s`).replaceAll('%', words);
  const properties: JsonObject = {};
  if (['get', 'update', 'delete', 'archive', 'cancel', 'share', 'send', 'run'].includes(verb)) {
    properties[`${thing}_id`] = { type: 'string', description: `Id of the ${words}.` };
  }
  if (['create', 'update'].includes(verb)) {
    properties.title = { type: 'string', description: `What the ${words} is called.`, maxLength: 200 };
    properties.fields = {
      type: 'object',
      description: 'Further fields by name.',
      additionalProperties: { type: 'string' },
    };
    properties.tags = { type: 'array', items: { type: 'string' }, description: 'Labels.' };
  }
  if (['list', 'search', 'export'].includes(verb)) {
    properties.limit = { type: 'integer', minimum: 1, maximum: 100, default: 20, description: 'How many to return.' };
    properties.cursor = { type: 'string', description: 'Where the page before ended.' };
  }
  if (verb === 'search') properties.query = { type: 'string', description: 'Words to look for.' };
  if (verb === 'query') properties.sql = { type: 'string', description: 'The SQL statement.' };
  if (verb === 'run') properties.command = { type: 'string', description: 'The command line to run.' };
  if (verb === 'send') {
    properties.to = { type: 'array', items: { type: 'string', format: 'email' }, description: 'Recipients.' };
    properties.body = { type: 'string', description: 'Text of the message, Markdown allowed.' };
  }
  const long =
    random() < 0.25
      ? `\n\n## When to use\nUse this when the user asks about ${words}s by name, id or status. Prefer \`list_${thing}s\` for an overview.\n\n- **Returns** the ${words} as JSON\n- **Limits**: 60 calls a minute for each workspace\n- See [the guide](https://docs.example.com/${thing}) for the fields\n\nExamples: “the latest ${words}s”, “what changed since Monday”. ${'Dates are RFC 3339 in UTC, and a missing time zone is taken as UTC. '.repeat(1 + Math.floor(random() * 6))}`
      : '';
  const annotations =
    random() < 0.3
      ? {
          annotations: {
            readOnlyHint: random() < 0.9 === ['list', 'get', 'search', 'count'].includes(verb),
            destructiveHint: verb === 'delete' && random() < 0.8,
          },
        }
      : {};
  return {
    name,
    ...(random() < 0.2 && { title: `${verb[0]!.toUpperCase()}${verb.slice(1)} ${words}` }),
    ...(said && { description: said + long }),
    inputSchema: { type: 'object', properties, required: Object.keys(properties).slice(0, 1) },
    ...annotations,
  };
}

/** What is known of one server of the world. */
export interface ServerShape {
  name: string;
  slug: string;
  vendor: string;
  description: string | null;
  registry: 'npm' | 'pypi' | null;
  package: string | null;
  repository: string | null;
  remote: string | null;
  stars: number | null;
  outcome: Outcome;
  provenance: 'live' | 'static' | null;
  /** Indices into the shapes. */
  tools: number[];
}

const failures: readonly Outcome[] = [
  'needs-credentials',
  'exited',
  'install-failed',
  'needs-arguments',
  'handshake-timeout',
  'not-launchable',
  'auth-required',
  'unreachable',
  'unsupported-runtime',
];

/**
 * Servers, one after the other.
 * @param tools how many tools all of them have together, about
 * @param shapes what `listShapes` gave
 */
export function* listServers(tools: number, shapes: readonly ToolShape[]): Generator<ServerShape> {
  const random = createRandom(41);
  const byDomain = Map.groupBy(
    shapes.map((shape, at) => ({ shape, at })),
    ({ shape }) => shape.domain,
  );
  const servers = Math.max(10, Math.round(tools * 0.086));
  let left = tools;
  for (let n = 0; n < servers; n++) {
    const domain = domains[Math.floor(random() * domains.length)]!;
    const vendor = `${vendors[Math.floor(random() * vendors.length)]}-${tails[Math.floor(random() * tails.length)]}${random() < 0.7 ? `-${Math.floor(random() ** 3 * 4000)}` : ''}`;
    const withTools = n === 0 || random() < 0.4;
    const share = left / Math.max(1, (servers - n) * 0.4);
    // Few have many: the middle of real lists is about ten tools, the longest three hundred.
    const size = n === 0 ? 308 : Math.min(308, Math.max(1, Math.round(share * 0.55 * Math.exp(1.1 * gauss(random)))));
    const pool = byDomain.get(domain)!;
    const chosen = new Map<string, number>();
    if (withTools && left > 0) {
      for (let tries = 0; chosen.size < Math.min(size, left) && tries < size * 4; tries++) {
        const wide = size > 60 ? shapes.map((shape, at) => ({ shape, at })) : pool;
        const weighted = weights[Math.floor(random() * weights.length)]![0];
        const { shape, at } = wide[Math.floor(random() * wide.length)]!;
        if (tries < size * 2 && !shape.definition.name.startsWith(weighted)) continue;
        chosen.set(shape.definition.name, at);
      }
    }
    left -= chosen.size;
    const word = `${vendor.split('-')[0]}-${domain}`;
    const kind = random();
    const stars = random() < 0.75 ? Math.floor(random() ** 100 * 60_000) : null;
    yield {
      name: random() < 0.6 ? `${word} MCP` : `${word}-mcp-server`,
      slug: `${word}-${n}`,
      vendor,
      description:
        random() < 0.8
          ? `${domain[0]!.toUpperCase()}${domain.slice(1)} for agents: ${fields[domain]!.slice(0, 3).join(', ').replaceAll('_', ' ')} and more, from ${vendor}.`
          : null,
      registry: kind < 0.5 ? 'npm' : kind < 0.75 ? 'pypi' : null,
      package: kind < 0.5 ? `@${vendor}/${domain}-mcp-${n}` : kind < 0.75 ? `${word}-mcp-${n}` : null,
      repository: kind < 0.9 ? `https://github.com/${vendor}/${domain}-${n}` : null,
      remote: kind >= 0.9 ? `https://mcp-${n}.${vendor}.example/mcp` : null,
      stars,
      outcome: chosen.size > 0 && random() < 0.7 ? 'listed' : failures[Math.floor(random() * failures.length)]!,
      provenance: null,
      tools: [...chosen.values()],
    };
  }
}

function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

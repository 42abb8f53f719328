/** Client configurations: which servers they start, and how; and what READMEs show of them. Pure. */
import { clients } from '#crawler/discover/clients/index.ts';
import { splitPlainWords, splitShellWords } from '#crawler/discover/commands/shell.ts';
import { type Measure, readCommandLine } from './command-line.ts';
import { type ConfiguredServer, isTable, readConfigEntry, type Table } from './config-entry.ts';
import { parseLooseJson } from './loose-json.ts';
import { keepName } from './redact.ts';

export type { ConfiguredServer } from './config-entry.ts';

/** A place in a configuration that holds servers. */
interface Place {
  /** Its keys from the root, joined; makes it one. */
  pointer: string;
  /** What tells its servers from those of the same name elsewhere in the file: the project they are for. */
  label: string;
  servers: Table | unknown[];
  clients: (typeof clients)[number][];
}

/**
 * Every server of a parsed configuration, in its order; undefined where no known client keeps servers in it.
 * @param folder where the configuration lies
 */
export function readClientConfig(
  config: unknown,
  measure: Measure = 'own',
  folder = '.',
): ConfiguredServer[] | undefined {
  const whole = clients.flatMap((client) => client.document?.(config, folder) ?? []);
  if (whole.length > 0) return whole.slice(0, 1);
  const places = placesIn(config);
  if (places.length === 0) return undefined;
  const taken = new Map<string, number>();
  return places.flatMap((place) =>
    entriesOf(place.servers).map(([key, value], at) => {
      const changed = changeEntry(place, value);
      const server =
        typeof changed === 'string'
          ? { name: keepName(key) ?? `server ${at + 1}`, problem: changed }
          : readConfigEntry(key, changed, measure, at + 1);
      const full = place.label === '' ? server.name : `${place.label}/${server.name}`;
      const times = (taken.get(full) ?? 0) + 1;
      taken.set(full, times);
      return { ...server, key: times === 1 ? full : `${full} (${times})` };
    }),
  );
}

/** The entry as all clients write it, or why it is left out. */
function changeEntry({ clients: read }: Place, value: unknown): unknown {
  if (!isTable(value)) return value;
  for (const { entry, off } of read) {
    if (entry !== undefined) return entry(value);
    const rest = off === undefined ? [] : Object.keys(value).filter((key) => key !== off.key);
    if (off !== undefined && rest.length === 0 && value[off.key] === off.value)
      return 'It only switches a server off that another file sets up.';
  }
  return value;
}

/** Entries by name; of a list, by the name in each. */
function entriesOf(servers: Table | unknown[]): [string, unknown][] {
  if (!Array.isArray(servers)) return Object.entries(servers);
  return servers.map((value, at) => {
    const name = isTable(value) && typeof value.name === 'string' && value.name.trim() !== '' ? value.name : undefined;
    return [name ?? `server ${at + 1}`, value];
  });
}

function placesIn(config: unknown): Place[] {
  const places = new Map<string, Place>();
  for (const client of clients) {
    for (const keys of client.servers) {
      for (const { pointer, label, value } of follow(config, keys)) {
        if (!isTable(value) && !Array.isArray(value)) continue;
        if (client.holds !== undefined && !client.holds(value)) continue;
        const known = places.get(pointer);
        if (known) known.clients.push(client);
        else places.set(pointer, { pointer, label, servers: value, clients: [client] });
      }
    }
  }
  if (places.size === 0 && isBare(config)) return [{ pointer: '', label: '', servers: config, clients: [] }];
  return [...places.values()];
}

/** Every value that keys lead to; `*` stands for each key of a table. */
function follow(config: unknown, keys: readonly string[]): { pointer: string; label: string; value: unknown }[] {
  let found = [{ pointer: '', label: '', value: config }];
  for (const key of keys) {
    found = found.flatMap(({ pointer, label, value }) => {
      if (!isTable(value)) return [];
      // `mcpServers (2)`: a key that stood twice.
      const wanted = Object.keys(value).filter(
        (name) => key === '*' || (name.startsWith(key) && name.replace(/ \(\d+\)$/, '') === key),
      );
      return wanted.map((name, at) => ({
        pointer: JSON.stringify([pointer, name]),
        label: key === '*' ? (keepName(name.split(/[\\/]/).at(-1) ?? '') ?? String(at + 1)) : label,
        value: value[name],
      }));
    });
  }
  return found;
}

/** A map or list of servers with nothing around it. */
function isBare(value: unknown): value is Table | unknown[] {
  const entries = isTable(value) ? Object.values(value) : Array.isArray(value) ? value : [];
  const isEntry = (entry: unknown) => isTable(entry) && ('command' in entry || 'url' in entry);
  return entries.length > 0 && entries.every(isEntry);
}

/** Packages that READMEs start and that are no servers: installers, inspectors, bridges. */
const tools =
  /^(@smithery\/cli|@modelcontextprotocol\/inspector|@mcpjam\/.*|@anthropic-ai\/.*|.*mcp-inspector|(@michaellatman\/)?mcp-get|supergateway|mcp-proxy|mcp-cli|@wong2\/mcp-cli|mcp-remote|mcpo|mcpm|add-mcp|install-mcp|mcp-publisher|create-.*|.*\/create-.*|mcp-scan)$/i;

/** Longest README that is looked through, characters; what follows is ignored. */
const maxReadme = 400_000;

/**
 * The first server that a README shows how to configure: a `mcpServers` block, else `claude mcp add … -- command`,
 * else a code line that starts with `npx` or `uvx`. README text says how to start a server, never what tools it has.
 * @param accept which readings to take, e.g. only those that start the package in question
 */
export function readReadmeSnippet(
  readme: string,
  accept: (server: ConfiguredServer) => boolean = () => true,
): ConfiguredServer | undefined {
  const blocks = codeBlocks(readme.slice(0, maxReadme));
  const found: ConfiguredServer[] = [];
  for (const block of blocks) {
    if (!/["']?(mcpServers|servers|mcp_servers)["']?\s*:|"command"\s*:/.test(block)) continue;
    const parsed = parseLooseJson(block.trim().startsWith('{') ? block : `{${block}}`);
    if ('value' in parsed) found.push(...(readClientConfig(parsed.value, 'published') ?? []));
  }
  const lines = blocks
    .flatMap((block) => block.replace(/\\\n\s*/g, ' ').split('\n'))
    .map((line) => line.trim().replace(/^[$>]\s+/, ''));
  for (const line of lines) {
    const added = /^(?:claude|codex|gemini|code) mcp add\b(.*)$/.exec(line);
    const given = added ? (added[1] as string) : line;
    const words = splitShellWords(given) ?? splitPlainWords(given);
    const start = added ? words.indexOf('--') + 1 : 0;
    const command =
      start > 0 || !added ? words.slice(start) : words.slice(words.findIndex((word) => /^(npx|uvx)$/.test(word)));
    if (command[0] !== 'npx' && command[0] !== 'uvx') continue;
    const named = added ? words.find((word) => !word.startsWith('-')) : undefined;
    const comment = command.findIndex((word) => /^(#|&&|\||;|>)/.test(word));
    const reading = readCommandLine(command[0], command.slice(1, comment < 0 ? undefined : comment));
    // A bare line starts anything (a test runner, a build); only a name that says so is a server's.
    if (!added && !/mcp/i.test(reading.package?.name ?? '')) continue;
    found.push({ name: named ?? reading.package?.name ?? 'server', ...reading });
  }
  const servers = found.filter((server) => !tools.test(server.package?.name ?? '') && accept(server));
  const startable = servers.find(({ launch }) => launch !== undefined && launch.kind !== 'not-launchable');
  return startable ?? servers.find((server) => server.package !== undefined || server.remoteUrl !== undefined);
}

function codeBlocks(markdown: string): string[] {
  const blocks: string[] = [];
  let open: { fence: string; lines: string[] } | undefined;
  for (const line of markdown.split('\n')) {
    const fence = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (open) {
      if (fence && fence[0] === open.fence[0] && fence.length >= open.fence.length) {
        blocks.push(open.lines.join('\n'));
        open = undefined;
      } else open.lines.push(line);
    } else if (fence) open = { fence, lines: [] };
  }
  return blocks;
}

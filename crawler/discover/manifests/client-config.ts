/** Client configurations: which servers they start, and how. Values of environment variables and headers are never kept. Pure. */
import { type ParseError, parse as parseJsonc, printParseErrorCode } from 'jsonc-parser';
import { z } from 'zod';
import { canonicalRemoteUrl } from '#crawler/discover/identity.ts';
import { type CommandReading, declareNames, readCommandLine, splitWords } from './command-line.ts';
import { redactUrl } from './redact.ts';

/** One server of a configuration. */
export interface ConfiguredServer extends CommandReading {
  /** The key it stands under. */
  name: string;
}

const strings = z.record(z.string(), z.unknown());
const entrySchema = z.object({
  command: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  args: z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)).optional(),
  env: strings.optional(),
  cwd: z.string().optional(),
  type: z.string().optional(),
  transport: z.union([z.string(), z.object({}).loose()]).optional(),
  url: z.string().optional(),
  serverUrl: z.string().optional(),
  httpUrl: z.string().optional(),
  headers: strings.optional(),
  http_headers: strings.optional(),
  env_http_headers: strings.optional(),
  bearer_token_env_var: z.string().optional(),
});

/** Reads one entry of a server map. */
export function readConfigEntry(name: string, value: unknown): ConfiguredServer {
  const parsed = entrySchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { name, problem: `Its entry is not understood: ${issue?.path.join('.') || 'entry'}: ${issue?.message}.` };
  }
  const entry = parsed.data;
  const url = entry.url ?? entry.serverUrl ?? entry.httpUrl;
  if (entry.command === undefined && url !== undefined) {
    if (!canonicalRemoteUrl(url)) return { name, problem: 'Its address is not an http or https address.' };
    const headers = [...Object.keys({ ...entry.headers, ...entry.http_headers, ...entry.env_http_headers })];
    if (entry.bearer_token_env_var !== undefined) headers.push('Authorization');
    const sse = entry.type === 'sse' || entry.transport === 'sse';
    const http = entry.httpUrl !== undefined || /^(http|streamable-?http)$/i.test(entry.type ?? '');
    return {
      name,
      launch: {
        kind: 'remote',
        url: redactUrl(url),
        transport: sse ? 'sse' : http ? 'streamable-http' : 'auto',
        headers: declareNames(headers),
      },
    };
  }
  if (entry.command === undefined) return { name, problem: 'Its entry has neither a command nor an address.' };
  const [command = '', ...words] = typeof entry.command === 'string' ? [entry.command] : entry.command;
  return {
    name,
    ...readCommandLine(command, [...words, ...(entry.args ?? [])], Object.keys(entry.env ?? {}), entry.cwd),
  };
}

/** Keys under which clients keep their servers: Claude and Cursor, VS Code, Zed, Codex. Nested one level for VS Code's `mcp`. */
const mapKeys = ['mcpServers', 'mcp_servers', 'servers', 'context_servers'] as const;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The map of servers inside a configuration, wherever the client keeps it; undefined where there is none. */
export function serverMapOf(config: unknown): Record<string, unknown> | undefined {
  if (!isObject(config)) return undefined;
  for (const key of mapKeys) if (isObject(config[key])) return config[key];
  if (isObject(config.mcp)) return serverMapOf(config.mcp) ?? (looksLikeMap(config.mcp) ? config.mcp : undefined);
  // Claude Code keeps them by project.
  if (isObject(config.projects)) {
    const maps = Object.values(config.projects).flatMap((project) => serverMapOf(project) ?? []);
    if (maps.length > 0) return Object.assign(Object.create(null), ...maps) as Record<string, unknown>;
  }
  return looksLikeMap(config) ? config : undefined;
}

function looksLikeMap(value: Record<string, unknown>): boolean {
  const entries = Object.values(value);
  return entries.length > 0 && entries.every((entry) => isObject(entry) && ('command' in entry || 'url' in entry));
}

/** Every server of a parsed configuration, in its order; undefined where it holds no server map. */
export function readClientConfig(config: unknown): ConfiguredServer[] | undefined {
  const map = serverMapOf(config);
  return map && Object.entries(map).map(([name, entry]) => readConfigEntry(name, entry));
}

/** JSON with comments and trailing commas. Returns the value, or what is wrong and where (`line` from 1). */
export function parseLooseJson(text: string): { value: unknown } | { error: string; line: number } {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  const [first] = errors;
  if (!first) return { value };
  return {
    error: printParseErrorCode(first.error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase(),
    line: text.slice(0, first.offset).split('\n').length,
  };
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
    if ('value' in parsed) found.push(...(readClientConfig(parsed.value) ?? []));
  }
  const lines = blocks
    .flatMap((block) => block.replace(/\\\n\s*/g, ' ').split('\n'))
    .map((line) => line.trim().replace(/^[$>]\s+/, ''));
  for (const line of lines) {
    const added = /^(?:claude|codex|gemini|code) mcp add\b(.*)$/.exec(line);
    const words = splitWords(added ? (added[1] as string) : line);
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
  return servers.find(({ launch }) => launch !== undefined) ?? servers.find((server) => server.package);
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

/**
 * A made npm registry of small MCP servers: as many packages, bytes and shared dependencies a server as the starter list
 * has, and as many of each outcome as a crawl of unseen packages had. The same number gives the same world.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { tarOf } from '#test/support/tarball.ts';
import { createRandom, listShapes } from './seed.shapes.ts';

/** How a made server behaves, and how many of a hundred do: after 115 packages tried that nothing was written against. */
const behaviours = [
  ['lists', 58],
  ['asks for a variable', 10],
  ['asks the network', 6],
  ['crashes', 16],
  ['prints its usage', 7],
  ['is silent', 3],
] as const;
export type Behaviour = (typeof behaviours)[number][0];

/**
 * Packages that always come together, as a library and what it needs do: the many that are in few trees, and the few that
 * are in many. Of 2,604 packages of 99 starter servers 93 were in nearly every tree, 300 in six or more, 1,568 in one.
 */
const familyCount = 6_000;
const knownFamilies = 150;
const rareShare = 0.18;
/** Bytes of one dependency, unpacked: the middle, how widely they spread (lognormal), and the most; after the same trees. */
const dependencyBytes = { middle: 46_000, spread: 2, most: 4_000_000 };
/** Bytes of a server's own package, unpacked; after the same. */
const serverBytes = { middle: 160_000, spread: 1.9, most: 4_000_000 };
/** Packages of a tree, the server among them, at each tenth of 99 servers of the starter list. */
const treeSizes = [1, 33, 96, 97, 109, 119, 130, 153, 188, 238, 579];
/** Processor time a made server takes from its start to its list, at each quarter, milliseconds: real ones list after 0.4 s. */
const startMs = [60, 150, 250, 400, 900];
/** Archives that are kept to be given out again. */
const maxArchives = 3_000;
/** Versions that a document tells of: servers have few, libraries many. */
const versions = { server: 12, dependency: 60 };

interface Dependency {
  name: string;
  needs: string[];
  bytes: number;
}

/** A registry that is being served. */
export interface MadeRegistry {
  url: string;
  servers: readonly string[];
  /** How many requests it was sent. */
  asked(): number;
  close(): Promise<void>;
}

const between = (marks: readonly number[], at: number): number => {
  const place = at * (marks.length - 1);
  const low = marks[Math.floor(place)]!;
  return Math.round(low + (marks[Math.ceil(place)]! - low) * (place % 1));
};

/** Bytes spread around a middle as sizes are, from two numbers that look random. */
function spreadBytes({ middle, spread, most }: typeof dependencyBytes, one: number, two: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * two);
  return Math.round(Math.min(middle * Math.exp(spread * normal), most));
}

const text = makeText(8_000_000);

/** A long text that packs about as well as a program does. */
function makeText(bytes: number): string {
  const random = createRandom(5);
  const lines: string[] = [];
  for (let length = 0; length < bytes; length += lines.at(-1)!.length) {
    const [verb, number] = [['map', 'get', 'read', 'find'][Math.floor(random() * 4)], Math.floor(random() * 1e6)];
    lines.push(`export const v${number} = (a, b) => a.${verb}(b ?? ${Math.floor(random() * 1e5)});\n`);
  }
  return lines.join('');
}

/** A piece of it of so many bytes. */
function filler(bytes: number, random: () => number): string {
  const from = Math.floor(random() * (text.length - bytes));
  return text.slice(from, from + bytes);
}

/** As `npm pack` makes it, packed quickly: the registry is not what is measured. */
const pack = (files: Readonly<Record<string, string>>) =>
  gzipSync(tarOf(Object.entries(files).map(([path, text]) => ({ path: `package/${path}`, text }))), { level: 1 });

function makeDependencies(): { all: Map<string, Dependency>; families: Dependency[][] } {
  const random = createRandom(11);
  const all = new Map<string, Dependency>();
  const families = Array.from({ length: familyCount }, (_, family) => {
    // The first is what nearly every server has: the SDK and what it needs.
    const size = family === 0 ? 88 : 1 + Math.floor(random() ** 3 * 24);
    const members = Array.from({ length: size }, (_, at) => ({
      name: `lib-${family}-${at}`,
      needs: [] as string[],
      bytes: spreadBytes(dependencyBytes, random(), random()),
    }));
    for (const [at, member] of members.entries()) {
      if (at > 0) members[Math.floor(random() * Math.min(at, 12))]!.needs.push(member.name);
      all.set(member.name, member);
    }
    return members;
  });
  return { all, families };
}

/** The program of a made server: JSON-RPC by the line, and what it does before it answers. */
function program(behaviour: Behaviour, cpuMs: number, tools: readonly unknown[]): string {
  const answers = `
const spent = () => process.cpuUsage().user + process.cpuUsage().system;
const busy = () => { const from = spent(); let n = 0; while (spent() - from < ${cpuMs * 1000}) for (let i = 0; i < 1e5; i++) n += i; };
busy();
const tools = ${JSON.stringify(tools)};
const send = (id, result) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
let rest = '';
process.stdin.on('data', (piece) => {
  const lines = (rest + piece).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const { id, method, params } = JSON.parse(line);
    if (method === 'initialize') send(id, { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'made', version: '1.0.0' } });
    else if (method === 'tools/list') send(id, { tools });
    else if (id !== undefined) process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } }) + '\\n');
  }
});
process.stdin.on('end', () => process.exit(0));`;
  const before: Record<Behaviour, string> = {
    lists: '',
    'asks for a variable': `if (!process.env.MADE_API_KEY) { console.error('Error: MADE_API_KEY environment variable is required'); process.exit(1); }`,
    'asks the network': `const asked = await fetch('https://api.made.example/v1/status'); if (!asked.ok) throw new Error('fetch failed');`,
    crashes: `const config = JSON.parse('{"made":{}}'); console.error(config.account.region.name);`,
    'prints its usage': `console.log('Usage: made <input> <output>'); process.exit(1);`,
    'is silent': `setInterval(() => {}, 1000); await new Promise(() => {});`,
  };
  const registrations = tools.map((tool) => {
    const { name, description = '' } = tool as { name: string; description?: string };
    return `server.tool(${JSON.stringify(name)}, ${JSON.stringify(description)}, {}, async () => ({ content: [] }));`;
  });
  // What crashes at its start is a server all the same, as its source says.
  const source =
    behaviour === 'crashes'
      ? `const { McpServer } = { McpServer: class { tool() {} } };\nconst server = new McpServer({ name: 'made', version: '1.0.0' });\n${registrations.join('\n')}`
      : '';
  return `#!/usr/bin/env node\n${source}\n${before[behaviour]}\n${answers}\n`;
}

/** Serves a world of so many servers on a free port of this machine. */
export async function serveWorld(count: number): Promise<MadeRegistry> {
  const { all, families } = makeDependencies();
  const shapes = listShapes();
  const ready = behaviours.flatMap(([behaviour, share]) => Array.from({ length: share }, () => behaviour));
  const servers = Array.from({ length: count }, (_, at) => `made-mcp-${at}`);
  const archives = new Map<string, Buffer>();

  const archiveOf = (name: string): Buffer | undefined => {
    const kept = archives.get(name);
    if (kept) return kept;
    const dependency = all.get(name);
    const made = dependency ? dependencyArchive(dependency) : serverArchive(name);
    if (made === undefined) return undefined;
    archives.set(name, made);
    if (archives.size > maxArchives) archives.delete(archives.keys().next().value!);
    return made;
  };
  const dependencyArchive = ({ name, needs, bytes }: Dependency) =>
    pack({
      'package.json': JSON.stringify({ name, version: '1.0.0', type: 'module', dependencies: wished(needs) }),
      'index.js': filler(bytes, createRandom(bytes)),
      'README.md': `# ${name}\n`,
    });
  const serverArchive = (name: string) => {
    const made = serverOf(name);
    if (made === undefined) return undefined;
    const { random, behaviour, needs } = made;
    const first = Math.floor(random() * shapes.length);
    const tools = shapes.slice(first, first + 1 + Math.floor(random() ** 2 * 30)).map(({ definition }) => definition);
    const manifest = {
      name,
      version: '1.0.0',
      type: 'module',
      bin: { [name]: 'index.js' },
      dependencies: wished(needs),
    };
    return pack({
      'package.json': JSON.stringify({ ...manifest, description: 'A made MCP server' }),
      'index.js': program(behaviour, between(startMs, random()), tools),
      'lib.js': filler(spreadBytes(serverBytes, random(), random()), random),
    });
  };
  /** What a server is, told by its name alone. */
  function serverOf(name: string) {
    const at = Number(/^made-mcp-(\d+)$/.exec(name)?.[1] ?? Number.NaN);
    if (!(at < count)) return undefined;
    const random = createRandom(1_000 + at);
    const behaviour = ready[Math.floor(random() * ready.length)]!;
    const needs = new Set<string>();
    let size = 1;
    const wanted = between(treeSizes, random());
    if (wanted > families[0]!.length) {
      needs.add(families[0]![0]!.name);
      size += families[0]!.length;
    }
    while (size < wanted) {
      // Few libraries are in many trees, most in few.
      const isRare = random() < rareShare;
      const family = families[1 + Math.floor(isRare ? random() * (familyCount - 1) : random() ** 2 * knownFamilies)]!;
      if (needs.has(family[0]!.name)) continue;
      needs.add(family[0]!.name);
      size += family.length;
    }
    return { random, behaviour, needs: [...needs] };
  }
  const documentOf = (name: string, url: string): string | undefined => {
    const archive = archiveOf(name);
    if (archive === undefined) return undefined;
    const isServer = !all.has(name);
    const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    const dependencies = wished(isServer ? serverOf(name)!.needs : all.get(name)!.needs);
    const told = Object.fromEntries(
      Array.from({ length: isServer ? versions.server : versions.dependency }, (_, at) => {
        const version = at === 0 ? '1.0.0' : `0.${at}.0`;
        const bin = isServer ? { bin: { [name]: 'index.js' } } : {};
        return [
          version,
          {
            name,
            version,
            dependencies,
            ...bin,
            dist: { integrity, tarball: `${url}${name}/-/${name}-${version}.tgz` },
          },
        ];
      }),
    );
    return JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions: told });
  };

  let asked = 0;
  const http = createServer((request, response) => {
    asked += 1;
    const path = decodeURIComponent((request.url ?? '').split('?')[0]!.slice(1));
    const [name = '', part, file] = path.split('/');
    const url = `http://${request.headers.host}/`;
    if (part === '-' && file !== undefined) {
      const archive = archiveOf(name);
      return void (archive ? response.end(archive) : response.writeHead(404).end('{}'));
    }
    const document = documentOf(name, url);
    if (document === undefined) return void response.writeHead(404).end('{}');
    const body =
      part === undefined
        ? document
        : JSON.stringify((JSON.parse(document) as { versions: Record<string, unknown> }).versions['1.0.0']);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    servers,
    asked: () => asked,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

const wished = (needs: readonly string[]) => Object.fromEntries(needs.map((name) => [name, '^1.0.0']));

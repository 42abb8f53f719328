/** `package.json`: whether it is an MCP server, and how it is started. Pure. */
import { z } from 'zod';
import { parseNpmSpec } from '#crawler/discover/package-spec.ts';
import { parseLooseJson } from './loose-json.ts';

const text = z.string().optional().catch(undefined);
const names = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((record) => Object.keys(record));

const schema = z.object({
  name: text,
  version: text,
  description: text,
  private: z.boolean().optional().catch(undefined),
  mcpName: text,
  keywords: z.array(z.string()).optional().catch(undefined),
  bin: z
    .union([z.string(), z.record(z.string(), z.string())])
    .optional()
    .catch(undefined),
  repository: z
    .union([z.string(), z.object({ url: text, directory: text })])
    .optional()
    .catch(undefined),
  workspaces: z.unknown().optional(),
  dependencies: names.optional().default([]),
  devDependencies: names.optional().default([]),
  peerDependencies: names.optional().default([]),
});

/** A `package.json` as far as it is used. */
export type PackageJson = z.output<typeof schema>;

/** Reads the text of a `package.json`; undefined where it is not an object. */
export function parsePackageJson(text: string): PackageJson | undefined {
  const parsed = parseLooseJson(text);
  return 'value' in parsed ? readPackageJson(parsed.value) : undefined;
}

/** Reads a parsed `package.json`, or a registry's metadata of one version, which is the same and more. */
export function readPackageJson(value: unknown): PackageJson | undefined {
  const checked = schema.safeParse(value);
  return checked.success ? checked.data : undefined;
}

/** Packages that only a server depends on. */
const serverFrameworks = new Set([
  '@modelcontextprotocol/server',
  'fastmcp',
  'mcp-framework',
  'xmcp',
  '@mastra/mcp',
  'easy-mcp',
  'litemcp',
  '@rekog/mcp-nest',
  'mcp-handler',
  '@vercel/mcp-adapter',
  'muppet',
  'tmcp',
]);
/** Packages that servers and clients depend on alike. */
const eitherSide = new Set([
  '@modelcontextprotocol/sdk',
  '@modelcontextprotocol/node',
  '@modelcontextprotocol/express',
  'modelcontextprotocol',
]);

/**
 * Why a package is taken for an MCP server, in a few words; undefined where nothing says so.
 * A dependency on the SDK alone does not: clients have it as well. Neither does a name alone.
 */
export function mcpEvidence(manifest: PackageJson): string | undefined {
  const name = manifest.name ?? '';
  if (/(^|[-/@])(sdk|client|inspector|types?)$/.test(name) && manifest.mcpName === undefined) return undefined;
  if (manifest.mcpName) return `mcpName ${manifest.mcpName}`;
  const all = [...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies];
  const framework = manifest.dependencies.find((dependency) => serverFrameworks.has(dependency));
  const bins = binNames(manifest);
  const named = [name, ...bins].some((text) => /(^|[-_/@.])mcp([-_/.]|$)|mcp-?server|server-?mcp/i.test(text));
  const keyword = manifest.keywords?.find((word) =>
    /^(mcp|mcp[- ]?server|model[- ]?context[- ]?protocol)$/i.test(word),
  );
  if (framework && (bins.length > 0 || named || keyword)) return `depends on ${framework}`;
  const sdk = all.find((dependency) => eitherSide.has(dependency) || serverFrameworks.has(dependency));
  if (sdk && (named || keyword)) return `depends on ${sdk} and is called an MCP ${named ? 'server' : 'package'}`;
  if (keyword && named && bins.length > 0) return `keyword ${keyword}`;
  return undefined;
}

/** The names of the programs it installs. */
export function binNames(manifest: PackageJson): string[] {
  if (typeof manifest.bin === 'string') return [unscoped(manifest.name ?? '')];
  return Object.keys(manifest.bin ?? {});
}

/**
 * The program to start where a package installs several: named like the package where that says MCP, else one with `mcp`
 * in its name, since a package named after its command line keeps its server apart, else named like the package, else the
 * first; undefined where it has none or only one.
 */
export function chooseBin(manifest: PackageJson): string | undefined {
  const bins = binNames(manifest);
  if (bins.length < 2) return undefined;
  const own = unscoped(manifest.name ?? '');
  const says = (bin: string) => /(?:^|[-_.])mcp(?:$|[-_.])/i.test(bin);
  if (/mcp/i.test(own) && bins.includes(own)) return own;
  return bins.find(says) ?? bins.find((bin) => bin === own) ?? bins.find((bin) => /mcp/i.test(bin)) ?? bins[0];
}

const unscoped = (name: string) => name.split('/').at(-1) ?? name;

/** Whether it can be installed from npm: it has a valid name and is not private. */
export function isPublished(manifest: PackageJson): boolean {
  return (
    manifest.private !== true && manifest.name !== undefined && parseNpmSpec(manifest.name)?.name === manifest.name
  );
}

/** The official registry's `server.json`: what it names, in today's and the older spelling. Pure. */
import { z } from 'zod';
import { canonicalFolder, canonicalRepositoryUrl } from '#crawler/discover/identity.ts';
import type { InputDeclaration, LaunchSpec, NotLaunchable, PackageRef, RepositoryRef } from '#db/types.ts';
import { harmlessValue } from './inputs.ts';
import { parseLooseJson } from './loose-json.ts';
import { looksSecret, namesSecret } from './redact.ts';

const flag = z.boolean().optional().catch(undefined);
const text = z.string().optional().catch(undefined);
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((values) =>
      values.flatMap((value) => {
        const parsed = item.safeParse(value);
        return parsed.success ? [parsed.data as z.output<T>] : [];
      }),
    );

/** Both spellings of the schema: 2025-09 and later in camel case, earlier ones in snake case. */
const camel = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [
          key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
          inner,
        ]),
      )
    : value;

const inputSchema = z.preprocess(
  camel,
  z.object({
    name: text,
    value: text,
    default: z.union([z.string(), z.number(), z.boolean()]).transform(String).optional().catch(undefined),
    description: text,
    format: text,
    valueHint: text,
    type: text,
    isRequired: flag,
    isSecret: flag,
    variables: z.record(z.string(), z.unknown()).optional().catch(undefined),
  }),
);
type Input = z.output<typeof inputSchema>;

const packageSchema = z.preprocess(
  (value) => {
    const object = camel(value) as Record<string, unknown>;
    return typeof object === 'object' && object !== null
      ? {
          ...object,
          registryType: object.registryType ?? object.registryName,
          identifier: object.identifier ?? object.name,
        }
      : value;
  },
  z.object({
    registryType: z.string(),
    identifier: z.string().min(1),
    registryBaseUrl: text,
    transport: z.object({ type: text, url: text }).optional().catch(undefined),
    version: text,
    environmentVariables: list(inputSchema).optional().default([]),
    packageArguments: list(inputSchema).optional().default([]),
  }),
);

const remoteSchema = z.preprocess(
  camel,
  z.object({
    type: text,
    transportType: text,
    url: z.string(),
    headers: list(inputSchema).optional().default([]),
    variables: z.record(z.string(), z.unknown()).optional().catch(undefined),
  }),
);

const schema = z.object({
  name: z.string().min(1),
  title: text,
  description: text,
  version: text,
  status: text,
  repository: z.object({ url: text, subfolder: text }).optional().catch(undefined),
  packages: list(packageSchema).optional().default([]),
  remotes: list(remoteSchema).optional().default([]),
});

/** A `server.json` as far as it is used. */
export type ServerJson = z.output<typeof schema>;

/** Reads a parsed `server.json`; undefined where it is something else that bears the name. */
export function readServerJson(value: unknown): ServerJson | undefined {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return undefined;
  const { packages, remotes, name } = parsed.data;
  return packages.length > 0 || remotes.length > 0 || /^[\w.-]+\/[\w.-]+$/.test(name) ? parsed.data : undefined;
}

/** Reads the text of a `server.json`. */
export function parseServerJson(text: string): ServerJson | undefined {
  const parsed = parseLooseJson(text);
  return 'value' in parsed ? readServerJson(parsed.value) : undefined;
}

/** Which package of several is started: what can be started first. */
const preference = ['npm', 'pypi', 'mcpb', 'oci'] as const;

/** Where packages are published that are installed from the registry the user's npm and uv are set to. */
const publicRegistries: Readonly<Record<string, RegExp>> = {
  npm: /^https:\/\/registry\.npmjs\.(?:org|com)\/?$/,
  pypi: /^https:\/\/(?:upload\.)?pypi\.org(?:\/simple)?\/?$/,
};

/** Whether a package lies in another registry than the public one: by its name alone a stranger's would be installed. */
const liesElsewhere = ({ registryType, registryBaseUrl }: ServerJson['packages'][number]): boolean =>
  registryBaseUrl !== undefined && publicRegistries[registryType]?.test(registryBaseUrl) === false;

/** Whether a package speaks over its standard streams: what serves HTTP once it is started is not listed that way. */
const speaksOverStreams = ({ transport }: ServerJson['packages'][number]): boolean =>
  transport?.type === undefined || transport.type === 'stdio';

/**
 * The package a `server.json` is best started from, as it names it, one that speaks over its standard streams first;
 * undefined where it names none of a known registry.
 */
export function preferredPackage(server: ServerJson): ServerJson['packages'][number] | undefined {
  const registry = (type: string) => (type === 'docker' ? 'oci' : type);
  const known = preference.flatMap((type) =>
    server.packages.filter((entry) => registry(entry.registryType) === type && !liesElsewhere(entry)),
  );
  return known.find(speaksOverStreams) ?? known[0];
}

/** The package as a reference. */
export function packageRefOf(entry: ServerJson['packages'][number]): PackageRef {
  const registry = entry.registryType === 'docker' ? 'oci' : (entry.registryType as PackageRef['registry']);
  const exact = entry.version && /^\d+(\.\w+)+([-+][\w.]+)?$/.test(entry.version) ? entry.version : undefined;
  return { registry, name: entry.identifier, ...(exact && { version: exact }) };
}

/** The repository it names. */
export function repositoryOf(server: ServerJson): RepositoryRef | undefined {
  const url = canonicalRepositoryUrl(server.repository?.url ?? '');
  return url === undefined ? undefined : { url, path: canonicalFolder(server.repository?.subfolder ?? '') };
}

function declare(input: Input): InputDeclaration[] {
  if (!input.name) return [];
  const published = input.value ?? input.default;
  const fixed = published !== undefined && !/[{}]/.test(published) && !looksSecret(published) ? published : undefined;
  return [
    {
      name: input.name,
      required: input.isRequired ?? false,
      secret: input.isSecret ?? namesSecret(input.name),
      ...(fixed !== undefined && { default: fixed }),
      ...(input.description !== undefined && { description: input.description }),
    },
  ];
}

function argumentsOf(inputs: Input[]): string[] {
  return inputs.flatMap((input) => {
    const published = input.value ?? input.default;
    if (published === undefined && !input.isRequired) return [];
    const hint = [input.name, input.valueHint, input.description].filter(Boolean).join(' ');
    const plain = published !== undefined && !/[{}]/.test(published) ? published : undefined;
    if (input.type === 'named' && input.name) {
      const wantsValue =
        input.value !== undefined ||
        input.default !== undefined ||
        input.valueHint !== undefined ||
        input.format !== undefined;
      if (input.format === 'boolean') return plain === 'false' ? [] : [input.name];
      return wantsValue ? [input.name, plain ?? harmlessValue(hint, input.format)] : [input.name];
    }
    return [plain ?? harmlessValue(hint, input.format)];
  });
}

/**
 * How a `server.json` is launched: npm, then PyPI, then a remote. Schemas up to 2025-12-11.
 * @param options.pinned whether its version is known to be published: true for a registry's entry, false for a file in a
 *   repository, which may run ahead of the package
 */
export function launchOfServerJson(server: ServerJson, options: { pinned: boolean }): LaunchSpec | NotLaunchable {
  const entry = preferredPackage(server);
  const ref = entry && packageRefOf(entry);
  // What serves HTTP once it is started is not listed over its streams: its remote is asked, where it has one.
  const isAsked = entry && (speaksOverStreams(entry) || server.remotes.length === 0);
  if (isAsked && (ref?.registry === 'npm' || ref?.registry === 'pypi')) {
    return {
      kind: ref.registry,
      package: ref.name,
      ...(options.pinned && ref.version && { version: ref.version }),
      args: argumentsOf(entry.packageArguments),
      env: entry.environmentVariables.flatMap(declare),
    };
  }
  const remote = server.remotes.find(({ url }) => !/[{}]/.test(url)) ?? server.remotes[0];
  if (remote) {
    const url = fillTemplate(remote.url, remote.variables);
    if (url === undefined) {
      return {
        kind: 'not-launchable',
        outcome: 'needs-arguments',
        reason: `Its address ${remote.url} has parts that only its user knows.`,
        todo: 'Scan it by your own address: toolrisk scan <url>.',
      };
    }
    const type = remote.type ?? remote.transportType;
    return {
      kind: 'remote',
      url,
      transport: type === 'sse' ? 'sse' : type === 'streamable-http' ? 'streamable-http' : 'auto',
      headers: remote.headers.flatMap(declare),
    };
  }
  const elsewhere = server.packages.find(liesElsewhere);
  if (elsewhere && !entry) {
    return {
      kind: 'not-launchable',
      outcome: 'unsupported-runtime',
      reason: `Its package ${elsewhere.identifier} lies in a registry of its own (${elsewhere.registryBaseUrl}), which is not asked.`,
      todo: 'Install it yourself and scan it: toolrisk scan -- <command>.',
    };
  }
  const kinds = [...new Set(server.packages.map(({ registryType }) => registryType))].join(', ');
  return {
    kind: 'not-launchable',
    outcome: kinds === '' ? 'not-launchable' : 'unsupported-runtime',
    reason:
      kinds === ''
        ? 'Its server.json names neither a package nor a remote.'
        : `It is published only as ${kinds}, which is not started here.`,
    todo:
      kinds === ''
        ? 'Its author can add packages or remotes to server.json.'
        : 'Run it yourself and scan it: toolrisk scan -- <command>.',
  };
}

function fillTemplate(url: string, variables: Record<string, unknown> | undefined): string | undefined {
  let open = false;
  const filled = url.replace(/\{([^}]*)\}/g, (_, name: string) => {
    const variable = inputSchema.safeParse(variables && Object.hasOwn(variables, name) ? variables[name] : undefined);
    const value = variable.success ? (variable.data.value ?? variable.data.default) : undefined;
    if (value === undefined) open = true;
    return encodeURIComponent(value ?? '');
  });
  return open ? undefined : filled;
}

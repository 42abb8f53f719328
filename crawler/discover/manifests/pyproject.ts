/** `pyproject.toml`: whether it is an MCP server, and how it is started. Pure. */
import { parse as parseToml } from 'smol-toml';
import { z } from 'zod';
import { parsePypiSpec } from '#crawler/discover/package-spec.ts';
import { cleanJson } from '#crawler/text/clean.ts';
import type { Json } from '#db/types.ts';

const text = z.string().optional().catch(undefined);
const keys = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((record) => Object.keys(record));
const texts = z
  .array(z.unknown())
  .catch([])
  .transform((values) => values.filter((value) => typeof value === 'string'));

const schema = z.object({
  project: z
    .object({
      name: text,
      description: text,
      keywords: texts.optional().default([]),
      dependencies: texts.optional().default([]),
      scripts: keys.optional().default([]),
      classifiers: texts.optional().default([]),
      urls: z.record(z.string(), text).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  tool: z
    .object({
      poetry: z
        .object({
          name: text,
          description: text,
          dependencies: keys.optional().default([]),
          scripts: keys.optional().default([]),
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** A Python project as far as it is used. */
export interface PythonProject {
  name: string;
  description?: string;
  /** Names of packages it depends on, lower case. */
  dependencies: string[];
  keywords: string[];
  /** Names of the programs it installs. */
  scripts: string[];
  /** Addresses of the project by label, as the author writes both. */
  urls: Record<string, string>;
  /** Marked as not to be published. */
  private: boolean;
}

/** Deepest nesting that is read; what is used lies four levels deep. */
const maxNesting = 64;

/** Reads the text of a `pyproject.toml`; undefined where it is not TOML or names no project. */
export function parsePyproject(text: string): PythonProject | undefined {
  let value: unknown;
  try {
    value = cleanJson(parseToml(text) as Json, maxNesting).value;
  } catch {
    return undefined;
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) return undefined;
  const { project, tool } = parsed.data;
  const name = project?.name ?? tool?.poetry?.name;
  if (name === undefined || parsePypiSpec(name)?.name !== name) return undefined;
  const description = project?.description ?? tool?.poetry?.description;
  return {
    name,
    ...(description !== undefined && { description }),
    dependencies: [
      ...(project?.dependencies ?? []).flatMap((spec) => parsePypiSpec(spec)?.name.toLowerCase() ?? []),
      ...(tool?.poetry?.dependencies ?? []).map((dependency) => dependency.toLowerCase()),
    ],
    keywords: project?.keywords ?? [],
    scripts: [...new Set([...(project?.scripts ?? []), ...(tool?.poetry?.scripts ?? [])])],
    urls: Object.fromEntries(
      Object.entries(project?.urls ?? {}).flatMap(([label, url]) => (url === undefined ? [] : [[label, url]])),
    ),
    private: (project?.classifiers ?? []).some((classifier) => /^Private ::/i.test(classifier)),
  };
}

/** Why a Python project is taken for an MCP server, in a few words; undefined where nothing says so. */
export function pythonMcpEvidence(project: PythonProject): string | undefined {
  const named = [project.name, ...project.scripts].some((name) => /(^|[-_.])mcp([-_.]|$)|mcp[-_]?server/i.test(name));
  const keyword = project.keywords.find((word) => /^(mcp|mcp[- ]?server|model[- ]?context[- ]?protocol)$/i.test(word));
  const framework = project.dependencies.find((name) => ['mcp', 'fastmcp', 'mcp-server', 'fastapi-mcp'].includes(name));
  if (framework && (named || keyword)) return `depends on ${framework}`;
  if (framework === 'fastmcp' && project.scripts.length > 0) return 'depends on fastmcp';
  return undefined;
}

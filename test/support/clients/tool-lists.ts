/**
 * Tool lists of real servers for the real programs: those of the development sets where they are at hand, and of the files
 * that `TOOLRISK_CLIENT_SERVERS` names, with commas, one tool a line as `toolrisk classify` reads them.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createClassifier } from '#crawler/classify/index.ts';
import type { ClassifiedTool } from '#crawler/policy/server-policy.ts';
import type { ServerContext, ToolDefinition } from '#db/types.ts';
import { developmentFolder, readJsonLines } from '#test/support/evaluation/data.ts';

/** One server’s tools, judged as that server’s. */
export interface ToolList {
  /** A key that a user could have given it. */
  key: string;
  tools: ClassifiedTool[];
}

/** How many tools a program is shown at once. */
const maxTools = 150;

/** Every list that is at hand, in the order of the files. A tool that a server has twice counts once. */
export function readToolLists(): ToolList[] {
  const files = [
    ...['dev.jsonl', 'dev2.jsonl'].map((name) => join(developmentFolder, name)).filter(existsSync),
    ...(process.env.TOOLRISK_CLIENT_SERVERS ?? '').split(',').filter(Boolean),
  ];
  const lists = new Map<string, Map<string, ClassifiedTool>>();
  for (const file of files) {
    for (const { server, tool } of readJsonLines<{ server?: ServerContext; tool: ToolDefinition }>(file)) {
      const key = String(server?.name ?? 'server').replace(/[^A-Za-z0-9_-]/g, '_');
      const list = lists.get(key) ?? new Map<string, ClassifiedTool>();
      lists.set(key, list.set(tool.name, { definition: tool, classification: createClassifier(server)(tool) }));
    }
  }
  return [...lists].map(([key, tools]) => ({ key, tools: [...tools.values()] }));
}

/**
 * The same tools as lists of at most 150 with names of their own each, so that a program is started a few times for all
 * servers and not once for each. What was read from source may lack the type of its parameters, for which strict programs
 * refuse a whole list.
 */
export function packToolLists(lists: readonly ToolList[]): ToolList[] {
  const packs: Map<string, ClassifiedTool>[] = [];
  for (const { definition, classification } of lists.flatMap(({ tools }) => tools)) {
    const { name, inputSchema } = definition;
    const each = { definition: { ...definition, inputSchema: { ...inputSchema, type: 'object' } }, classification };
    const free = packs.find((pack) => pack.size < maxTools && !pack.has(name));
    if (free) free.set(name, each);
    else packs.push(new Map([[name, each]]));
  }
  return packs.map((pack, at) => ({ key: `pack_${at + 1}`, tools: [...pack.values()] }));
}

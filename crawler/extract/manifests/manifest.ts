/** The shape of a manifest module, and what all of them share. */
import type { Finding } from '#crawler/extract/types.ts';
import type { Json, JsonObject, ToolDefinition } from '#db/types.ts';

/** One kind of file in which a server's author lists its tools. */
export interface Manifest {
  /** Equal to the file's name. */
  id: string;
  title: string;
  /** Whether a path may be such a file. */
  matches(path: string): boolean;
  read(path: string, text: string): Finding[];
}

/** Longest name taken over. */
const maxNameChars = 256;

/** The JSON of a text; `undefined` where it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A JSON object, or `undefined`. */
export function asObject(json: Json | undefined): JsonObject | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
}

/** A tool as `tools/list` returns it; `undefined` where it has no name. */
export function listedDefinition(json: Json | undefined): ToolDefinition | undefined {
  const object = asObject(json);
  const name = object?.name;
  if (object === undefined || typeof name !== 'string' || name === '' || name.length > maxNameChars) return undefined;
  const tool: ToolDefinition = { name };
  if (typeof object.title === 'string') tool.title = object.title;
  if (typeof object.description === 'string') tool.description = object.description;
  const inputSchema = asObject(object.inputSchema);
  const outputSchema = asObject(object.outputSchema);
  const annotations = asObject(object.annotations);
  const meta = asObject(object._meta);
  if (inputSchema !== undefined) tool.inputSchema = inputSchema;
  if (outputSchema !== undefined) tool.outputSchema = outputSchema;
  if (annotations !== undefined) tool.annotations = annotations;
  if (meta !== undefined) tool._meta = meta;
  return tool;
}

/** The findings for a list of tools in one file. Lines are looked for by the quoted name. */
export function findingsOf(path: string, text: string, tools: readonly (ToolDefinition | undefined)[]): Finding[] {
  return tools.map((tool): Finding => {
    if (tool === undefined) return { kind: 'left-out', file: path, line: 1, reason: 'it has no name' };
    const at = text.indexOf(JSON.stringify(tool.name));
    const line = at < 0 ? 1 : text.slice(0, at).split('\n').length;
    return { kind: 'tool', tool, file: path, line };
  });
}

/** Tool definitions from evaluated parts. */

import { entryOf, isJsonObject, jsonOf, stringOf, type Value } from '#crawler/extract/values.ts';
import type { JsonObject, ToolDefinition } from '#db/types.ts';
import { schemaOf } from './zod.ts';

/** The parts of a tool as a framework's call gives them. */
export interface ToolParts {
  name: string;
  title?: Value;
  description?: Value;
  input?: Value;
  output?: Value;
  annotations?: Value;
  meta?: Value;
}

function objectOf(value: Value | undefined): JsonObject | undefined {
  const json = jsonOf(value);
  return isJsonObject(json) && Object.keys(json).length > 0 ? json : undefined;
}

/** The definition of what is certain of a tool. */
export function toolFrom(parts: ToolParts): ToolDefinition {
  const tool: ToolDefinition = { name: parts.name };
  const title = stringOf(parts.title);
  const description = stringOf(parts.description);
  const inputSchema = schemaOf(parts.input);
  const outputSchema = schemaOf(parts.output);
  const annotations = objectOf(parts.annotations);
  const meta = objectOf(parts.meta);
  if (title !== undefined) tool.title = title;
  if (description !== undefined) tool.description = description;
  if (inputSchema !== undefined) tool.inputSchema = inputSchema;
  if (outputSchema !== undefined) tool.outputSchema = outputSchema;
  if (annotations !== undefined) tool.annotations = annotations;
  if (meta !== undefined) tool._meta = meta;
  return tool;
}

/** A tool written as the object `tools/list` returns. `undefined` where its name is not certain. */
export function listedTool(value: Value): ToolDefinition | undefined {
  const name = stringOf(entryOf(value, 'name'));
  if (name === undefined) return undefined;
  return toolFrom({
    name,
    title: entryOf(value, 'title'),
    description: entryOf(value, 'description'),
    input: entryOf(value, 'inputSchema'),
    output: entryOf(value, 'outputSchema'),
    annotations: entryOf(value, 'annotations'),
    meta: entryOf(value, '_meta'),
  });
}

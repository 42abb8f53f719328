/** `tools.json` as the Docker MCP registry keeps it: names, descriptions, and arguments instead of a schema. */
import type { Json, JsonObject, ToolDefinition } from '#db/types.ts';
import { asObject, findingsOf, listedDefinition, type Manifest, parseJson } from './manifest.ts';

/** A tool of such a list; `undefined` where it has no name. */
export function toolOfList(json: Json): ToolDefinition | undefined {
  const tool = listedDefinition(json);
  const given = asObject(json)?.arguments;
  if (tool === undefined || tool.inputSchema !== undefined || !Array.isArray(given)) return tool;
  const properties: [string, Json][] = [];
  const required: string[] = [];
  for (const entry of given) {
    const argument = asObject(entry);
    if (typeof argument?.name !== 'string') continue;
    const facts: JsonObject = {};
    if (typeof argument.type === 'string') facts.type = argument.type;
    if (typeof argument.desc === 'string') facts.description = argument.desc;
    const items = asObject(argument.items);
    if (items !== undefined) facts.items = items;
    properties.push([argument.name, facts]);
    if (argument.optional !== true) required.push(argument.name);
  }
  const schema: JsonObject = { type: 'object', properties: Object.fromEntries(properties) };
  if (required.length > 0) schema.required = required;
  return { ...tool, inputSchema: schema };
}

export const toolsJson: Manifest = {
  id: 'tools-json',
  title: 'tools.json',
  matches: (path) => path === 'tools.json' || path.endsWith('/tools.json'),
  read(path, text) {
    const json = parseJson(text);
    const list = Array.isArray(json) ? json : asObject(json)?.tools;
    if (!Array.isArray(list)) return [];
    // A list of anything else also has names: a tool says what it does or what it takes.
    const isToolList = list.every((entry) => {
      const object = asObject(entry);
      return (
        typeof object?.name === 'string' &&
        ('description' in object || 'arguments' in object || 'inputSchema' in object)
      );
    });
    return isToolList ? findingsOf(path, text, list.map(toolOfList)) : [];
  },
};

import { cleanJson, cleanLine, cleanText, cutText } from '#crawler/text/clean.ts';
import type { Json, JsonObject, ToolAnnotations, ToolDefinition } from '#db/types.ts';

/** Longest name and title kept, UTF-16 units. The specification ends at 128. */
const maxNameChars = 256;
/** Description kept of a tool that is too large as a whole, UTF-16 units. The longest measured is 40 KB. */
const maxDescriptionChars = 48_000;
/** Hints whose value must be a boolean. */
const hints = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;

/** What to hold one tool to. */
export interface ToolLimits {
  maxToolBytes: number;
  maxDepth: number;
}

/** Collects tools of several pages: unique by name, cleaned, each oddity noted once. */
export interface ToolCollector {
  add(raw: unknown): void;
  /** How many were kept so far, and their size as JSON in bytes. */
  size(): { tools: number; bytes: number };
  tools(): ToolDefinition[];
  notes(): string[];
}

/** Starts an empty collection. A tool that breaks a rule loses the part that breaks it; without a usable name it is dropped. */
export function collectTools(limits: ToolLimits): ToolCollector {
  const tools = new Map<string, ToolDefinition>();
  let bytes = 0;
  const oddities = new Map<string, { count: number; example: string }>();
  const note = (what: string, name: string) => {
    const seen = oddities.get(what);
    if (seen) seen.count += 1;
    else oddities.set(what, { count: 1, example: name });
  };
  return {
    add(raw) {
      const tool = cleanTool(raw, limits, note);
      if (tool === undefined) return;
      if (tools.has(tool.name)) note('repeats a name; the first was kept', tool.name);
      else {
        tools.set(tool.name, tool);
        bytes += sizeOf(tool);
      }
    },
    size: () => ({ tools: tools.size, bytes }),
    tools: () => [...tools.values()],
    notes: () =>
      [...oddities].map(([what, { count, example }]) =>
        count === 1 ? `Tool ${quote(example)} ${what}.` : `Tool ${quote(example)} and ${count - 1} more: ${what}.`,
      ),
  };
}

function cleanTool(
  raw: unknown,
  limits: ToolLimits,
  note: (what: string, name: string) => void,
): ToolDefinition | undefined {
  if (!isObject(raw)) {
    note('is not an object and was dropped', '(unnamed)');
    return undefined;
  }
  if (typeof raw.name !== 'string' || raw.name.trim() === '') {
    note('has no name and was dropped', '(unnamed)');
    return undefined;
  }
  const name = cutText(cleanLine(raw.name), maxNameChars);
  if (name !== raw.name) note('has control characters in its name or a name that is too long', name);
  const tool: ToolDefinition = { name };
  const odd = (what: string) => note(what, name);

  if (typeof raw.title === 'string') tool.title = cutText(cleanLine(raw.title), maxNameChars);
  else if (raw.title !== undefined) odd('has a title that is no text');
  if (typeof raw.description === 'string') {
    tool.description = cleanText(raw.description);
    if (tool.description !== raw.description) odd('has characters that cannot be stored');
  } else if (raw.description !== undefined && raw.description !== null) odd('has a description that is no text');

  for (const key of ['inputSchema', 'outputSchema', 'annotations', '_meta'] as const) {
    const value = raw[key];
    if (value === undefined || value === null) continue;
    if (!isObject(value)) {
      odd(`has an ${key} that is no object`);
      continue;
    }
    const cleaned = cleanJson(value as JsonObject, limits.maxDepth);
    if (cleaned.tooDeep) odd(`nests its ${key} deeper than ${limits.maxDepth} levels; the rest was cut`);
    if (cleaned.droppedProto) odd(`has a __proto__ key in its ${key}, which was left out`);
    if (cleaned.replaced) odd('has characters that cannot be stored');
    if (key === 'annotations') tool.annotations = cleanAnnotations(cleaned.value as JsonObject, odd);
    else tool[key] = cleaned.value as JsonObject;
  }
  return shrinkToFit(tool, limits.maxToolBytes, odd);
}

/** Hints that are no booleans say nothing and are left out. */
function cleanAnnotations(annotations: JsonObject, odd: (what: string) => void): ToolAnnotations & JsonObject {
  const copy = { ...annotations };
  for (const hint of hints) {
    if (copy[hint] === undefined || typeof copy[hint] === 'boolean') continue;
    odd(`has a ${hint} that is neither true nor false`);
    delete copy[hint];
  }
  if (copy.title !== undefined && typeof copy.title !== 'string') delete copy.title;
  return copy as ToolAnnotations & JsonObject;
}

/** Takes parts away until the tool fits: what judges least goes first. */
function shrinkToFit(tool: ToolDefinition, maxBytes: number, odd: (what: string) => void): ToolDefinition {
  if (sizeOf(tool) <= maxBytes) return tool;
  for (const key of ['_meta', 'outputSchema'] as const) {
    if (tool[key] === undefined) continue;
    delete tool[key];
    odd(`is too large; its ${key} was left out`);
    if (sizeOf(tool) <= maxBytes) return tool;
  }
  if (tool.description !== undefined && tool.description.length > maxDescriptionChars) {
    tool.description = cutText(tool.description, maxDescriptionChars);
    odd('is too large; its description was cut');
    if (sizeOf(tool) <= maxBytes) return tool;
  }
  for (const key of ['inputSchema', 'annotations'] as const) {
    if (tool[key] === undefined) continue;
    delete tool[key];
    odd(`is too large; its ${key} was left out`);
    if (sizeOf(tool) <= maxBytes) return tool;
  }
  return tool;
}

function sizeOf(value: ToolDefinition): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function quote(name: string): string {
  return JSON.stringify(cutText(name, 60));
}

function isObject(value: unknown): value is Record<string, Json | unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

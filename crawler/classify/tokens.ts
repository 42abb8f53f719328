/** What a tool list costs in the model's context. */
import { countTokens as countText } from 'gpt-tokenizer/encoding/o200k_base';
import type { ToolDefinition } from '#db/types.ts';

/** Tokens of the context window that shares are given of. */
export const contextWindow = 200_000;

/** Definitions longer than this, in characters, are estimated at four characters a token instead of counted. */
const maxChars = 400_000;

/** What a client puts into the context for one tool: its name, description and parameters. */
const visible = (tool: ToolDefinition): string =>
  JSON.stringify({
    name: tool.name,
    description: tool.description ?? tool.title ?? '',
    parameters: tool.inputSchema ?? {},
  });

/** Tokens (o200k_base) that one tool, or all tools of a server, take up in the context. Special tokens in the text count as plain text. */
export const countTokens = (tools: ToolDefinition | readonly ToolDefinition[]): number => {
  if (Array.isArray(tools))
    return (tools as readonly ToolDefinition[]).reduce((sum, tool) => sum + countTokens(tool), 0);
  const text = visible(tools as ToolDefinition);
  return text.length > maxChars ? Math.ceil(text.length / 4) : countText(text, { disallowedSpecial: new Set() });
};

/** Share of a 200k window that so many tokens take, 0..1 (above 1 where they do not fit). */
export const windowShare = (tokens: number): number => tokens / contextWindow;

/** What a tool list costs in the model's context. */
import { countTokens as countText } from 'gpt-tokenizer/encoding/o200k_base';
import type { ToolDefinition } from '#db/types.ts';

/** Tokens of the context window that shares are given of. */
export const contextWindow = 200_000;

/** Definitions longer than this, in characters, are estimated at four characters a token instead of counted. */
const maxChars = 400_000;

/**
 * Longest run of letters, of marks or of blanks that is counted in one piece, characters. The cost of a piece grows
 * with the square of its length, and hardly a word of any language is longer; a longer one is counted in parts, which
 * adds at most a token a part.
 */
const maxRunChars = 64;
const longRun = new RegExp(
  `[\\p{L}\\p{M}]{${maxRunChars}}|[^\\s\\p{L}\\p{M}\\p{N}]{${maxRunChars}}|\\s{${maxRunChars}}`,
  'gu',
);

const countPlain = (text: string): number => countText(text, { disallowedSpecial: new Set() });

/** Tokens that so many characters come to, more or less: four characters a token. */
export const estimateTokens = (chars: number): number => Math.ceil(chars / 4);

/** Tokens of a text, special tokens in it as plain text. Linear in its length, whatever it is. */
function countLinear(text: string): number {
  let tokens = 0;
  let from = 0;
  for (const { index, 0: run } of text.matchAll(longRun)) {
    tokens += countPlain(text.slice(from, index + run.length));
    from = index + run.length;
  }
  return tokens + countPlain(text.slice(from));
}

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
  return text.length > maxChars ? estimateTokens(text.length) : countLinear(text);
};

/** Share of a 200k window that so many tokens take, 0..1 (above 1 where they do not fit). */
export const windowShare = (tokens: number): number => tokens / contextWindow;

/**
 * Text in a definition that does something other than describe the tool. Each string is first tested by one cheap
 * expression; only the rare one that passes is looked at closely.
 */

import type { Sighting, ToolReading } from './reading.ts';
import type { FindingId } from './tables.ts';

/** A finding and where it stands. */
export interface FoundFinding {
  finding: FindingId;
  sighting: Sighting;
}

/** Characters of one string that are searched; longer ones are searched up to here. */
const maxChars = 50_000;

/** Direction overrides and isolates, the tag block, and runs of invisible characters. A single zero-width space is a slip of the keyboard. */
const hidden = /[\u202a-\u202e\u2066-\u2069]|[\u200b-\u200d\u2060-\u2064\ufeff]{3,}|[\u{e0000}-\u{e007f}]+/u;

/** Characters and words without which no closer look is worth it. */
const suspicious =
  /[\u200b-\u200d\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\udb40]|gnore |isregard|orget |verrid|the user (?:about|that|know|of|what)\b|rom the user|(?:is|it|at|ns|a) secret|\.ssh|id_rsa|etc\/passwd|\.aws\/|mcp\.json|desktop_config|ystem prompt|idden instructions|onversation|(?:full|entire|whole|complete) chat|ther (?:mcp |MCP )?(?:tool|server)s?\b|nother (?:mcp |MCP )?(?:tool|server)\b|<!--|<(?:IMPORTANT|[Ii]mportant|SYSTEM|[Ss]ystem|secret|hidden|instruction)/;

/** Occurrences of one anchor that are looked at in one string. */
const maxAnchors = 40;

/**
 * One thing to look for: a short anchor, and what must (or must not) stand around it. Windows are bounded, so that the
 * cost of a string is linear in its length, whatever it holds.
 */
interface Pattern {
  finding: FindingId;
  anchor: RegExp;
  /** Must match the text before the anchor, up to 80 characters of the same line. */
  before?: RegExp;
  /** Must match the text after the anchor, up to 160 characters of the same line. */
  after?: RegExp;
  /** Tells text that only looks alike; tested on the whole window. */
  unless?: RegExp;
}

const patterns: readonly Pattern[] = [
  {
    finding: 'instructs-model',
    anchor: /\b(?:instructions?|prompts?|rules|guidelines|messages)\b/gi,
    before:
      /\b(?:ignore|disregard|forget|override)\b[^.]{0,40}\b(?:previous|prior|earlier|above|preceding|all other|system|safety)\b[^.]{0,20}$/i,
  },
  {
    finding: 'instructs-model',
    anchor: /\bthe user (?:about|that|know|of|what)\b/gi,
    before:
      /\b(?:do not|don't|never|must not|without) (?:tell|telling|inform|informing|alert|alerting|notify|notifying|let|letting) $/i,
    unless: /\b(?:error|success|succe|done|complet|finish|sent|saved|until|before|unless)/i,
  },
  {
    finding: 'instructs-model',
    anchor: /\b(?:keep|hide) (?:this|it|these instructions?|that) (?:a )?(?:secret|hidden|from the user)\b/gi,
  },
  {
    finding: 'asks-for-unrelated-data',
    anchor: /~\/\.ssh|\.ssh\/|id_rsa|\/etc\/passwd|\.aws\/credentials|\.cursor\/mcp\.json|claude_desktop_config/g,
    before:
      /\b(?:before|first|always|must|should|please|also|required to)\b.*\b(?:read|open|include|send|pass|attach|append|copy|upload|put)\b/i,
  },
  {
    finding: 'asks-for-unrelated-data',
    anchor:
      /\b(?:system prompt|hidden instructions|(?:full|entire|whole|complete) (?:conversation|chat)(?: history)?)\b/gi,
    before: /\b(?:include|send|pass|attach|append|put|provide|forward)\b[^.]{0,60}$/i,
  },
  {
    finding: 'steers-other-tools',
    anchor: /\b(?:other|another|any other|different) (?:mcp )?(?:server|tool)s?\b/gi,
    before: /\b(?:when|whenever|if|every time|before|after)\b[^.]{0,50}$/i,
    after:
      /^[^.]{0,40}\b(?:is|are|get|gets) (?:called|used|invoked|available|present|installed)\b.*\b(?:must|always|instead|change|replace|modify|redirect|bcc)\b/i,
  },
  {
    finding: 'steers-other-tools',
    anchor: /\b(?:all|any|every|the) other (?:tools?|servers?)\b/gi,
    before: /\b(?:rule|instruction|notice)s? (?:apply|applies|override|overrides) (?:to |over |for )?$/i,
  },
];

const hides: ReadonlyArray<{ open: RegExp; close: string; holds: RegExp }> = [
  { open: /<!--/g, close: '-->', holds: /\b(?:must|always|ignore|assistant|you should|instruct|secret|do not)\b/i },
  ...['important', 'system', 'secret', 'hidden', 'instruction', 'instructions'].map((tag) => ({
    open: new RegExp(`<${tag}>`, 'gi'),
    close: `</${tag}>`,
    holds: /~\/|\.ssh|\/etc\/|credentials|api key|password|do not (?:tell|mention)|ignore (?:all|any|previous)/i,
  })),
];

/** Characters of a hidden passage that are read. */
const maxPassage = 3000;

const scanHidden = (part: string, lower: string, pointer: string, out: FoundFinding[]): void => {
  for (const { open, close, holds } of hides) {
    open.lastIndex = 0;
    for (let i = 0; i < maxAnchors; i++) {
      const start = open.exec(part);
      if (start === null) break;
      const end = lower.indexOf(close, start.index);
      if (end < 0) break;
      open.lastIndex = end;
      if (!holds.test(part.slice(start.index, Math.min(end, start.index + maxPassage)))) continue;
      out.push({
        finding: 'hides-markup',
        sighting: { pointer, start: start.index, end: end + close.length, strength: 1 },
      });
      return;
    }
  }
};

const lineAround = (text: string, start: number, end: number): [before: string, after: string] => {
  const before = text.slice(Math.max(0, start - 80), start);
  const after = text.slice(end, end + 160);
  const cut = before.lastIndexOf('\n');
  const stop = after.indexOf('\n');
  return [cut < 0 ? before : before.slice(cut + 1), stop < 0 ? after : after.slice(0, stop)];
};

const scan = (text: string, pointer: string, out: FoundFinding[]): void => {
  const part = text.length > maxChars ? text.slice(0, maxChars) : text;
  if (!suspicious.test(part)) return;
  const mark = hidden.exec(part);
  if (mark !== null && !isFlag(part, mark.index)) {
    out.push({
      finding: 'hidden-characters',
      sighting: { pointer, start: mark.index, end: mark.index + mark[0].length, strength: 1 },
    });
  }
  if (part.length < 40) return;
  if (part.includes('<')) scanHidden(part, part.toLowerCase(), pointer, out);
  const seen = new Set<FindingId>();
  for (const { finding, anchor, before, after, unless } of patterns) {
    if (seen.has(finding)) continue;
    anchor.lastIndex = 0;
    for (let i = 0; i < maxAnchors; i++) {
      const match = anchor.exec(part);
      if (match === null) break;
      const end = match.index + match[0].length;
      const [head, tail] = lineAround(part, match.index, end);
      if (before !== undefined && !before.test(head)) continue;
      if (after !== undefined && !after.test(tail)) continue;
      if (unless?.test(head.slice(-40) + match[0] + tail.slice(0, 60))) continue;
      seen.add(finding);
      const from = before === undefined ? match.index : match.index - (before.exec(head)?.[0].length ?? 0);
      out.push({ finding, sighting: { pointer, start: Math.max(0, from), end, strength: 1 } });
      break;
    }
  }
};

/** Flags of countries' parts are written with the tag block, after a black flag. */
const isFlag = (text: string, at: number): boolean => text.slice(Math.max(0, at - 2), at) === '\u{1f3f4}';

/** Searches the name, title, description and every parameter's description. */
export const findFindings = (reading: ToolReading): FoundFinding[] => {
  const out: FoundFinding[] = [];
  const { tool } = reading;
  if (typeof tool.name === 'string') scan(tool.name, '/name', out);
  if (typeof tool.title === 'string') scan(tool.title, '/title', out);
  if (reading.description !== '') scan(reading.description, '/description', out);
  for (const parameter of reading.parameters) {
    const { description, pointer } = parameter;
    if (description !== '') scan(description, `${pointer}/description`, out);
  }
  return out;
};

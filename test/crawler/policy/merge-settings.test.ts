import { parseTree } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { findFormat } from '#crawler/policy/formats/index.ts';
import { placeSettings, removeSettings } from '#crawler/policy/merge-settings.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { classified, toolsByReason } from './tools.ts';

const { policy } = recommendServer(classified(Object.values(toolsByReason)));
const settingsOf = (id: string) => {
  const { '//': _note, ...settings } = JSON.parse(findFormat(id)!.write(policy, { serverKey: 'mine' }));
  return settings;
};

/** Files as people have them: comments, tabs, trailing commas, Windows line ends, one line, nothing at all. */
const files: Record<string, [format: string, text: string]> = {
  'nothing but an object': ['claude-code', '{}\n'],
  'hooks and a model': [
    'claude-code',
    '{\n  "model": "x",\n  "hooks": { "Stop": [{ "hooks": [{ "type": "command", "command": "true" }] }] }\n}\n',
  ],
  'rules of another server': [
    'claude-code',
    '{\n  "permissions": {\n    "allow": ["Bash(ls:*)", "mcp__other__get"],\n    "deny": []\n  }\n}\n',
  ],
  'a rule that is there already': [
    'claude-code',
    '{\n  "permissions": {\n    "allow": [\n      "mcp__mine__list_workflows"\n    ]\n  },\n  "env": {"A": "1"}\n}\n',
  ],
  'tabs, no end of line': [
    'claude-code',
    '{\n\t"permissions": {\n\t\t"ask": [\n\t\t\t"Bash(git push:*)"\n\t\t]\n\t}\n}',
  ],
  'Windows line ends': ['claude-code', '{\r\n  "permissions": {\r\n    "allow": []\r\n  }\r\n}\r\n'],
  'everything on one line': [
    'claude-code',
    '{"permissions":{"allow":["Read"],"additionalDirectories":["../x"]},"theme":"dark"}',
  ],
  'comments and a trailing comma': [
    'vscode',
    '{\n  // mine\n  "editor.fontSize": 12, /* small */\n  "files.eol": "\\n",\n}\n',
  ],
  'tools that ask already': ['vscode', '{\n  "chat.tools.eligibleForAutoApproval": {\n    "fetch": false\n  }\n}\n'],
  'a permission for all': [
    'opencode',
    '{\n  "$schema": "https://opencode.ai/config.json",\n  "permission": { "edit": "ask", "bash": { "*": "ask" } },\n  "mcp": {}\n}\n',
  ],
  'agent settings': [
    'zed',
    '// Zed\n{\n  "agent": {\n    "default_model": { "provider": "x" }\n  },\n  "vim_mode": true\n}\n',
  ],
  'a list of other servers': ['cursor-ide', '{\n    "mcpAllowlist": [\n        "other:*"\n    ]\n}\n'],
};

describe.each(Object.entries(files))('%s', (_, [format, before]) => {
  const merged = placeSettings(before, settingsOf(format));

  it('gets the rules beside what is there', () => {
    if (typeof merged === 'string') throw new Error(merged);
    expect(merged.text).not.toBe(before);
    // What lies outside the settings of ours is there byte for byte, comments included.
    for (const part of foreignParts(before, Object.keys(settingsOf(format)))) expect(merged.text).toContain(part);
  });

  it('is the same bytes again when they are taken out', () => {
    if (typeof merged === 'string') throw new Error(merged);
    expect(removeSettings(merged.text, merged.placed)).toBe(before);
  });

  it('keeps what was changed since', () => {
    if (typeof merged === 'string') throw new Error(merged);
    const changed = merged.text.replace('{', '{ "later": 1,');
    expect(removeSettings(changed, merged.placed)).toContain('"later": 1');
  });
});

/** The texts of properties that no rule of ours goes into, and of comments. */
function foreignParts(text: string, ours: string[]): string[] {
  const properties = parseTree(text, [], { allowTrailingComma: true })?.children ?? [];
  const foreign = properties.filter((property) => !ours.includes(property.children?.[0]?.value));
  return [
    ...foreign.map(({ offset, length }) => text.slice(offset, offset + length)),
    ...(text.match(/\/\*.*\*\/|^\s*\/\/.*$/gm) ?? []),
  ];
}

it('says no to what is no JSON, and where something else stands', () => {
  expect(placeSettings('{ "a": ', {})).toMatch(/not valid JSON/);
  expect(placeSettings('[]', {})).toMatch(/no object/);
  expect(placeSettings('{"permissions": 1}', settingsOf('claude-code'))).toMatch(/no object there/);
  expect(placeSettings('{"permissions": {"allow": "x"}}', settingsOf('claude-code'))).toMatch(/no list there/);
});

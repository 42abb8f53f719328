import { commentLines, decideTools, namesOf, type PolicyFormat, quote } from './format.ts';

const limits = [
  'Calls cannot be counted: a tool with a limit asks each time instead.',
  'Conditions on arguments are not carried over: such a tool asks each time instead.',
  'A server name must not contain _ here: write it with - in your configuration too.',
];

const steps = [
  ['deny', 'deny', 300],
  ['ask', 'ask_user', 200],
  ['allow', 'allow', 100],
] as const;

/** Policy rules for Gemini CLI. The highest priority that matches wins; the last rule denies what is not named. */
export const gemini: PolicyFormat = {
  id: 'gemini',
  title: 'Gemini CLI policy',
  usage: 'Save it in ~/.gemini/policies/ and replace the server name by the one of your own configuration.',
  limits,
  contentType: 'application/toml; charset=utf-8',
  extension: '.gemini.toml',
  render(document, { server, key = server }) {
    const tools = decideTools(document);
    const mcpName = quote(key.replaceAll('_', '-'));
    const rules = steps.flatMap(([kind, decision, priority]) => {
      const names = namesOf(tools, kind);
      if (names.length === 0) return [];
      const list = names.map((name) => `  ${quote(name)},\n`).join('');
      return [
        `[[rule]]\nmcpName = ${mcpName}\ntoolName = [\n${list}]\ndecision = "${decision}"\npriority = ${priority}\n`,
      ];
    });
    const last =
      document.default === 'deny'
        ? [
            `[[rule]]\nmcpName = ${mcpName}\ntoolName = "*"\ndecision = "deny"\npriority = 1\ndenyMessage = "Not listed in the policy."\n`,
          ]
        : [];
    return [commentLines(limits), ...rules, ...last].join('\n');
  },
};

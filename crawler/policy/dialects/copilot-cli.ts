/** Copilot CLI 1.0: flags to deny win over flags to allow; what neither names asks, unless it claims to read only. */
import { copilotName, isShownAsIs } from '#crawler/policy/formats/copilot-cli.ts';
import { type ClientDialect, defaultServer } from './dialect.ts';

export interface CopilotFlags {
  /** `server(tool)`, or `server` for all of its tools. */
  allow: string[];
  deny: string[];
  allowAll: boolean;
}

/** Words of a command line as a shell reads them, with single quotes, double quotes and backslashes. */
const word = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/g;
const plain = (text: string): string =>
  text.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_, single, double, escaped) => single ?? double?.replace(/\\(.)/gs, '$1') ?? escaped,
  );

export const copilotCli: ClientDialect<CopilotFlags> = {
  id: 'copilot-cli',
  title: 'Copilot CLI',
  unverified: [],
  read(text) {
    const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('#'));
    const words = (lines.join('\n').replaceAll('\\\n', ' ').match(word) ?? []).map(plain);
    const values = (flag: string) =>
      words.flatMap((each, at) =>
        each.startsWith(`${flag}=`) ? [each.slice(flag.length + 1)] : each === flag ? [words[at + 1] ?? ''] : [],
      );
    return {
      allow: values('--allow-tool'),
      deny: values('--deny-tool'),
      allowAll: words.some((each) => /^--(allow-all-tools|allow-all|yolo)$/.test(each)),
    };
  },
  evaluate({ allow, deny, allowAll }, { tool, server = defaultServer, claimsReadOnly }) {
    const rules = [server, `${server}(${copilotName(tool)})`];
    if (deny.some((rule) => rules.includes(rule))) return { decision: 'deny', reason: 'A flag denies it.' };
    const named = allow.includes(server) || (allow.includes(rules[1]!) && isShownAsIs(server, tool));
    return allowAll || named || claimsReadOnly
      ? { decision: 'allow', reason: '' }
      : { decision: 'ask', reason: 'No flag names it.' };
  },
};

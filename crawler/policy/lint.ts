/** What is wrong with a policy before anybody relies on it. */
import { parametersOf } from '#crawler/classify/read/schema.ts';
import type { ToolDefinition } from '#db/types.ts';
import { entersList, pathOfPointer, writePath } from './argument-path.ts';
import { claudeName } from './formats/claude-code.ts';
import { copilotName } from './formats/copilot-cli.ts';
import { geminiName } from './formats/gemini.ts';
import { isWildcardName } from './names.ts';
import { type Condition, eachItem, type Policy, type ToolPolicy, toolNames } from './policy.ts';
import { compileRe2 } from './re2.ts';

/** Something to look at. */
export interface LintProblem {
  code: LintCode;
  /** The tool it is about; absent where it is the whole policy. */
  tool?: string;
  message: string;
}

/** What is looked for, with what it means. */
export const lintCodes = {
  'tool-gone': 'The policy names a tool that the server does not have.',
  'tool-unmentioned': 'The server has a tool that the policy does not name.',
  'path-unknown':
    'A condition looks at an argument that the schema does not have: it denies honest calls, and a call can bring a decoy.',
  'path-in-list': 'A condition looks into a list as if it were an object: it never finds anything.',
  'path-not-everywhere': 'A condition looks at the items of a list, which gateways cannot do: they deny the tool.',
  'glob-hide': 'A name with “*” is no pattern: it hides nothing.',
  'counter-shared': 'Several tools count on one counter and use up each other’s calls.',
  'name-collides': 'Two tools have one name in a client: a rule for one is a rule for both.',
  'always-denies': 'No call can meet the conditions.',
  'not-re2': 'A regular expression is not RE2: gateways refuse it.',
  unanchored: 'A requirement by regular expression is not anchored: anything around what it looks for passes.',
  'open-default': 'What is not named is allowed.',
} as const;
export type LintCode = keyof typeof lintCodes;

/**
 * Looks for problems.
 * @param tools what the server has; without them nothing is said about names and schemas
 */
export function lintPolicy(policy: Policy, tools?: readonly ToolDefinition[]): LintProblem[] {
  const problems: LintProblem[] = [];
  const report = (code: LintCode, tool?: string, detail = ''): void => {
    problems.push({
      code,
      ...(tool !== undefined && { tool }),
      message: `${lintCodes[code]}${detail && ` ${detail}`}`,
    });
  };
  if (policy.default === 'allow') report('open-default');
  const known = tools && new Map(tools.map((tool) => [tool.name, tool]));
  for (const name of toolNames(policy)) {
    const rule = policy.tools[name]!;
    if (isWildcardName(name) && !known?.has(name)) report('glob-hide', name);
    else if (known && !known.has(name)) report('tool-gone', name);
    lintRule(name, rule, known?.get(name), report);
  }
  for (const name of known?.keys() ?? []) if (!Object.hasOwn(policy.tools, name)) report('tool-unmentioned', name);
  lintCounters(policy, report);
  lintNames([...new Set([...toolNames(policy), ...(known?.keys() ?? [])])], report);
  return problems;
}

type Report = (code: LintCode, tool?: string, detail?: string) => void;

function lintRule(
  name: string,
  { decision, guards = [] }: ToolPolicy,
  tool: ToolDefinition | undefined,
  report: Report,
): void {
  const schema = tool && readSchema(tool);
  for (const { kind, conditions } of guards) {
    for (const condition of conditions) {
      const { op, value, path } = condition;
      if (op === 'regex' && typeof value === 'string') {
        if (!compileRe2(value)) report('not-re2', name, value);
        else if (kind === 'require' && !/^(\(\?i\))?\^.*\$$/s.test(value)) report('unanchored', name, value);
      }
      if (entersList(path)) report('path-not-everywhere', name, writePath(path));
      if (schema) lintPath(name, condition, schema, report);
    }
  }
  const required = guards.filter(({ kind, decision: otherwise }) => kind === 'require' && otherwise === 'deny');
  const clashing =
    decision !== 'deny' && decision !== 'hide' && contradictory(required.flatMap(({ conditions }) => conditions));
  if (clashing) report('always-denies', name, clashing);
}

/** Paths of a schema, the lists among them, and whether it is closed enough to say that a path is not there. */
function readSchema(tool: ToolDefinition): { paths: Set<string>; lists: Set<string>; whole: boolean } {
  const paths = new Set<string>();
  const lists = new Set<string>();
  let whole = true;
  for (const parameter of parametersOf(tool)) {
    const path = pathOfPointer(parameter.pointer);
    if (!path) whole = false;
    else {
      paths.add(writePath(path));
      if (parameter.type === 'array') {
        lists.add(writePath(path));
        paths.add(writePath([...path, eachItem]));
      }
      if (parameter.type === 'object' && parameter.schema.properties === undefined) whole = false;
    }
  }
  return { paths, lists, whole };
}

function lintPath(
  name: string,
  { path }: Condition,
  { paths, lists, whole }: ReturnType<typeof readSchema>,
  report: Report,
): void {
  const written = writePath(path);
  if (paths.has(written)) return;
  for (let length = 1; length < path.length; length++) {
    if (lists.has(writePath(path.slice(0, length))) && path[length] !== eachItem) {
      report('path-in-list', name, written);
      return;
    }
  }
  if (whole) report('path-unknown', name, written);
}

/** Two requirements on one argument that no value meets; undefined where none are found. */
function contradictory(conditions: readonly Condition[]): string | undefined {
  for (const [at, one] of conditions.entries()) {
    if (one.op === 'in' && Array.isArray(one.value) && one.value.length === 0) return `${writePath(one.path)} in []`;
    for (const other of conditions.slice(at + 1)) {
      if (writePath(one.path) !== writePath(other.path)) continue;
      const words = `${writePath(one.path)} ${one.op} ${JSON.stringify(one.value)} and ${other.op} ${JSON.stringify(other.value)}`;
      if (excludes(one, other) || excludes(other, one)) return words;
    }
  }
  return undefined;
}

function excludes(one: Condition, other: Condition): boolean {
  const text = (value: unknown) => JSON.stringify(value);
  if (one.op === 'eq' && other.op === 'eq') return text(one.value) !== text(other.value);
  if (one.op === 'eq' && other.op === 'neq') return text(one.value) === text(other.value);
  if (one.op === 'eq' && other.op === 'in')
    return Array.isArray(other.value) && !other.value.some((item) => text(item) === text(one.value));
  if (one.op === 'in' && other.op === 'in' && Array.isArray(one.value) && Array.isArray(other.value)) {
    const allowed = new Set(other.value.map(text));
    return !one.value.some((item) => allowed.has(text(item)));
  }
  if (one.op === 'exists' && one.value === false) return other.op !== 'exists' || other.value === true;
  if (typeof one.value !== 'number' || typeof other.value !== 'number') return false;
  if (/^lte?$/.test(one.op) && /^gte?$/.test(other.op)) {
    return one.value < other.value || (one.value === other.value && (one.op === 'lt' || other.op === 'gt'));
  }
  return false;
}

function lintCounters(policy: Policy, report: Report): void {
  const owners = new Map<string, string>();
  for (const name of toolNames(policy)) {
    for (const { counter, window } of policy.tools[name]!.limits ?? []) {
      const key = `${counter}@${window}`;
      const owner = owners.get(key);
      if (owner !== undefined && owner !== name) report('counter-shared', name, `${counter}, also of ${owner}.`);
      else owners.set(key, name);
    }
  }
}

/** Clients by how they write names. The key of the server does not matter, but for length. */
const renamings: Record<string, (tool: string) => string> = {
  'Claude Code': claudeName,
  'Copilot CLI': copilotName,
  'Gemini CLI': (tool) => geminiName('server', tool),
};

function lintNames(names: readonly string[], report: Report): void {
  const told = new Set<string>();
  for (const [client, rename] of Object.entries(renamings)) {
    const seen = new Map<string, string>();
    for (const name of names) {
      const shown = rename(name);
      const other = seen.get(shown);
      if (other === undefined) seen.set(shown, name);
      else if (!told.has(`${other}\n${name}`)) {
        told.add(`${other}\n${name}`);
        report('name-collides', name, `With ${other}, in ${client}.`);
      }
    }
  }
}

/** `toolrisk policy`: test, look over, explain and convert policy files. */
import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { StopRun } from '#crawler/errors.ts';
import { defaultServer } from '#crawler/policy/dialects/dialect.ts';
import type { Counters } from '#crawler/policy/evaluate.ts';
import { explainPolicy } from '#crawler/policy/explain.ts';
import { findFormat, formats } from '#crawler/policy/formats/index.ts';
import { lintPolicy } from '#crawler/policy/lint.ts';
import { decisions, serializeInternal, spreadLimits } from '#crawler/policy/policy.ts';
import {
  type PolicySource,
  policySources,
  type ReadPolicy,
  readForTest,
  readPolicy,
  testSources,
} from '#crawler/policy/read-policy.ts';
import type { ToolDefinition } from '#db/types.ts';
import type { Surroundings } from './operations.ts';
import { plural, printable } from './text.ts';

type Around = Pick<Surroundings, 'print' | 'tell' | 'endWith'>;

const fromOption = () =>
  new Option('--from <format>', 'what the file is; found out where absent').choices([...policySources]);

/** Adds the commands to the program. */
export function addPolicy(program: Command, around: Around): Command {
  const policy = program.command('policy').description('Test, look over, explain and convert policy files');
  policy
    .command('test')
    .description(
      'Decide calls as the place that the file is for would: JSON Lines of {"tool", "args"?, "at"?, "readOnly"?, "expect"?}',
    )
    .argument('<policy>', 'toolrisk, PolicyLayer JSON or Intercept YAML; with --from the rules of a client')
    .argument(
      '<calls.jsonl>',
      '“expect” is allow, ask, deny or hide; “at” a time, for limits; “readOnly” what the server claims',
    )
    .addOption(new Option('--from <format>', 'what the file is; found out where absent').choices(testSources))
    .option('--server <key>', 'what the server is called in the client’s configuration', defaultServer)
    .action((file: string, calls: string, flags: { from?: string; server: string }) =>
      testPolicy(file, calls, flags, around),
    );
  policy
    .command('lint')
    .description('Look for rules that do not do what they seem to')
    .argument('<policy>')
    .option('--tools <file>', 'the server’s tools: a JSON list, or an object with “tools”')
    .addOption(fromOption())
    .action((file: string, flags: { from?: PolicySource; tools?: string }) => lint(file, flags, around));
  policy
    .command('explain')
    .description('Say in sentences what a policy does')
    .argument('<policy>')
    .addOption(fromOption())
    .action(async (file: string, { from }: { from?: PolicySource }) => {
      for (const line of explainPolicy((await open(file, from)).policy)) around.print(printable(line, 2_000));
    });
  policy
    .command('convert')
    .description('Write a policy for another place; what that place cannot say becomes stricter')
    .argument('<policy>')
    .requiredOption('--to <format>', `toolrisk, ${formats.map(({ id }) => id).join(', ')}`)
    .option('--server <key>', 'what the server is called in your configuration', defaultServer)
    .addOption(fromOption())
    .action((file: string, flags: { from?: PolicySource; to: string; server: string }) => convert(file, flags, around));
  return policy;
}

/** Reads a file, or stops with what is wrong with it. */
const open = async (file: string, from?: PolicySource): Promise<ReadPolicy> =>
  usable(file, readPolicy(await readFile(file, 'utf8'), from));

function usable<T>(file: string, read: T | string): T {
  if (typeof read === 'string') throw new StopRun(`${printable(file, 200)}: ${printable(read, 800)}`);
  return read;
}

const callSchema = z.strictObject({
  tool: z.string(),
  args: z.record(z.string(), z.json()).default({}),
  at: z.iso.datetime().optional(),
  readOnly: z.boolean().optional(),
  expect: z.enum(decisions).optional(),
});

async function testPolicy(
  file: string,
  callsFile: string,
  { from, server }: { from?: string; server: string },
  around: Around,
): Promise<void> {
  const read = usable(file, readForTest(await readFile(file, 'utf8'), from));
  const counters: Counters = new Map();
  let wrong = 0;
  let number = 0;
  for (const line of (await readFile(callsFile, 'utf8')).split('\n')) {
    number++;
    if (line.trim() === '') continue;
    const call = parseCall(line);
    if (typeof call === 'string') {
      wrong++;
      around.print(`line ${number}: ${call}`);
      continue;
    }
    const { tool, args, readOnly: claimsReadOnly = false } = call;
    const { decision, reason } = read.evaluate(
      { tool, args, server, claimsReadOnly },
      counters,
      new Date(call.at ?? 0),
    );
    const differs = call.expect !== undefined && call.expect !== decision;
    if (differs) wrong++;
    const words = `${printable(call.tool, 80)}: ${decision}${reason && `, ${printable(reason, 300)}`}`;
    around.print(differs ? `${words} (line ${number} expects ${call.expect})` : words);
  }
  for (const note of read.unverified) around.tell(`Not verified: ${note}`);
  if (wrong > 0) around.endWith(1);
}

function parseCall(line: string) {
  try {
    const parsed = callSchema.safeParse(JSON.parse(line));
    return parsed.success
      ? parsed.data
      : 'it needs {"tool": "…", "args": {…}} and may have "at", "readOnly" and "expect".';
  } catch {
    return 'it is not valid JSON.';
  }
}

async function lint(
  file: string,
  { from, tools }: { from?: PolicySource; tools?: string },
  around: Around,
): Promise<void> {
  const { policy } = await open(file, from);
  const problems = lintPolicy(policy, tools === undefined ? undefined : await readTools(tools));
  for (const { code, tool, message } of problems) {
    around.print(`${code}${tool === undefined ? '' : ` ${printable(tool, 80)}`}: ${printable(message, 600)}`);
  }
  around.tell(problems.length === 0 ? 'Nothing to say against it.' : plural(problems.length, 'problem'));
  if (problems.length > 0) around.endWith(1);
}

/** The tools of a file: a list of definitions, an answer of `tools/list`, or what `toolrisk scan --json` prints. */
async function readTools(file: string): Promise<ToolDefinition[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new StopRun(`${file} is not valid JSON.`);
    throw error;
  }
  const list = Array.isArray(value) ? value : (value as { tools?: unknown } | null)?.tools;
  if (!Array.isArray(list) || !list.every((tool) => typeof tool?.name === 'string')) {
    throw new StopRun(`${file} holds no list of tools: give [{"name": …, "inputSchema": …}] or {"tools": [...]}.`);
  }
  return list as ToolDefinition[];
}

async function convert(
  file: string,
  flags: { from?: PolicySource; to: string; server: string },
  around: Around,
): Promise<void> {
  const { policy } = await open(file, flags.from);
  if (flags.to === 'toolrisk') return around.print(serializeInternal(policy).trimEnd());
  const format = findFormat(flags.to);
  if (!format)
    throw new StopRun(
      `There is no format ${printable(flags.to, 80)}. There are: toolrisk, ${formats.map(({ id }) => id).join(', ')}.`,
    );
  // Two gateways and the hook know limits that all tools share.
  const own = ['policylayer', 'intercept', 'hook'].includes(format.id) ? policy : spreadLimits(policy);
  around.print(format.write(own, { serverKey: flags.server }).trimEnd());
  around.tell(format.where);
  for (const line of format.cannot) around.tell(`Note: ${line}`);
}

/** `toolrisk scan`: one server, listed or else read from source, and judged, without a database. */
import type { Command } from 'commander';
import { explain } from '#crawler/classify/explain.ts';
import { findInServerWords } from '#crawler/classify/remarks/server-words.ts';
import type { GivenValues } from '#crawler/connect/index.ts';
import { ownLaunch } from '#crawler/discover/manifests/command-line.ts';
import { redactOwnArguments } from '#crawler/discover/manifests/redact.ts';
import { judgeInTurns } from '#crawler/judge.ts';
import { entriesOf, threatsOf } from '#crawler/methodology/taxonomies.ts';
import { toDocument } from '#crawler/policy/policylayer.ts';
import { policyOf } from '#crawler/policy/recommend.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { readSource, withSource } from '#crawler/read-source.ts';
import { parseTarget } from '#crawler/scan-target.ts';
import { writeJson } from '#crawler/text/json.ts';
import type { JudgedTool } from '#db/queries/readings.ts';
import type { AttemptResult, LaunchPlan, Reading } from '#db/types.ts';
import { explanationText } from './explain.ts';
import type { Surroundings } from './operations.ts';
import { sandboxOption } from './options.ts';
import { scanReport } from './reports.ts';
import { printable } from './text.ts';

interface ScanFlags {
  json?: boolean;
  /** Name of a tool. */
  explain?: string;
  sandbox: boolean;
  env?: string[];
  header?: string[];
  arg?: string[];
}

const collect = (value: string, before: string[] = []) => [...before, value];

/** Adds the command to the program. */
export function addScan(program: Command, around: Surroundings): void {
  program
    .command('scan')
    .description(
      'List one server and judge its tools, without a database: a URL, a package, or a command after --. What cannot be listed is read from source',
    )
    .argument('<target...>', 'https://…, an npm package (name or name@version), pypi:name, or -- command arguments…')
    .option('--env <NAME[=value]>', 'give it a variable, of your environment or with its value; several times', collect)
    .option('--header <"Name: value">', 'send a header to an address; several times', collect)
    .option(
      '--arg <word>',
      'give it a further argument (--arg=--flag where it begins with a dash); several times',
      collect,
    )
    .option('--json', 'print everything as JSON')
    .option('--explain <name>', 'tell why the tool of this name got its verdict')
    .addOption(sandboxOption())
    .addHelpText(
      'after',
      '\nExamples:\n  toolrisk scan @modelcontextprotocol/server-memory\n  toolrisk scan pypi:mcp-server-fetch\n  toolrisk scan --env ACME_TOKEN acme-mcp\n  toolrisk scan --header "Authorization: Bearer …" https://mcp.example.com/mcp\n  toolrisk scan -- node my-server.js --stdio\n  toolrisk scan -- npx -y acme-mcp --toolsets all' +
        '\n\nA command is understood for what it starts: what npx or uvx would fetch is installed and started in the sandbox. Values that are given are used for this scan, and neither stored nor printed.',
    )
    .action(async (words: string[], flags: ScanFlags, command: Command) => {
      const target = parseTarget(words, {
        isCommand: (rawArgsOf(command) ?? process.argv).includes('--'),
        env: flags.env,
        headers: flags.header,
        args: flags.arg,
        unsandboxed: !flags.sandbox,
        variables: around.variables,
      });
      const given = { env: target.env, headers: target.headers };
      const signal = around.untilInterrupted();
      await using connector = await around.openConnector(flags);
      const { plan } = target;
      const attempt: AttemptResult =
        plan.kind === 'not-launchable'
          ? { outcome: plan.outcome, reason: plan.reason, todo: plan.todo, durationMs: 0 }
          : await connector.list(plan, { signal, given });
      const known = { ...unknown, repositoryUrl: target.repository ?? null, launch: plan };
      const source = attempt.reading ? undefined : await readSource(connector, known, signal);
      const ended = source ? withSource(attempt, source) : attempt;
      const reading = attempt.reading ?? source?.reading;
      const hidden = hiding(around, given);
      if (flags.explain !== undefined) {
        showWhy(hidden, ended, reading, flags.explain, flags.json === true);
        return;
      }
      const judged = reading && {
        reading,
        tools: await judgeInTurns(reading.tools, { name: reading.serverInfo?.name }),
      };
      show(hidden, plan, ended, judged, flags.json === true);
    });
}

/** The words as they were given: commander takes `--` out of them. */
function rawArgsOf(command: Command): string[] | undefined {
  const root = command.parent as (Command & { rawArgs?: string[] }) | null;
  return root?.rawArgs;
}

/** Nothing is known of the server but how it is started. */
const unknown = { repositoryUrl: null, repositoryPath: null, sourceRead: null, toolCount: 0 };

/** What was read of a server, with what is said of it. */
interface Judged {
  reading: Reading;
  tools: JudgedTool[];
}

/** Shortest given value that is looked for in what is printed, characters: shorter ones are words like `true`. */
const shortestHidden = 6;

/** Takes the given values out of a text, which a server may repeat. */
function hideValues(text: string, { env = {}, headers = {} }: GivenValues): string {
  const values = [
    ...Object.values(env),
    ...Object.values(headers),
    ...Object.values(headers).map((value) => value.replace(/^\w+ /, '')),
  ];
  return values
    .filter((value) => value.length >= shortestHidden)
    .sort((a, b) => b.length - a.length)
    .reduce((hidden, value) => {
      const escaped = JSON.stringify(value).slice(1, -1);
      return hidden.replaceAll(value, '(given value)').replaceAll(escaped, '(given value)');
    }, text);
}

/** Surroundings that print and tell without the given values. */
function hiding(around: Surroundings, given: GivenValues): Surroundings {
  return {
    ...around,
    print: (text) => around.print(hideValues(text, given)),
    tell: (text) => around.tell(hideValues(text, given)),
  };
}

function show(
  { print, tell, width, endWith }: Surroundings,
  plan: LaunchPlan,
  attempt: AttemptResult,
  judged: Judged | undefined,
  json: boolean,
): void {
  const { outcome, reason, todo } = attempt;
  if (!attempt.reading) tell(`${outcome}: ${printable(reason, 500)} ${printable(todo, 500)}`.trimEnd());
  if (!judged) endWith(1);
  else if (!attempt.reading) tell('Read from source without running it: tools made while it runs may be missing.\n');
  const spec = ownLaunch(plan).launch;
  const shown = judged && {
    ...judged,
    reading: { ...judged.reading, args: redactOwnArguments(judged.reading.args, { local: plan.kind === 'command' }) },
  };
  if (json) print(writeJson({ spec, ...attempt, ...(shown && withRules(shown)), reading: undefined }));
  else if (judged) print(scanReport(judged.reading, judged.tools, width));
}

/** Why one tool got its verdict. Ends with 1 where the server has no such tool, and says which it has. */
function showWhy(
  { print, tell, endWith }: Surroundings,
  { outcome, reason, todo }: AttemptResult,
  reading: Reading | undefined,
  name: string,
  json: boolean,
): void {
  const tool = reading?.tools.find((one) => one.name === name);
  if (reading === undefined || tool === undefined) {
    const names = (reading?.tools ?? []).map((one) => one.name).join(', ');
    tell(
      reading === undefined
        ? `${outcome}: ${printable(reason, 500)} ${printable(todo, 500)}`.trimEnd()
        : `The server has no tool ${printable(name, 200)}. It has: ${printable(names, 2000)}`,
    );
    endWith(1);
    return;
  }
  const server = { name: reading.serverInfo?.name, tools: reading.tools.map((one) => one.name) };
  const why = explain(tool, server);
  print(json ? writeJson(why) : explanationText(why));
}

/** A reading with a verdict and a rule per tool, and the policy of the whole server. */
function withRules({ reading, tools }: Judged) {
  const { policy, recommendations, clashes } = recommendServer(tools);
  return {
    ...reading,
    findings: findInServerWords(reading),
    tools: tools.map(({ definition, tokens, classification }) => ({
      tool: definition.name,
      tokens,
      ...classification,
      taxonomies: entriesOf(threatsOf(classification)),
      policy: toDocument(policyOf(definition.name, recommendations.get(definition.name)!.rule)),
    })),
    policy: toDocument(policy),
    nameClashes: clashes,
  };
}

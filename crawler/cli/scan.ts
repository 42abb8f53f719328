/** `toolrisk scan`: one server, listed or else read from source, and judged, without a database. */
import type { Command } from 'commander';
import { judgeTools } from '#crawler/judge.ts';
import { recommend } from '#crawler/policy/recommend.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
import { readSource } from '#crawler/read-source.ts';
import { parseTarget } from '#crawler/scan-target.ts';
import type { AttemptResult, LaunchSpec, Reading } from '#db/types.ts';
import type { Surroundings } from './operations.ts';
import { sandboxOption } from './options.ts';
import { scanReport } from './reports.ts';
import { printable } from './text.ts';

/** Adds the command to the program. */
export function addScan(program: Command, around: Surroundings): void {
  program
    .command('scan')
    .description(
      'List one server and judge its tools, without a database: a URL, a package, or a command after --. What cannot be listed is read from source',
    )
    .argument('<target...>', 'https://…, an npm package (name or name@version), pypi:name, or -- command arguments…')
    .option('--json', 'print everything as JSON')
    .addOption(sandboxOption())
    .addHelpText(
      'after',
      '\nExamples:\n  toolrisk scan @modelcontextprotocol/server-memory\n  toolrisk scan pypi:mcp-server-fetch\n  toolrisk scan https://mcp.example.com/mcp\n  toolrisk scan -- node my-server.js --stdio',
    )
    .action(async (target: string[], flags: { json?: boolean; sandbox: boolean }) => {
      const spec = parseTarget(target, process.argv.includes('--'));
      const signal = around.untilInterrupted();
      const connector = await around.openConnector(flags);
      try {
        const attempt = await connector.list(spec, { signal });
        const reading = attempt.reading ?? (await readSource(connector, { ...unknown, launch: spec }, signal)).reading;
        show(around, spec, attempt, reading, flags.json === true);
      } finally {
        await connector.close();
      }
    });
}

/** Nothing is known of the server but how it is started. */
const unknown = { repositoryUrl: null, repositoryPath: null, sourceRead: null, toolCount: 0 };

function show(
  { print, tell, width, endWith }: Surroundings,
  spec: LaunchSpec,
  attempt: AttemptResult,
  reading: Reading | undefined,
  json: boolean,
): void {
  const { outcome, reason, todo } = attempt;
  if (!attempt.reading) tell(`${outcome}: ${printable(reason, 500)} ${printable(todo, 500)}`.trimEnd());
  if (!reading) endWith(1);
  else if (!attempt.reading) tell('Read from source without running it: tools made while it runs may be missing.\n');
  if (json) print(JSON.stringify({ spec, ...attempt, ...(reading && judged(reading)), reading: undefined }, null, 2));
  else if (reading) print(scanReport(reading, judgeTools(reading.tools, { name: reading.serverInfo?.name }), width));
}

/** A reading with a verdict and a rule per tool, and the policy of the whole server. */
function judged({ tools, ...facts }: Reading) {
  const verdicts = judgeTools(tools, { name: facts.serverInfo?.name });
  return {
    ...facts,
    tools: verdicts.map(({ definition, tokens, classification }) => ({
      tool: definition.name,
      tokens,
      ...classification,
      policy: recommend(definition.name, classification).document,
    })),
    policy: recommendServer(
      verdicts.map(({ definition, classification }) => ({ name: definition.name, classification })),
    ).document,
  };
}

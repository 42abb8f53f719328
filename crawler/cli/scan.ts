/** `toolrisk scan`: one server, listed and judged without a database. */
import type { Command } from 'commander';
import { judgeTools } from '#crawler/judge.ts';
import { recommend } from '#crawler/policy/recommend.ts';
import { recommendServer } from '#crawler/policy/server-policy.ts';
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
    .description('List and judge one server, without a database: a URL, a package, or a command after --')
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
        show(around, spec, await connector.list(spec, { signal }), flags.json === true);
      } finally {
        await connector.close();
      }
    });
}

function show({ print, tell, width, endWith }: Surroundings, spec: LaunchSpec, attempt: AttemptResult, json: boolean) {
  const { reading, outcome, reason, todo } = attempt;
  if (!reading) {
    if (json) print(JSON.stringify({ spec, ...attempt }, null, 2));
    tell(`${outcome}: ${printable(reason, 500)} ${printable(todo, 500)}`.trimEnd());
    endWith(1);
  } else if (json) {
    print(JSON.stringify({ spec, outcome, ...judged(reading) }, null, 2));
  } else {
    print(scanReport(reading, judgeTools(reading.tools, { name: reading.serverInfo?.name }), width));
  }
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

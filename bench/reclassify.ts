/**
 * Judging a whole database again: how much of the time is the rules', how much the database's. Twice: when every verdict
 * is another (the most there is to write), and when none is. On `TEST_DATABASE_URL` where it is set, else embedded.
 * `TOOLRISK_BENCH_TOOLS` sets the size, default 100,000.
 */
import { createClassifier } from '#crawler/classify/index.ts';
import { judgeTools } from '#crawler/judge.ts';
import { reclassify } from '#crawler/reclassify.ts';
import type { Db } from '#db/client.ts';
import { storeVisit } from '#db/queries/readings.ts';
import { upsertServer } from '#db/queries/servers.ts';
import type { ToolDefinition } from '#db/types.ts';
import { testDatabases } from '#test/support/database.ts';
import { definition } from './classify.shapes.ts';

const toolsPerServer = 100;

/** Stores servers with a hundred tools each, all judged by rules of another day. */
async function fill(db: Db, definitions: readonly ToolDefinition[]): Promise<void> {
  for (let at = 0; at < definitions.length; at += toolsPerServer) {
    const name = `bench-${at}`;
    const tools = definitions.slice(at, at + toolsPerServer);
    const { server } = await upsertServer(db, {
      candidate: { source: 'starter', location: name, name },
      identities: [`npm:${name}`],
      slug: name,
    });
    const judged = judgeTools(tools, { name }).map((tool) => ({
      ...tool,
      classification: { ...tool.classification, category: 'unassessed' as const, risk: null, ruleset: 'before' },
    }));
    await storeVisit(db, {
      serverId: server.id,
      attempt: {
        outcome: 'listed',
        reason: 'Listed.',
        todo: '',
        durationMs: 1,
        reading: { provenance: 'live', tools, args: [], envNames: [], notes: [], durationMs: 1 },
      },
      contentHash: name,
      judged,
      nextVisitAt: new Date(),
    });
  }
}

/** Seconds the rules alone take over the same tools, in the same process. */
function judgeAlone(definitions: readonly ToolDefinition[]): number {
  const started = performance.now();
  for (let at = 0; at < definitions.length; at += toolsPerServer) {
    const tools = definitions.slice(at, at + toolsPerServer);
    const classify = createClassifier({ name: `bench-${at}`, tools: tools.map((tool) => tool.name) });
    for (const tool of tools) classify(tool);
  }
  return (performance.now() - started) / 1000;
}

/** Runs the benchmark and prints a line per pass. */
export async function bench(): Promise<void> {
  const count = Number(process.env.TOOLRISK_BENCH_TOOLS ?? 100_000);
  const definitions = Array.from({ length: count }, (_, n) => JSON.parse(definition(n)) as ToolDefinition);
  const database = testDatabases.at(-1)!;
  const opened = await database.open();
  try {
    await fill(opened.db, definitions);
    judgeAlone(definitions.slice(0, 5_000));
    const rules = judgeAlone(definitions);
    for (const pass of ['every verdict is another', 'no verdict is another']) {
      const started = performance.now();
      const { tools, moved } = await reclassify(opened.db);
      const seconds = (performance.now() - started) / 1000;
      console.log(
        `${database.name}, ${pass}: ${tools} tools in ${seconds.toFixed(1)} s, ${moved} changed; ` +
          `the rules alone take ${rules.toFixed(1)} s, ${((100 * rules) / seconds).toFixed(0)} % of it`,
      );
    }
  } finally {
    await opened.close();
  }
}

/** `toolrisk refresh`: servers that are stored, listed again at once. */
import type { Command } from 'commander';
import { findServers, refreshServers } from '#crawler/refresh.ts';
import { openDb } from '#db/client.ts';
import type { Surroundings } from './operations.ts';
import { cacheOption, concurrencyOption, dbOption, sandboxOption, visitsAtOnce } from './options.ts';
import { plural, printable } from './text.ts';

interface RefreshFlags {
  db: string;
  concurrency: number;
  sandbox: boolean;
  cache?: number;
}

/** Adds the command to the program. */
export function addRefresh(program: Command, around: Surroundings): void {
  program
    .command('refresh')
    .description('List servers that are stored again at once, whatever their schedule says')
    .argument('<server...>', 'the last part of its address on the site, a package (name or pypi:name) or its URL')
    .addOption(dbOption())
    .addOption(concurrencyOption())
    .addOption(cacheOption())
    .addOption(sandboxOption())
    .action(async (names: string[], flags: RefreshFlags) => {
      const signal = around.untilInterrupted();
      await using opened = await openDb(flags.db);
      const servers = await findServers(opened.db, names);
      await using connector = await around.openConnector(flags);
      await refreshServers({ db: opened.db, connector }, servers, {
        concurrency: visitsAtOnce(flags.concurrency),
        signal,
        visited(server, attempt, judged, extracted) {
          const { outcome, reason, todo } = attempt;
          const tools =
            outcome === 'listed'
              ? plural(judged.length, 'tool')
              : `${reason} ${todo}${extracted ? ` ${plural(extracted.tools.length, 'tool')} known otherwise (${extracted.provenance}).` : ''}`;
          around.print(`${printable(server.slug, 80)}: ${outcome}, ${printable(tools, 600)}`);
          if (outcome !== 'listed') around.endWith(1);
        },
      });
    });
}

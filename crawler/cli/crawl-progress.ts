/** Shows a crawl while it works: a bar on a terminal, a line per server elsewhere. */
import { SingleBar } from 'cli-progress';
import type { CrawlEvent } from '#crawler/crawl.ts';
import { duration, plural, printable } from './text.ts';

/** Where progress goes; a terminal has `isTTY`. */
type Output = NodeJS.WritableStream & { isTTY?: boolean };

/**
 * A listener for `crawl` that shows what happens.
 * @returns `on` for the crawl, `say` for a line of the caller's own, `end` when it is over
 */
export function showCrawl(output: Output): { on(event: CrawlEvent): void; say(line: string): void; end(): void } {
  return output.isTTY ? showBar(output) : showLines(output);
}

function visitedLine(event: Extract<CrawlEvent, { kind: 'visited' }>): string {
  const { attempt } = event;
  const what = attempt.reading ? plural(attempt.reading.tools.length, 'tool') : printable(attempt.reason);
  return `${attempt.outcome} ${printable(event.server, 80)}: ${what} (${duration(attempt.durationMs)})`;
}

const unchangedLine = ({ server }: Extract<CrawlEvent, { kind: 'unchanged' }>) =>
  `same version ${printable(server, 80)}: not started`;

function showLines(output: Output) {
  const say = (line: string) => void output.write(`${line}\n`);
  return {
    on(event: CrawlEvent) {
      if (event.kind === 'notice') say(printable(event.message, 500));
      if (event.kind === 'visited') say(`[${event.attempted}/${event.due}] ${visitedLine(event)}`);
      if (event.kind === 'unchanged') say(`[${event.attempted}/${event.due}] ${unchangedLine(event)}`);
    },
    say,
    end() {},
  };
}

function showBar(output: Output) {
  const format = '{bar} {value}/{total} servers, {tools} tools  {now}';
  const bar = new SingleBar({ format, stream: output, barsize: 24, hideCursor: true, linewrap: false });
  let tools = 0;
  const visiting = new Set<string>();
  const payload = () => ({
    tools: tools.toLocaleString('en'),
    now: [...visiting].map((name) => printable(name, 40)).join(', '),
  });
  const say = (line: string) => {
    if (bar.isActive) output.write('\r\x1b[2K');
    output.write(`${line}\n`);
    if (bar.isActive) bar.render();
  };
  return {
    on(event: CrawlEvent) {
      if (event.kind === 'notice') say(printable(event.message, 500));
      if (event.kind === 'found') {
        if (bar.isActive) bar.setTotal(event.due);
        else bar.start(event.due, 0, payload());
      }
      if (event.kind === 'visiting') {
        visiting.add(event.server);
        bar.update(payload());
      }
      if (event.kind === 'unchanged') {
        visiting.delete(event.server);
        bar.update(event.attempted, payload());
      }
      if (event.kind === 'visited') {
        visiting.delete(event.server);
        tools += event.attempt.reading?.tools.length ?? 0;
        bar.update(event.attempted, payload());
        if (!event.attempt.reading) say(visitedLine(event));
      }
    },
    say,
    end: () => bar.stop(),
  };
}

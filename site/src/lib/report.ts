/** How a wrong verdict is reported: as an issue that is filled in already, or as text to send. Pure. */
import type { Classification } from '#db/types.ts';
import { shorten } from './format.ts';
import { plainVerbatim } from './verbatim.ts';

/** What is reported. */
export interface ReportedVerdict {
  server: string;
  tool: string;
  /** Address of the page. */
  page: string;
  verdict: Pick<Classification, 'category' | 'risk' | 'ruleset'>;
}

/** A title and a text for an issue. Names are gated and stand in code, so that no tracker takes them for its own signs. */
export function writeReport({ server, tool, page, verdict }: ReportedVerdict): { title: string; body: string } {
  const name = shorten(plainVerbatim(tool), 80).replaceAll('`', "'");
  return {
    title: `Verdict on ${name || 'a tool without a name'} of ${server}`,
    body: [
      `Page: ${page}`,
      `Tool: \`${name}\` of \`${server}\``,
      `Verdict: ${verdict.category}, ${verdict.risk ?? 'not assessed'} (rules ${verdict.ruleset})`,
      '',
      'It should be: ',
      'Because the definition says, or the tool does: ',
    ].join('\n'),
  };
}

/** Address of the form with both filled in. */
export function reportAddress(form: string, report: { title: string; body: string }): string {
  const url = new URL(form);
  url.searchParams.set('title', report.title);
  url.searchParams.set('body', report.body);
  return url.href;
}

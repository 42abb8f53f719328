/** What commands print at their end. Pure. */
import { findings } from '#crawler/classify/index.ts';
import { findInServerWords } from '#crawler/classify/remarks/server-words.ts';
import type { CrawlSummary } from '#crawler/crawl.ts';
import type { ReclassifySummary, VerdictMove } from '#crawler/reclassify.ts';
import type { JudgedTool } from '#db/queries/readings.ts';
import { severityOf } from '#db/queries/readings.ts';
import {
  type Classification,
  type Outcome,
  outcomes,
  type Provenance,
  type Reading,
  verdictCategories,
} from '#db/types.ts';
import { duration, plural, printable, table } from './text.ts';

/** Title of a kind of finding, small, for the middle of a sentence. */
const titleOf = (id: string): string => (findings.find((kind) => kind.id === id)?.title ?? id).toLowerCase();

/** Reasons of what was left out that are shown, most frequent first. */
const maxSkipped = 40;

/** The end of a crawl: servers by outcome, tools by category, and what to do about the rest. */
export function crawlReport(summary: CrawlSummary, width: number): string {
  const listed = summary.outcomes.get('listed') ?? 0;
  const attempted = [...summary.outcomes.values()].reduce((a, b) => a + b, 0);
  const tools = [...summary.tools.values()].reduce((a, b) => a + b, 0);
  const lines = [
    '',
    `${summary.stopped ? 'Stopped; what was done is kept, and the next run goes on from here. ' : ''}` +
      `Found ${plural(summary.found, 'server')}; ` +
      (summary.notDue > 0 ? `${summary.notDue} visited recently and not due; ` : '') +
      (summary.unchanged > 0 ? `${summary.unchanged} in the same version as before; ` : '') +
      (attempted === 0 && !summary.stopped ? 'no server was started.' : `listed ${listed} of ${attempted} visited.`),
  ];
  const byOutcome = outcomes.flatMap((outcome) => {
    const count = summary.outcomes.get(outcome);
    return count ? [[`  ${outcome}`, String(count)]] : [];
  });
  if (byOutcome.length > 0) lines.push('', 'Servers by outcome', table(byOutcome, width));
  if (tools > 0) {
    const rows = verdictCategories.map((category) => [`  ${category}`, String(summary.tools.get(category) ?? 0)]);
    lines.push('', `${plural(tools, 'tool')} by category`, table(rows, width));
  }
  const { fromSource } = summary;
  if (fromSource.tools > 0) {
    lines.push(
      '',
      `${plural(fromSource.tools, 'more tool')} of ${plural(fromSource.servers, 'server')} that could not be listed, read from source.`,
    );
  }
  if (summary.skipped.size > 0) {
    const rows = [...summary.skipped].sort((a, b) => b[1] - a[1]).slice(0, maxSkipped);
    lines.push(
      '',
      'Left out by discovery',
      table(
        rows.map(([reason, n]) => [`  ${n}`, printable(reason, 300)]),
        Math.max(width, 120),
      ),
    );
  }
  for (const outcome of outcomes) lines.push(...unlisted(summary, outcome, width));
  return lines.join('\n');
}

function unlisted(summary: CrawlSummary, outcome: Outcome, width: number): string[] {
  const some = summary.unlisted.filter((entry) => entry.outcome === outcome);
  if (some.length === 0) return [];
  const rows = some.map((entry) => [
    `  ${printable(entry.server, 60)}`,
    printable(`${entry.reason} ${entry.todo}`, 400),
  ]);
  return ['', `${outcome} (${some.length})`, table(rows, Math.max(width, 120))];
}

/** One server's tools, riskiest first, as `toolrisk scan` shows them. */
export function scanReport(reading: Reading, judged: readonly JudgedTool[], width: number): string {
  const byRisk = [...judged].sort(
    (a, b) =>
      severityOf(b.classification.risk) - severityOf(a.classification.risk) ||
      (a.definition.name < b.definition.name ? -1 : 1),
  );
  const rows = byRisk.map(({ definition, classification: c }) => [
    c.risk ?? '?',
    c.category,
    c.confidence.toFixed(2),
    printable(definition.name, 60),
    basisOf(c),
  ]);
  const tokens = judged.reduce((sum, tool) => sum + tool.tokens, 0);
  return [
    table([['RISK', 'CATEGORY', 'SURE', 'TOOL', 'EVIDENCE'], ...rows], width),
    '',
    `${plural(judged.length, 'tool')}, ${tokens.toLocaleString('en')} tokens; ${howRead[reading.provenance]} in ${duration(reading.durationMs)}` +
      `${reading.protocolVersion ? `, MCP ${reading.protocolVersion}` : ''}` +
      `${reading.packageVersion ? `, version ${printable(reading.packageVersion, 40)}` : ''}` +
      `${reading.envNames.length > 0 ? `, with placeholders for ${reading.envNames.map((n) => printable(n, 60)).join(', ')}` : ''}.`,
    ...findInServerWords(reading).map(
      ({ finding, evidence: [first] }) =>
        `Do not connect: ${titleOf(finding)}, ${printable(first?.pointer ?? '', 80)}: "${printable(first?.quote ?? '', 160)}". No policy keeps this from the model.`,
    ),
    ...reading.notes.map((note) => `Note: ${printable(note, 300)}`),
  ].join('\n');
}

/** How a list came to us, as the end of a sentence. */
const howRead: Record<Provenance, string> = {
  live: 'listed',
  'stand-in': 'listed with a stand-in for the network',
  declared: 'declared by a manifest',
  static: 'read from source',
};

/** The words a verdict rests on, and where; else why there is none. */
function basisOf({ evidence: [first], notJudged }: Classification): string {
  if (first) return `"${printable(first.quote, 80)}" ${printable(first.pointer, 80)}`;
  return notJudged ? 'its definition is too large to be judged' : 'too little to judge by';
}

/** One changed verdict as `toolrisk reclassify` shows it: what it was, what it is, and the words that decide. */
export function moveLine({ tool, now }: VerdictMove): string {
  const words = now.evidence[0]
    ? `${now.evidence[0].rule}: "${printable(now.evidence[0].quote, 60)}"`
    : 'too little to judge by';
  return `${printable(tool.name, 80)}: ${tool.category ?? 'none'}/${tool.risk ?? '?'} -> ${now.category}/${now.risk ?? '?'}  (${words})`;
}

/** The end of `toolrisk reclassify`. */
export function reclassifyReport(summary: ReclassifySummary, ms: number): string {
  return (
    `Judged ${plural(summary.tools, 'tool')} in ${duration(ms)}: ${plural(summary.moved, 'verdict')} changed, ` +
    `${summary.refined} refined in evidence or confidence only; ${plural(summary.reassessed, 'server')} identified anew, ${plural(summary.regraded, 'server')} graded anew.` +
    (summary.unproved === 0
      ? ''
      : ` The rules recommended for ${plural(summary.unproved, 'tool')} do not do what they are for: please report it.`)
  );
}

/** The methodology as Markdown, for `docs/methodology.md`. */
import type { modifiers } from '#crawler/classify/decide/tables.ts';
import { categories, grades } from '#db/types.ts';
import { type AccuracyPart, accuracyParts, accuracyTerms } from './accuracy.ts';
import { type Methodology, methodology } from './methodology.ts';
import {
  type ThreatId,
  taxonomies,
  threats,
  threatsOfCapability,
  threatsOfFinding,
  threatsOfPattern,
} from './taxonomies.ts';

/** What a modifier does, in words. */
export const effectInWords = (effect: (typeof modifiers)[number]['effect'] | { kind: 'raise' | 'lower' }): string => {
  switch (effect.kind) {
    case 'raise':
      return 'one step up';
    case 'at-least':
      return `at least ${effect.risk}`;
    case 'at-most':
      return `at most ${effect.risk}`;
    default:
      return 'one step down';
  }
};

const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---|').join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');

const renderPart = ({ title, paragraphs, tables }: AccuracyPart): string =>
  [
    `### ${title}`,
    ...paragraphs,
    ...tables.map(({ caption, head, rows }) => `${caption}:\n\n${table(head, rows)}`),
  ].join('\n\n');

/** Ids of the capabilities, findings and patterns that belong to a threat. */
const belongingTo = (threat: ThreatId): string[] =>
  [threatsOfCapability, threatsOfFinding, threatsOfPattern].flatMap((rows) =>
    Object.entries(rows).flatMap(([id, own]) => (own.includes(threat) ? [`\`${id}\``] : [])),
  );

/** `docs/methodology.md`. */
export const renderMethodology = (m: Methodology = methodology()): string => {
  const sections = [
    '# How toolrisk judges a tool',
    'This page is generated: the rules and tables by `npm run ruleset -- --stamp`, the figures by `npm run eval -- --publish`. Do not edit it.',
    '## How right it is',
    accuracyTerms,
    ...accuracyParts(m.blindRecord, m.measured).map(renderPart),
    m.measured.ruleset === m.ruleset
      ? ''
      : `The rules have changed since the last measurement; those in use are ${m.ruleset}.`,
    '## Principles',
    m.principles.map((p) => `- ${p}`).join('\n'),
    '## Categories and base risk',
    'Most severe first wins: financial, destructive, execute, write, read.',
    table(
      ['category', 'base risk', 'meaning'],
      m.categories.map((c) => [c.category, c.risk, c.meaning]),
    ),
    '`unassessed` is an outcome of its own: no risk is given and the policy is to deny.',
    '## What moves the risk',
    'Steps are taken first, then upper bounds, then lower bounds, so that a reason for caution wins over a reason for ease.',
    table(
      ['modifier', 'effect', 'why'],
      m.modifiers.map((x) => [x.title, effectInWords(x.effect), x.explanation]),
    ),
    '## Signals',
    'They explain; they do not change the category.',
    table(
      ['signal', 'meaning'],
      m.signals.map((x) => [x.title, x.explanation]),
    ),
    '## Findings',
    table(
      ['finding', 'meaning'],
      m.findings.map((x) => [x.title, x.explanation]),
    ),
    '## In other people’s terms',
    'Ids as their publishers wrote them; which of them a capability, finding or attack pattern belongs to is our assignment.',
    table(
      ['threat', ...taxonomies.map(({ title, version }) => `${title} ${version}`), 'belongs to it'],
      threats.map(({ id, title, ids }) => [
        title,
        ...taxonomies.map((taxonomy) => ids[taxonomy.id].join(', ')),
        belongingTo(id).join(', '),
      ]),
    ),
    '## Who is behind a server',
    m.identity.principles.map((p) => `- ${p}`).join('\n'),
    ...m.identity.questions.map((question) =>
      [
        `**${question.title}.** ${question.asks}`,
        table(
          ['answer', 'meaning'],
          Object.values(m.identity.reasons)
            .filter((reason) => reason.question === question.id)
            .map((reason) => [reason.state, reason.sentence]),
        ),
      ].join('\n\n'),
    ),
    '## Exposure and trust',
    'Exposure is what the worst reachable tool of a server can do: its risk is the highest risk of any tool, however many harmless ones stand beside it. Trust is whether one can rely on what the server says and on who says it. Start at 100 and take off points; no grade where no tool is known.',
    table(
      ['factor', 'points', 'rule'],
      m.trust.formula.map((f) => [f.title, `0 to −${f.max}`, f.rule]),
    ),
    `${grades.map((g) => `${g}: ${m.trust.bounds[g]} or more`).join('; ')}.`,
    '## Known limits',
    m.limits.map((l) => `- ${l}`).join('\n'),
    '## Rules',
    ...categories.map((category) =>
      [
        `### ${category}`,
        table(
          ['rule', 'what it sees', 'why it matters', 'what to do'],
          m.rules.filter((r) => r.category === category).map((r) => [`\`${r.id}\``, r.title, r.explains, r.advice]),
        ),
      ].join('\n\n'),
    ),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
};

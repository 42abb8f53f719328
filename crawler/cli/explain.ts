/** The text of an explanation, for `classify --explain` and `scan --explain`. */
import type { Candidate, Explanation } from '#crawler/classify/explain.ts';
import { printable } from './text.ts';

const short = (text: string): string => printable(text, 90);

/** The file that says what the verb means, and what makes its clause there the one that counts. */
const clauseOf = ({ file, specificity, conditions }: Candidate): string =>
  `crawler/classify/${file}${conditions.length > 0 ? `, the clause with ${short(conditions.join('; '))} (weight ${specificity})` : ''}`;

/** An explanation as lines for people. */
export const explanationText = (e: Explanation): string => {
  const lines = [
    `${short(e.tool)}: ${e.category}${e.risk === null ? '' : `, ${e.risk} risk`}, confidence ${e.confidence}`,
    '',
    'read',
    `  name        ${short(e.read.name)}`,
    `  fields      ${e.read.fields.join(', ') || 'none'}`,
    `  parameters  ${e.read.parameters.map(short).join(', ') || 'none'}`,
    '',
    'candidates (category, score, words; the verb that was read, and the file that says what it means)',
    ...e.candidates.map(
      (c) =>
        `  ${c.category.padEnd(12)}${c.score.toFixed(2)}  ${short(c.pointer)} “${short(c.quote)}”\n      ${c.verb === '' ? '' : `${short(c.verb.replaceAll('+', ' '))}: `}${clauseOf(c)}`,
    ),
    ...(e.candidates.length === 0
      ? [
          '  none: no word is known to act (verbs in crawler/classify/rules/) or to be what a tool gives',
          '      (nouns in crawler/classify/rules/names-information.ts)',
        ]
      : []),
    '',
    'decisions, in order',
    ...e.decisions.map(
      (d) =>
        `  ${d.id}  (crawler/classify/${d.file})\n      ${d.because}\n      ${d.chosen === undefined ? 'Nothing chosen.' : `${d.chosen.category}, ${d.chosen.confidence}: ${d.chosen.rule} “${short(d.chosen.quote)}”`}`,
    ),
    ...(e.decisions.length === 0 ? ['  none'] : []),
    '',
    `risk          ${e.risk ?? 'none'}${e.modifiers.length > 0 ? `, by ${e.modifiers.join(', ')}` : ', as its category has it'}`,
  ];
  if (e.milder !== undefined)
    lines.push(
      `next milder   ${e.milder.category}, without ${e.milder.without.map((w) => `${short(w.pointer)} “${short(w.quote)}”`).join(' and ')}`,
    );
  return `${lines.join('\n')}\n`;
};

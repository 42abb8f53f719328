/** Stated limits: a text that says in so many words that nothing is changed. */

import { kinds } from '#crawler/classify/lexicon/parameters.ts';
import { bothWays, readOnlySwitch, refused, writesInQuery } from '#crawler/classify/lexicon/patterns.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import type { Observation, ToolReading } from '#crawler/classify/read/reading.ts';
import type { Case, Decision } from './decision.ts';
import { confidences, specificities, strengths } from './numbers.ts';

const vague = verbsThat('vague');
const changers = verbsThat('changer');

/** `Adds an audience. Adding it does not change the people in it`: where the tool plainly changes something, this is about others. */
const speaksOfOthers = (reading: ToolReading, limit: Observation): boolean => {
  const name = reading.name[0];
  const main = reading.lead[0];
  return (
    name !== undefined &&
    main?.opens === true &&
    name.severity > 0 &&
    changers.has(name.verb) &&
    changers.has(main.verb) &&
    !reading.description.slice(limit.start, limit.end).toLowerCase().includes('read')
  );
};

/** Characters of a text that are searched. */
const maxRead = 1600;

/** The caller may write after all: a switch turns the limit on, both ways are on offer, or a statement that writes is named. */
const isOptional = ({ description, parameters }: ToolReading): boolean =>
  bothWays.test(description.slice(0, maxRead)) ||
  parameters.some((p) => {
    if (p.depth > 1) return false;
    if (p.type === 'boolean' && readOnlySwitch.test(p.name)) return true;
    const said =
      (p.kinds & (kinds.query | kinds.code)) === 0 ? null : writesInQuery.exec(p.description.slice(0, maxRead));
    return said !== null && !refused.test(p.description.slice(0, said.index));
  });

/** A later sentence says that something is lost all the same. */
const isDenied = ({ body, stated }: ToolReading): boolean =>
  body.some((o) => o.surely === true && o.severity >= 3 && o.strength >= strengths.later) ||
  stated.some((o) => o.place === 'phrase' && o.severity === 3);

const limitOf = ({ reading }: Case): Observation | undefined =>
  reading.limits.length === 0 || isOptional(reading) || isDenied(reading)
    ? undefined
    : reading.limits.find((o) => !speaksOfOthers(reading, o));

/** The name changes something by a verb that nothing turns into a reader. */
const isFirm = ({ reading }: Case): boolean =>
  reading.name.some(
    (o) =>
      o.severity > 0 &&
      ((o.strength >= strengths.plain && !vague.has(o.verb)) ||
        (o.severity >= 3 && o.strength >= strengths.plain && o.specificity >= specificities.object) ||
        (o.severity >= 3 && reading.lead.some((said) => said.opens && said.verb === o.verb))),
  );

/** The decisions, in order. */
export const ofLimits: readonly Decision[] = [
  {
    id: 'limit-alone',
    when: (c) => c.chosen === undefined && limitOf(c) !== undefined,
    then: (c) => ({ act: limitOf(c)!, confidence: confidences.limitAlone, support: [] }),
    because: 'The author says that nothing is changed, and nothing else.',
    matches: [
      ['sweep', 'Read-only.', { is: 'read' }],
      ['ledger_desk', 'Desk for the ledger; never modifies it.', { is: 'read' }],
    ],
    misses: [
      ['list_boxes', 'Lists boxes. This tool is read-only.'],
      ['process_book', 'Goes through a book. This tool is read-only.'],
    ],
  },
  {
    id: 'limit-agrees',
    when: (c) => c.chosen?.act.severity === 0 && limitOf(c) !== undefined,
    then: (c) => ({
      ...c.chosen!,
      confidence: Math.max(c.chosen!.confidence, confidences.limitAgrees),
      support: [...c.chosen!.support, limitOf(c)!],
    }),
    because: 'A reader that says it only reads.',
    matches: [
      ['list_boxes', 'Lists boxes. This tool is read-only.', { is: 'read' }],
      ['execute_report', 'Executes a saved report. Does not modify any data.', { is: 'read' }],
    ],
    misses: [
      ['process_book', 'Goes through a book. This tool is read-only.'],
      ['process_ledger', 'Goes through the ledger. This tool is read-only.'],
    ],
  },
  {
    id: 'limit-holds',
    when: (c) =>
      c.chosen !== undefined &&
      limitOf(c) !== undefined &&
      // Several modes, of which the text says that one only reads: `list is read-only, delete is for good`.
      c.chosen.act.place !== 'mode' &&
      c.chosen.act.rule.id !== 'stores-file' &&
      !isFirm(c),
    then: (c) => ({ act: limitOf(c)!, confidence: confidences.limitHolds, support: [c.chosen!.act] }),
    because: 'A stated limit outweighs a verb that might do more (`runs a read-only query`).',
    matches: [
      ['process_book', 'Goes through a book. This tool is read-only.', { is: 'read' }],
      ['process_ledger', 'Goes through the ledger. This tool is read-only.', { is: 'read' }],
    ],
    misses: [
      ['manage', ''],
      ['handle', 'Widgets.'],
    ],
  },
];

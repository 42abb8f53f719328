/** What later sentences of the text say the tool does besides. */
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import type { Observation } from '#crawler/classify/read/reading.ts';
import { type Case, type Decision, raise, worstOf } from './decision.ts';
import { confidences, specificities, strengths } from './numbers.ts';

const managers = verbsThat('manager');

const settled = verbsThat('finished');
const destroyers = verbsThat('destroyer');
const payers = verbsThat('payer');
const enders = verbsThat('runEnder');

/** A loss; money only where what is moved is known. */
const warned = (o: Observation): boolean =>
  o.severity === 3 ||
  (o.severity === 4 && (o.specificity >= specificities.object || payers.has(o.verb))) ||
  (o.severity === 2 && enders.has(o.verb));

/** A later sentence that says plainly of this tool that it does what no reader does. */
const laterWarning = (c: Case): Observation | undefined =>
  worstOf(c.reading.body, (o) => o.surely === true && warned(o) && o.strength >= strengths.later);

const laterAct = (c: Case, strength: number): Observation | undefined =>
  worstOf(c.reading.body, (o) => o.strength >= strength);

/** What managing a thing means: a loss or a payment however it is said, a run only where it is said plainly what runs. */
const managedAct = (c: Case): Observation | undefined => {
  const any = laterAct(c, strengths.faint);
  if (any === undefined || any.severity > 2) return any;
  return worstOf(
    c.reading.body,
    (o) => o.severity === 2 && o.strength >= strengths.later && o.specificity >= specificities.object,
  );
};

/** What managing means is said further on: `Manages archives. Create one, list all, delete old ones`. */
export const ofManagers: readonly Decision[] = [
  {
    id: 'managed',
    when: (c) =>
      (managers.has(c.chosen?.act.verb ?? '') || managers.has(c.reading.lead[0]?.verb ?? '')) &&
      managedAct(c) !== undefined,
    then: (c) => raise(c, managedAct(c)!, confidences.managed),
    because: 'What managing a thing means is said by the verbs of later sentences.',
    matches: [
      ['handle_bins', 'Handles bins. Deletes those that are full.', { is: 'destructive' }],
      ['vault', 'Manages vault boxes. Open one, list them, delete old ones.', { is: 'destructive' }],
    ],
    misses: [
      ['manage', ''],
      ['handle', 'Widgets.'],
    ],
  },
];

/** Later sentences about the tool. */
export const ofLaterSentences: readonly Decision[] = [
  {
    id: 'later-worse',
    when: (c) => {
      const body = laterAct(c, strengths.later);
      const act = c.chosen?.act;
      return (
        body !== undefined &&
        act !== undefined &&
        act.severity > 0 &&
        act.severity < 4 &&
        (act.specificity < specificities.object || body.severity === 4) &&
        (act.severity < 3 || body.specificity >= specificities.domain) &&
        body.severity >= 3 &&
        body.severity > act.severity &&
        body.strength >= strengths.laterWorse
      );
    },
    then: (c) => raise(c, laterAct(c, strengths.later)!, confidences.laterWorse),
    because: 'A change whose text goes on to say that it destroys or pays does that too.',
    matches: [['tidy_rack', 'Update a rack. It also deletes the boxes on it.', { is: 'destructive' }]],
    misses: [
      ['get_tile', 'Gets a tile.', { title: 'Erase a tile' }],
      ['show_card', 'Shows a card. It also erases the card.'],
    ],
  },
  {
    id: 'later-warns',
    when: (c) => {
      const body = laterWarning(c);
      return body !== undefined && c.chosen?.act.severity === 0;
    },
    then: (c) => raise(c, laterWarning(c)!, confidences.laterWorse),
    because: 'A reader whose text says in a sentence of its own that it deletes, pays or runs does that too.',
    matches: [
      ['show_card', 'Shows a card. It also erases the card.', { is: 'destructive' }],
      ['read_queue', 'Reads the queue. Also deletes what was read.', { is: 'destructive' }],
    ],
    misses: [
      ['get_tile', 'Gets a tile.', { title: 'Erase a tile' }],
      ['fetch_log', 'Fetches a log.', { title: 'Purge all logs' }],
    ],
  },
  {
    id: 'done-to-it',
    when: (c) => {
      const done = worstOf(c.reading.passive);
      const act = c.chosen?.act;
      if (done === undefined || act === undefined || done.severity < 3 || done.severity <= act.severity) return false;
      return (
        done.surely === true ||
        destroyers.has(done.verb) ||
        (done.severity === 4 && act.severity > 0 && !settled.has(act.verb))
      );
    },
    then: (c) => raise(c, worstOf(c.reading.passive)!, confidences.phrase),
    because: 'What the text says is deleted or paid by the call counts, whoever does it.',
    matches: [
      ['ask_panel', 'Asks a panel. Each member is paid automatically.', { is: 'financial' }],
      ['reject_note', 'Rejects a note. The note is permanently discarded.', { is: 'destructive' }],
    ],
    misses: [
      ['get_tile', 'Gets a tile.', { title: 'Erase a tile' }],
      ['fetch_log', 'Fetches a log.', { title: 'Purge all logs' }],
    ],
  },
  {
    id: 'title-worse',
    when: (c) => {
      const title = worstOf(c.reading.titled);
      return (
        title?.verb !== c.reading.name[0]?.verb &&
        title !== undefined &&
        title.severity >= 2 &&
        title.severity > (c.chosen?.act.severity ?? 4) &&
        title.strength >= strengths.plain
      );
    },
    then: (c) => raise(c, worstOf(c.reading.titled)!, confidences.laterWorse),
    because: 'A title that says something worse than name and text is what people read.',
    matches: [
      ['get_tile', 'Gets a tile.', { title: 'Erase a tile', is: 'destructive' }],
      ['fetch_log', 'Fetches a log.', { title: 'Purge all logs', is: 'destructive' }],
    ],
    misses: [
      ['manage', ''],
      ['handle', 'Widgets.'],
    ],
  },
];

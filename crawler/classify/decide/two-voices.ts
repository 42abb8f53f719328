/** Name and text both say what the tool does: the same, or which of the two counts. */

import { outcome, takesOff } from '#crawler/classify/lexicon/patterns.ts';
import { nounWeight, verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import type { Observation } from '#crawler/classify/read/reading.ts';
import { type Case, type Decision, worstOf } from './decision.ts';
import { confidences, specificities, strengths } from './numbers.ts';
import { isBare, isPlain, opensReading } from './said.ts';

const lightVerbs = verbsThat('light');
const vague = verbsThat('vague');
const plainReaders = verbsThat('reader');
const changers = verbsThat('changer');
const takers = verbsThat('taker');
const recorders = verbsThat('recorder');
const listeners = verbsThat('listener');

/** Of two acts by the same verb: does the text's know better than the name's what is acted on? */
const knowsMore = (said: Observation, name: Observation): boolean => {
  if (said.specificity > name.specificity || (isBare(name) && name.specificity < specificities.domain)) return true;
  if (said.specificity < name.specificity) return false;
  // `test_auth`: `Tests the connection` — a word that is a noun as often takes its meaning from the sentence.
  return (
    said.severity > name.severity ||
    (said.opens === true && vague.has(name.verb) && name.strength < strengths.plainWithObject)
  );
};

/** The text's act with the verb of the name, and the worst of the text's others. */
const sameVerb = ({
  name,
  acts,
}: Case): { same: Observation; act: Observation; others: Observation | undefined } | undefined => {
  const same = acts.find((o) => o.verb !== '' && o.verb.replace('+', '') === name!.verb.replace('+', ''));
  if (same === undefined) return undefined;
  // `Connects to a host and gets its log`: what is opened in order to look.
  const leadsUp = (o: Observation): boolean => o.severity === 1 && listeners.has(o.verb) && o.start < same.start;
  const others = worstOf(acts, (o) => o !== same && !(same.severity === 0 && leadsUp(o)));
  return { same, act: knowsMore(same, name!) ? same : name!, others };
};

/** The text goes on to an act that no reader does, by a word that can only be a verb. */
const warns = (o: Observation): boolean => o.surely === true && o.severity >= 2;

/** The name plainly reads, by a verb that tells what it does. */
const nameReads = (name: Observation): boolean => {
  const knowsObject = name.specificity >= specificities.object;
  return (
    name.severity === 0 &&
    name.strength >= (knowsObject ? strengths.plainWithObject : strengths.plain) &&
    (!vague.has(name.verb) || knowsObject)
  );
};

/** `get_download_url`: `Resolve a URL …` — a plain write verb says less than a plain read name. */
const isFaint = (lead: Observation, name: Observation): boolean =>
  lead.severity === 1 &&
  lead.capability !== 'change-access' &&
  (plainReaders.has(name.verb) || (lead.specificity < specificities.object && !changers.has(lead.verb)));

/** How often a word is a noun that may be one here. */
const minNoun = 0.5;

/** The verb that ends the name stands in the object of the text’s: there it is a noun. */
const isMade = ({ name, lead, reading }: Case): boolean =>
  nounWeight(name!.verb) >= minNoun &&
  reading.nameWords.at(-1)?.text === name!.verb &&
  lead!.pointer === '/description' &&
  lead!.verb !== name!.verb &&
  reading.description.slice(lead!.start, lead!.end).toLowerCase().split(/\W+/).includes(name!.verb);

/** `open_orders`: before a plural, what they are like as often as what is done. */
const isAttribute = ({ name, reading }: Case): boolean =>
  name!.verb === 'open' && (reading.nameWords.at(-1)?.text.endsWith('s') ?? false);

/** `Returns true if it was changed`: how it went, not what is done. */
const tellsOutcome = ({ main, reading }: Case): boolean =>
  main!.pointer === '/description' && outcome.test(reading.description.slice(main!.start));

const isTextWorse = (c: Case): boolean => c.lead!.severity > c.name!.severity;

/** `Provides documentation …`: the text hands out guidance, whatever its name makes. */
const teaches = (main: Observation): boolean =>
  main.opens === true && main.severity === 0 && main.specificity >= specificities.object;

/** The decisions, in order. */
export const ofTwoVoices: readonly Decision[] = [
  {
    id: 'both-agree',
    when: (c) => c.name!.severity === c.lead!.severity,
    then: (c) => {
      const act = c.lead!.specificity > c.name!.specificity ? c.lead! : c.name!;
      return {
        act,
        confidence: isPlain(c.name!) ? confidences.bothPlainly : confidences.bothFaintly,
        support: [act === c.name ? c.lead! : c.name!],
      };
    },
    because: 'Name and text say acts of the same weight; the one that knows its object better is quoted first.',
    matches: [
      ['list_runs', 'Lists runs.', { is: 'read' }],
      ['get_grants', 'Lists grants.', { is: 'read' }],
    ],
    misses: [
      ['delete_box', 'Shows a box.'],
      ['send_box', 'Returns a box.'],
    ],
  },
  {
    id: 'same-verb',
    when: (c) => {
      const found = sameVerb(c);
      if (found === undefined) return false;
      const { act, others } = found;
      // A reader's text may go on with nouns that look like verbs: `Get the cooldown and retry snapshot`.
      const reads = act.severity === 0 && isPlain(c.name!) && !vague.has(c.name!.verb);
      return others === undefined || others.severity <= act.severity || (reads && !others.opens && !warns(others));
    },
    then: (c) => {
      const { same, act } = sameVerb(c)!;
      return {
        act,
        confidence: same.severity === c.name!.severity ? confidences.bothSay : confidences.sameVerb,
        support: [act === same ? c.name! : same],
      };
    },
    because: 'The same verb in name and text is one act; where they differ, the one that knows its object is right.',
    matches: [
      ['get_book', 'Gets a book and saves notes on it.', { is: 'read' }],
      ['get_cooldown', 'Get the cooldown and retry snapshot.', { is: 'read' }],
    ],
    misses: [
      ['delete_box', 'Shows a box.'],
      ['send_box', 'Returns a box.'],
    ],
  },
  {
    id: 'same-verb-and-worse',
    when: (c) => sameVerb(c) !== undefined,
    then: (c) => {
      const { act, others } = sameVerb(c)!;
      return { act: others!, confidence: confidences.textWorseLater, support: [act] };
    },
    because: 'The text says the act of the name and a worse one beside it.',
    matches: [
      ['fetch_leaf', 'Fetches and processes a leaf.', { is: 'write' }],
      ['track_work', 'Track work and update the ledger.', { is: 'write' }],
    ],
    misses: [
      ['delete_box', 'Shows a box.'],
      ['send_box', 'Returns a box.'],
    ],
  },
  {
    id: 'takes-back',
    when: (c) =>
      isTextWorse(c) &&
      (c.name!.verb.startsWith('un') || (c.name!.rule.id === 'arranges-data' && takesOff.test(c.name!.verb))) &&
      isPlain(c.name!) &&
      takers.has(c.lead!.verb),
    then: (c) => ({ act: c.name!, confidence: confidences.takesBack, support: [] }),
    because: '`unban_member`: `Removes a ban` — what takes back an act takes away what it made.',
    matches: [
      ['unmute_room', 'Clears the mute of a room.', { is: 'write' }],
      ['unmute_member', 'Removes a mute from a member.', { is: 'write' }],
      ['detach_script', 'Removes a script from a scene.', { is: 'write' }],
      ['disconnect_signal', 'Removes the connection of a signal.', { is: 'write' }],
    ],
    misses: [
      ['delete_box', 'Shows a box.'],
      ['send_box', 'Returns a box.'],
    ],
  },
  {
    id: 'reader-kept',
    when: (c) => isTextWorse(c) && nameReads(c.name!) && (c.lead!.opens ? isFaint(c.lead!, c.name!) : !warns(c.lead!)),
    then: (c) => ({ act: c.name!, confidence: confidences.readerKept, support: [c.main!] }),
    because: 'A plain reader outweighs a verb further on in its text, and a plain verb of writing at its front.',
    matches: [
      ['look_at', 'Make the puppet look at a place.', { is: 'read' }],
      ['get_harvest_report', 'Generate a harvest briefing.', { is: 'read' }],
    ],
    misses: [
      ['delete_box', 'Shows a box.'],
      ['send_box', 'Returns a box.'],
    ],
  },
  {
    id: 'name-over-later-verb',
    when: (c) =>
      isTextWorse(c) &&
      c.lead!.severity < 3 &&
      !c.lead!.opens &&
      !isPlain(c.lead!) &&
      isPlain(c.name!) &&
      !lightVerbs.has(c.name!.verb),
    then: (c) => ({ act: c.name!, confidence: confidences.readerKept, support: [] }),
    because:
      'A verb found further on in the text may be a noun; a plain name outweighs it unless it warns of the worst.',
    matches: [
      ['respond_aloud', 'Generate an answer and play it aloud.', { is: 'write' }],
      ['create_jingle', 'Convert words to a jingle and play the sound.', { is: 'write' }],
    ],
    misses: [
      ['delete_box', 'Shows a box.'],
      ['send_box', 'Returns a box.'],
    ],
  },
  {
    id: 'text-worse',
    when: isTextWorse,
    then: (c) => ({
      act: c.lead!,
      confidence: c.lead === c.main ? confidences.textWorse : confidences.textWorseLater,
      support: [c.name!],
    }),
    because: 'Where the text says something worse than the name, the text counts.',
    matches: [
      ['fetchTemplate', '下载并部署项目模板。', { is: 'execute' }],
      ['search_song', 'Plays a song on a speaker.', { is: 'execute' }],
    ],
    misses: [
      ['delete_box', 'Shows a box.'],
      ['send_box', 'Returns a box.'],
    ],
  },
  {
    id: 'vague-name',
    when: (c) =>
      c.lead!.severity === 0 &&
      vague.has(c.name!.verb) &&
      !tellsOutcome(c) &&
      (c.name!.specificity < specificities.object || teaches(c.main!)) &&
      (c.main!.opens === true || (!isPlain(c.name!) && !changers.has(c.name!.verb)) || lightVerbs.has(c.name!.verb)),
    then: (c) => ({ act: c.lead!, confidence: confidences.vagueName, support: [c.name!] }),
    because: 'A vague verb in the name takes its meaning from a text that says it reads.',
    matches: [
      ['send_box', 'Returns a box.', { is: 'read' }],
      ['generate_slug', 'Returns a slug.', { is: 'read' }],
    ],
    misses: [
      ['delete_box', 'Shows a box.'],
      ['install_guide', 'Provides guidance on installing.'],
      ['set_motto', 'Returns true if the motto was changed.'],
    ],
  },
  {
    id: 'writes-it-down',
    when: (c) =>
      c.main!.opens === true &&
      recorders.has(c.main!.verb) &&
      c.lead!.severity === 1 &&
      (c.name!.rule.id === 'starts-process' || c.name!.severity === 4) &&
      c.name!.verb === 'create',
    then: (c) => ({ act: c.main!, confidence: confidences.sameVerb, support: [c.name!] }),
    because:
      '`create_call`: `Logs a call with somebody` makes a record of it; nobody is called, and no payment is made.',
    matches: [
      ['create_call', 'Logs a call with a neighbour.', { is: 'write' }],
      ['create_run', 'Records a run that was finished elsewhere.', { is: 'write' }],
      ['create_payment', 'Records a payment against an invoice.', { is: 'write' }],
      [
        'create_transaction',
        'Inserts transactions into the budget.',
        {
          is: 'write',
          server: { name: 'Household budget with payments', tools: ['create_transaction', 'list_payments'] },
        },
      ],
    ],
    misses: [
      ['create_call', 'Creates a call to a neighbour.'],
      ['start_call', 'Logs a call with a neighbour.'],
      ['create_payment', 'Creates a payment to a neighbour.'],
    ],
  },
  {
    id: 'noun-in-reader-name',
    when: (c) =>
      c.lead!.severity === 0 &&
      (isAttribute(c)
        ? opensReading(c.main)
        : !(c.name!.severity >= 3 && isPlain(c.name!)) &&
          c.name!.strength <
            (opensReading(c.main) || (c.main!.opens === true && c.main!.specificity >= specificities.object)
              ? strengths.againstReader
              : strengths.plainWithObject)),
    then: (c) => ({ act: c.lead!, confidence: confidences.nounLikeNameRead, support: [c.name!] }),
    because:
      '`cli_install`: `Provides instructions for installing` opens with a plain reader, and no verb opens the name.',
    matches: [
      ['cli_setup', 'Provides instructions for setting up the command line.', { is: 'read' }],
      ['cli_install', 'Provides instructions for setting up the command line.', { is: 'read' }],
      ['open_orders', 'Lists the orders that wait.', { is: 'read', server: { name: 'Stock trading' } }],
    ],
    misses: [
      ['delete_box', 'Shows a box.'],
      ['install_guide', 'Provides guidance on installing.'],
    ],
  },
  {
    id: 'name-is-object',
    when: (c) => c.lead!.opens === true && isPlain(c.lead!) && isMade(c),
    then: (c) => ({ act: c.lead!, confidence: confidences.sameVerb, support: [] }),
    because: '`resume`: `Generates a resume` — the word of the name is what the text makes.',
    matches: [
      ['resume', 'Generates a neat resume.', { is: 'write' }],
      ['launch', 'Saves the launch of a kite.', { is: 'write' }],
    ],
    misses: [
      ['delete_box', 'Shows a box.'],
      ['resume', 'Generates a neat list.'],
    ],
  },
  {
    id: 'name-worse',
    when: () => true,
    then: (c) => ({
      act: c.name!,
      confidence: isPlain(c.name!) ? confidences.nameWorse : confidences.nameWorseFaint,
      support: [c.lead!],
    }),
    because: 'Where the name says something worse than the text, the name counts.',
    matches: [
      ['delete_box', 'Shows a box.', { is: 'destructive' }],
      ['install_guide', 'Provides guidance on installing.', { is: 'write' }],
    ],
    misses: [
      ['manage', ''],
      ['handle', 'Widgets.'],
    ],
  },
];

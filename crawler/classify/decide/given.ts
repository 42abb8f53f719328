/** Tools that only work on what the call hands them, and tools that listen for a while: their verbs change nothing that stays. */
import { domainBit } from '#crawler/classify/lexicon/domains.ts';
import { givenNames, placeNames } from '#crawler/classify/lexicon/parameters.ts';
import { forAWhile, givenBack, whileName } from '#crawler/classify/lexicon/patterns.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { asVerb } from '#crawler/classify/read/modes.ts';
import type { Observation, ToolReading } from '#crawler/classify/read/reading.ts';
import { splitName } from '#crawler/classify/words/text.ts';
import { type Case, type Decision, worstOf } from './decision.ts';
import { confidences, specificities } from './numbers.ts';

const transformers = verbsThat('transformer');
const listeners = verbsThat('listener');

/** Characters of a description that are searched. */
const maxRead = 400;

/** A parameter holds what is worked on, and none says where something lies. */
const isGivenAll = ({ parameters }: ToolReading): boolean => {
  let given = false;
  for (const { name, depth } of parameters) {
    if (depth > 0) continue;
    const words = splitName(name).map((word) => word.text);
    if (placeNames.has(words.at(-1) ?? '')) return false;
    given ||= words.some((word) => givenNames.has(word));
  }
  return given;
};

/** A verb of working on something, that says nothing of a place where it lies. */
const transforms = ({ reading, chosen }: Case): boolean => {
  const act = chosen?.act;
  return (
    act !== undefined &&
    act.severity > 0 &&
    transformers.has(act.verb) &&
    (act.severity !== 4 || act.specificity < specificities.object) &&
    reading.passive.every((o) => o.severity < 3) &&
    [...reading.name, ...reading.lead].every((o) => o.severity === 0 || transformers.has(o.verb)) &&
    (reading.domains & (domainBit.browser | domainBit.device)) === 0
  );
};

/** What a listener gives back. */
const heard = ({ reading }: Case): Observation | undefined =>
  [...reading.lead, ...reading.body, ...reading.name].find((o) => o.severity === 0);

/** The decisions, in order. */
export const ofGiven: readonly Decision[] = [
  {
    id: 'works-on-what-is-given',
    when: (c) => transforms(c) && givenBack.test(c.reading.description.slice(0, maxRead)) && isGivenAll(c.reading),
    then: (c) => ({
      act: asVerb(c.reading, c.chosen!.act, 'calculate'),
      confidence: confidences.workedOut,
      support: [],
    }),
    because: '`Removes blank lines from the given text` changes the text in hand and nothing that is kept.',
    matches: [
      [
        'remove_commas',
        'Removes commas from the given text.',
        { parameters: { text: { type: 'string' } }, is: 'read' },
      ],
      [
        'join_lists',
        'Merges two lists and returns the result.',
        { parameters: { a: { type: 'array' }, b: { type: 'array' } }, is: 'read' },
      ],
    ],
    misses: [
      [
        'remove_lines',
        'Removes lines from a file.',
        { parameters: { path: { type: 'string' }, text: { type: 'string' } } },
      ],
      [
        'delete_text',
        'Deletes the given text of a page.',
        { parameters: { page_id: { type: 'string' }, text: { type: 'string' } } },
      ],
    ],
  },
  {
    id: 'listens-for-a-while',
    when: (c) => {
      const act = c.chosen?.act;
      return (
        act !== undefined &&
        (act.severity === 1 || act.severity === 2) &&
        listeners.has(act.verb) &&
        heard(c) !== undefined &&
        worstOf([...c.reading.lead, ...c.reading.body].filter((o) => !listeners.has(o.verb)))?.severity === 0 &&
        (forAWhile.test(c.reading.description.slice(0, maxRead)) ||
          c.reading.parameters.some(({ name, depth }) => depth === 0 && whileName.test(name)))
      );
    },
    then: (c) => ({ act: heard(c)!, confidence: confidences.workedOut, support: [] }),
    because: 'What is subscribed to for some seconds and handed back is read; nothing goes on after the call.',
    matches: [
      [
        'subscribe_tower',
        'Subscribes to the bells and returns those heard.',
        { parameters: { seconds: { type: 'integer' } }, is: 'read' },
      ],
      ['tower', 'Connects to the tower for a few seconds and collects what it says.', { is: 'read' }],
    ],
    misses: [
      ['subscribe_bells', 'Subscribes an address to the bells.'],
      ['connect_tower', 'Connects to the tower and keeps the connection.'],
    ],
  },
];

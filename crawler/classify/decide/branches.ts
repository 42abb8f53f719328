/** Tools of several modes: what the worst value of a mode parameter does. */
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import { type Case, type Decision, raise, worstOf } from './decision.ts';
import { confidences, specificities, strengths } from './numbers.ts';

const vague = verbsThat('vague');
const managers = verbsThat('manager');
const lightVerbs = verbsThat('light');

const worstMode = (c: Case) => worstOf(c.modes.observations);

/** The name says nothing by itself: a noun, or a vague verb without a known object. */
const isNounName = ({ reading }: Case): boolean => {
  const spoken = reading.name[0];
  return (
    spoken === undefined ||
    spoken.strength < strengths.plain ||
    (vague.has(spoken.verb) && spoken.specificity < specificities.object)
  );
};

/** The decisions, in order. */
export const ofBranches: readonly Decision[] = [
  {
    id: 'modes-are-all',
    when: (c) => {
      const worst = worstMode(c);
      if (worst === undefined || c.chosen === undefined || !isNounName(c)) return false;
      const lead = worstOf(c.reading.lead);
      const managed = lead !== undefined && (managers.has(lead.verb) || lightVerbs.has(lead.verb)) && c.modes.whole;
      return managed || (c.modes.read > 1 && (lead?.severity ?? 0) <= worst.severity);
    },
    then: (c) => ({ act: worstMode(c)!, confidence: confidences.modesAreAll, support: [c.chosen!.act] }),
    because: 'A noun for a name, and several modes: they are all there is to judge.',
    matches: [
      [
        'crates',
        'Manage crates.',
        { parameters: { action: { type: 'string', enum: ['list', 'add', 'remove'] } }, is: 'destructive' },
      ],
      [
        'manage_members',
        'Manages members.',
        { parameters: { operation: { type: 'string', enum: ['enum', 'list', 'get'] } }, is: 'read' },
      ],
    ],
    misses: [
      ['shelf', '', { parameters: { action: { type: 'string', enum: ['get', 'delete'] } } }],
      ['report', 'Reports.', { parameters: { action: { type: 'string', enum: ['get', 'list', 'search'] } } }],
    ],
  },
  {
    id: 'worst-mode',
    when: (c) => worstMode(c) !== undefined && (c.chosen === undefined || c.modes.read > 1),
    then: (c) => {
      const worst = worstMode(c)!;
      return raise(c, worst, worst.strength >= strengths.opening ? confidences.modeEnum : confidences.modeInWords);
    },
    because: 'The worst branch one call can reach counts.',
    matches: [
      ['shelf', '', { parameters: { action: { type: 'string', enum: ['get', 'delete'] } }, is: 'destructive' }],
      [
        'get_crate',
        'Gets a crate.',
        { parameters: { action: { type: 'string', enum: ['get', 'delete'] } }, is: 'destructive' },
      ],
    ],
    misses: [
      ['manage', ''],
      ['handle', 'Widgets.'],
    ],
  },
];

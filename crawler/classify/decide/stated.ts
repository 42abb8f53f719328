/** What is stated outside the tool's own verbs: phrases, parameters and, where all else is silent, annotations. */
import { causative, thirdPerson } from '#crawler/classify/lexicon/patterns.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import type { Observation } from '#crawler/classify/read/reading.ts';
import { meets } from '#crawler/classify/words/senses.ts';
import { type Case, type Decision, raise } from './decision.ts';
import { confidences, strengths } from './numbers.ts';
import { opensReading } from './said.ts';

const lightVerbs = verbsThat('light');
const vague = verbsThat('vague');
const settled = verbsThat('finished');
const makers = verbsThat('maker');

/** What a text says beside the act of such a verb is not what the call itself does. */
const isAside = (act: Observation, severity: number): boolean =>
  act.severity === 1 && ((severity === 3 && settled.has(act.verb)) || (severity === 2 && makers.has(act.verb)));

/** Does a parameter make the act worse? Code and queries only matter to a tool that does something with them. */
const appliesTo = ({ reading }: Case, act: Observation, parameter: Observation): boolean => {
  if (parameter.rule.id === 'stores-file') return act.severity === 0 && act.rule.id !== 'captures-view';
  if (parameter.rule.id === 'deletes-data' || parameter.rule.id === 'sends-message') return true;
  // `ask_human` with a budget: whoever answers is paid.
  if (parameter.rule.id === 'moves-money')
    return act.severity > 0 || (act.object !== undefined && meets(act.object, reading.grammar.classBit('payee')));
  if (parameter.rule.id === 'trades') return true;
  // A program in so many words is run, whatever the tool is called.
  if (parameter.strength >= strengths.opening) return act.severity < parameter.severity && !isAside(act, 2);
  if (act.severity > 0) return act.severity < parameter.severity && lightVerbs.has(act.verb);
  const opening = reading.lead[0];
  const computes = act.rule.id === 'computes-answer' || (opening?.opens && opening.rule.id === 'computes-answer');
  if (computes || act.rule.id === 'states-read-only') return false;
  const verb = reading.name[0]?.verb ?? '';
  return verb === '' || vague.has(verb) || lightVerbs.has(act.verb) || act.verb === 'query';
};

const quoteOf = ({ reading, seen }: Case): string => reading.description.slice(seen!.start, seen!.end);

/** The phrase speaks of the call in the third person: `permanently deletes it`. */
const saysSo = (c: Case): boolean => thirdPerson.test(quoteOf(c));

/** The decisions, in order; each looks at one observation. */
export const ofStatements: readonly Decision[] = [
  {
    id: 'declared',
    when: (c) => c.seen!.place === 'annotation',
    then: (c) => (c.chosen === undefined ? raise(c, c.seen!, confidences.declared) : undefined),
    because: 'What a server declares counts only where its words say nothing.',
    matches: [
      ['x_handler', '', { annotations: { readOnlyHint: false }, is: 'write' }],
      ['zorb', '', { annotations: { readOnlyHint: false, destructiveHint: false }, is: 'write' }],
    ],
    misses: [
      ['desk', 'Your card will be charged.'],
      ['buy_credits', 'Buys credits.'],
    ],
  },
  {
    id: 'phrase-alone',
    when: (c) => c.seen!.place === 'phrase' && c.chosen === undefined,
    then: (c) => raise(c, c.seen!, confidences.phrase),
    because: 'Stated outright, and nothing else says anything.',
    matches: [
      ['desk', 'Your card will be charged.', { is: 'financial' }],
      ['gallery', 'For members: your account will be billed.', { is: 'financial' }],
    ],
    misses: [
      ['buy_credits', 'Buys credits.'],
      ['pull_items', 'Gets items and marks them as delivered.'],
    ],
  },
  {
    id: 'aside',
    when: (c) => c.seen!.place === 'phrase' && isAside(c.chosen!.act, c.seen!.severity),
    then: () => undefined,
    because: 'What the text says of a thing that is made or sent is not what the call does.',
    matches: [
      ['create_helper_action', 'Creates an action that an AI agent can perform.', { is: 'write' }],
      ['add_courier_step', 'Adds a step that an AI agent can execute.', { is: 'write' }],
    ],
    misses: [
      ['buy_credits', 'Buys credits.'],
      ['pull_items', 'Gets items and marks them as delivered.'],
    ],
  },
  {
    id: 'has-it-done',
    when: (c) => c.seen!.place === 'phrase' && c.seen!.severity === 4 && causative.test(quoteOf(c)),
    then: (c) => raise(c, c.seen!, confidences.laterWorse),
    because: 'To get money sent is to send it.',
    matches: [
      ['friend_help', 'Get funds sent to a friend.', { is: 'financial' }],
      ['lend_hand', 'Get money transferred to a cousin.', { is: 'financial' }],
    ],
    misses: [
      ['buy_credits', 'Buys credits.'],
      ['pull_items', 'Gets items and marks them as delivered.'],
    ],
  },
  {
    id: 'phrase-warns',
    when: (c) => c.seen!.place === 'phrase' && c.chosen!.act.severity === 0 && saysSo(c),
    then: (c) => raise(c, c.seen!, confidences.laterWorse),
    because: 'A reader that says that it deletes for good does.',
    matches: [
      ['get_thing', 'Gets a thing. Permanently deletes the thing as well.', { is: 'destructive' }],
      ['get_leaf', 'Gets a leaf. Permanently removes the leaf from the tree.', { is: 'destructive' }],
    ],
    misses: [
      ['buy_credits', 'Buys credits.'],
      ['pull_items', 'Gets items and marks them as delivered.'],
    ],
  },
  {
    id: 'phrase-worse',
    when: (c) =>
      c.seen!.place === 'phrase' &&
      (c.chosen!.act.severity > 0 ||
        (!opensReading(c.main) &&
          (c.seen!.severity === 4 ||
            (c.reading.name[0]?.strength ?? 0) < strengths.nounLike ||
            vague.has(c.reading.name[0]?.verb ?? '')))),
    then: (c) => raise(c, c.seen!, confidences.phrase),
    because: 'Stated outright, but not by the tool’s own verbs: it may make a change worse.',
    matches: [
      ['errand', 'Autonomously completes a web task.', { is: 'execute' }],
      ['contract_write', 'Calls a contract function that changes state.', { is: 'financial' }],
    ],
    misses: [
      ['run_reads', 'Runs SELECT queries.', { parameters: { sql: { type: 'string' } } }],
      ['blurb', '', { parameters: { python_code: { type: 'string', description: 'Code to run' } } }],
    ],
  },
  {
    id: 'parameter-alone',
    when: (c) => c.seen!.place === 'parameter' && c.chosen === undefined,
    then: (c) => raise(c, c.seen!, confidences.parameterAlone),
    because: 'What the caller can put in is all there is.',
    matches: [
      ['blurb', '', { parameters: { python_code: { type: 'string', description: 'Code to run' } }, is: 'execute' }],
      [
        'workbench',
        'Works on a dataset.',
        { parameters: { python_code: { type: 'string', description: 'Code to execute' } }, is: 'execute' },
      ],
    ],
    misses: [
      ['run_reads', 'Runs SELECT queries.', { parameters: { sql: { type: 'string' } } }],
      ['run_readonly_sql', 'Runs a read-only SQL query.', { parameters: { sql: { type: 'string' } } }],
    ],
  },
  {
    id: 'parameter-worse',
    when: (c) =>
      c.seen!.place === 'parameter' &&
      c.seen!.strength >= strengths.plainWithObject &&
      appliesTo(c, c.chosen!.act, c.seen!),
    then: (c) => raise(c, c.seen!, confidences.parameterWorse),
    because: 'A parameter lets the caller do something worse than the tool says.',
    matches: [
      ['run_reads', 'Runs SELECT queries.', { parameters: { sql: { type: 'string' } }, is: 'read' }],
      ['run_readonly_sql', 'Runs a read-only SQL query.', { parameters: { sql: { type: 'string' } }, is: 'read' }],
    ],
    misses: [
      ['manage', ''],
      ['handle', 'Widgets.'],
    ],
  },
];

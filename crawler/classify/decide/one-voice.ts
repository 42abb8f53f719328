/** Only the name says what the tool does, or only the text: what each of them is worth alone. */

import { freeFormNames } from '#crawler/classify/lexicon/patterns.ts';
import { verbsThat } from '#crawler/classify/lexicon/verbs.ts';
import type { ToolReading } from '#crawler/classify/read/reading.ts';
import type { Case, Decision } from './decision.ts';
import { confidences, strengths } from './numbers.ts';
import { isBare, isPlain } from './said.ts';

const closing = verbsThat('closing');
const managers = verbsThat('manager');

/** A parameter takes code or a statement, or is called as if it might. */
const takesProgram = (reading: ToolReading): boolean =>
  reading.parameters.some(({ name, depth }) => depth === 0 && freeFormNames.test(name)) ||
  reading.stated.some((o) => o.place === 'parameter' && (o.rule.id === 'runs-query' || o.rule.id === 'runs-code'));

/** Both the name's last word and the head of the description name information. */
const namesInformation = ({ reading }: Case): boolean =>
  reading.stated.some((o) => o.place === 'noun' && o.pointer === '/description') &&
  reading.stated.some((o) => o.place === 'noun' && o.pointer === '/name' && o.strength >= strengths.endsName);

/** The decisions, in order. */
export const ofOneVoice: readonly Decision[] = [
  {
    id: 'no-program-to-run',
    when: (c) =>
      c.name?.severity === 0 && isPlain(c.name) && c.lead?.rule.id === 'runs-query' && !takesProgram(c.reading),
    then: (c) => ({ act: c.name!, confidence: confidences.noProgram, support: [] }),
    because: 'A reader whose text speaks of running a query runs one of its own where no parameter takes one.',
    matches: [
      ['get_metric', 'Executes the saved statement of a metric.', { is: 'read' }],
      ['fetch_ratio', 'Runs a prepared query and returns the ratio.', { is: 'read' }],
    ],
    misses: [
      ['sweep', 'Read-only.'],
      ['zsh', 'Returns text.'],
    ],
  },
  {
    id: 'program-name',
    when: (c) =>
      !c.named &&
      c.lead?.severity === 0 &&
      c.noun !== undefined &&
      c.noun.severity === 2 &&
      c.reading.nameWords.length === 1,
    then: (c) => ({ act: c.noun!, confidence: confidences.nounAlone, support: [] }),
    because: 'A tool named `sh` or `sudo` runs what it is given, whatever its text says.',
    matches: [
      ['zsh', 'Returns text.', { is: 'execute' }],
      ['sh', 'Gets output.', { parameters: { c: { type: 'string' } }, is: 'execute' }],
    ],
    misses: [
      ['send_box', 'Returns a box.'],
      ['get_grants', 'Lists grants.'],
    ],
  },
  {
    id: 'text-speaks-for-noun',
    when: (c) => !c.named && c.lead !== undefined && c.name?.severity === c.lead.severity,
    then: (c) => ({ act: c.lead!, confidence: confidences.bothSay, support: [c.name!] }),
    because: 'A name whose verb may be a noun is confirmed by a text that says the same.',
    matches: [
      ['app_deploy', 'Deploys an app.', { is: 'execute' }],
      ['sql_run', 'Runs an SQL statement.', { is: 'execute' }],
    ],
    misses: [
      ['list_images', 'Lists images.'],
      ['list_agents', 'Lists agents.'],
    ],
  },
  {
    id: 'text-alone',
    when: (c) => !c.named && c.lead !== undefined,
    then: (c) => ({
      act: c.lead!,
      confidence: c.lead!.strength >= strengths.opening ? confidences.textAlone : confidences.textAloneFaint,
      support: [],
    }),
    because: 'Where the name says nothing, the text does.',
    matches: [
      ['bash_history', 'Returns history.', { is: 'read' }],
      ['blorp', 'Frobnicates. Can delete rows.', { is: 'destructive' }],
    ],
    misses: [
      ['unpin_card', 'Removes a pin.'],
      ['get_plan', 'Returns the plan.'],
    ],
  },
  {
    id: 'noun-alone',
    when: (c) => !c.named && c.noun !== undefined,
    then: (c) => ({
      act: c.noun!,
      confidence: c.reading.description === '' ? confidences.nounAlone : confidences.nounWithText,
      support: [],
    }),
    because: 'A name or heading of nothing but information returns it.',
    matches: [
      ['disk_usage', '', { is: 'read' }],
      ['erc1155_balance', '', { is: 'read' }],
    ],
    misses: [
      ['get_build', 'Returns a build.'],
      ['manage_shelves', 'Shelf tool.'],
    ],
  },
  {
    id: 'nothing-said',
    when: (c) => c.name === undefined,
    then: () => undefined,
    because: 'Neither name nor text says what the tool does; later steps may.',
    matches: [
      ['sweep', 'Read-only.', { is: 'read' }],
      ['zorb', '', { is: 'unassessed' }],
    ],
    misses: [
      ['list_backups', 'Lists backups.'],
      ['list_stops', 'Lists bus stops.'],
    ],
  },
  {
    id: 'noun-like-name',
    when: (c) => !c.named,
    then: (c) => ({ act: c.name!, confidence: confidences.nounLikeName, support: [] }),
    because: 'A verb that is a noun as often is all there is.',
    matches: [
      ['contacts_rename', '', { is: 'write' }],
      ['invoice_issue', '', { is: 'financial' }],
    ],
    misses: [
      ['thread_type', ''],
      ['create_memo', 'Creates a note.'],
      ['show_order', 'Returns an order.'],
    ],
  },
  {
    id: 'noun-over-verb',
    when: (c) =>
      c.lead === undefined &&
      c.noun !== undefined &&
      c.name!.strength < strengths.opening &&
      !closing.has(c.name!.verb) &&
      (c.reading.description === ''
        ? c.name!.strength < 0.6 && c.noun.strength === strengths.endsName
        : namesInformation(c)),
    then: (c) => ({ act: c.noun!, confidence: confidences.nounOverVerb, support: [] }),
    because: '`sync_status`: `State of the last sync` names information, and says so.',
    matches: [
      ['sync_status', 'State of the last sync.', { is: 'read' }],
      ['stake_history', '', { parameters: { account: { type: 'string' } }, is: 'read' }],
    ],
    misses: [
      ['delete_edit', 'Deletes an edit.'],
      ['get_email', 'Returns one email.'],
    ],
  },
  {
    id: 'nothing-managed',
    when: (c) => c.lead === undefined && managers.has(c.name!.verb) && isBare(c.name!),
    then: () => undefined,
    because: '`manage` alone stands for anything; only what follows can say what.',
    matches: [
      ['manage', '', { is: 'unassessed' }],
      ['handle', 'Widgets.', { is: 'unassessed' }],
    ],
    misses: [
      ['whoami', ''],
      ['list_runs', 'Lists runs.'],
    ],
  },
  {
    id: 'name-alone',
    when: (c) => c.lead === undefined,
    then: (c) => ({
      act: c.name!,
      confidence: isPlain(c.name!) ? confidences.nameAlone : confidences.nameAloneFaint,
      support: [],
    }),
    because: 'Where the text says nothing, the name does.',
    matches: [
      ['whoami', '', { is: 'read' }],
      ['manage_shelves', 'Shelf tool.', { is: 'write' }],
    ],
    misses: [
      ['list_runs', 'Lists runs.'],
      ['delete_box', 'Shows a box.'],
    ],
  },
];

/** What the tools beside a tool say about it. */

import { asVerb } from '#crawler/classify/read/modes.ts';
import type { Decision } from './decision.ts';
import { confidences } from './numbers.ts';

/** The name of the tool that puts back what this one takes off: `add_urls_to_list` for `remove_urls_from_list`. */
const inverseOf = (name: string): string =>
  name
    .replace(/remove/, 'add')
    .replace(/Remove/, 'Add')
    .replace(/([_-])from([_-])/, '$1to$2')
    .replace(/From(?=[A-Z])/, 'To');

/** The decisions, in order. */
export const ofSiblings: readonly Decision[] = [
  {
    id: 'put-back-beside-it',
    when: ({ chosen, reading }) =>
      chosen?.act.verb === 'remove' &&
      chosen.act.severity === 3 &&
      /from/i.test(reading.tool.name) &&
      reading.server.names.has(inverseOf(reading.tool.name)),
    then: (c) => ({ act: asVerb(c.reading, c.chosen!.act, 'detach'), confidence: confidences.takesBack, support: [] }),
    because: 'What is taken off a list is put back by the tool beside it.',
    matches: [
      [
        'remove_pages_from_book',
        'Removes pages.',
        { server: { name: 'B', tools: ['remove_pages_from_book', 'add_pages_to_book'] }, is: 'write' },
      ],
      [
        'remove_rows_from_ledger',
        'Removes rows.',
        { server: { name: 'L', tools: ['remove_rows_from_ledger', 'add_rows_to_ledger'] }, is: 'write' },
      ],
    ],
    misses: [
      ['manage', ''],
      ['handle', 'Widgets.'],
    ],
  },
];

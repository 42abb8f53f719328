import { defineRule } from '#crawler/classify/define-rule.ts';
import { saysDestructive } from '#crawler/classify/rules/inspect/annotations.ts';

/** Declared destructive. */
export const declaredDestructive = defineRule({
  id: 'declared-destructive',
  title: 'Declared destructive',
  explains: 'The server itself says a call may destroy; nothing in the words says otherwise.',
  advice: 'Treat it as destructive until the author says more.',
  capability: 'delete-data',
  inspect: saysDestructive,
  matches: [
    ['zorb', '', { is: 'destructive', annotations: { destructiveHint: true, readOnlyHint: false } }],
    ['frobnicate', 'Frobnicates the widget.', { is: 'destructive', annotations: { destructiveHint: true } }],
    ['x_handler', '', { is: 'destructive', annotations: { destructiveHint: true } }],
  ],
  misses: [
    [
      'list_things',
      'Lists things.',
      { annotations: { destructiveHint: true }, why: 'the words say it reads; the annotation is a contradiction' },
    ],
    ['zorb', '', { annotations: { destructiveHint: false } }],
    ['zorb', ''],
  ],
});

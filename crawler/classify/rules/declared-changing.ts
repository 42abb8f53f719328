import { defineRule } from '#crawler/classify/define-rule.ts';
import { saysChanging } from '#crawler/classify/rules/inspect/annotations.ts';

/** Declared not read-only. */
export const declaredChanging = defineRule({
  id: 'declared-changing',
  title: 'Declared not read-only',
  explains: 'The server itself says a call changes something.',
  advice: 'Treat it as a write until the author says more.',
  capability: 'change-data',
  inspect: saysChanging,
  matches: [
    ['zorb', '', { is: 'write', annotations: { readOnlyHint: false, destructiveHint: false } }],
    [
      'frobnicate',
      'Frobnicates the widget.',
      { is: 'write', annotations: { readOnlyHint: false, destructiveHint: false } },
    ],
    ['x_handler', '', { is: 'write', annotations: { readOnlyHint: false } }],
  ],
  misses: [
    ['list_things', 'Lists things.', { annotations: { readOnlyHint: false } }],
    ['zorb', '', { annotations: { readOnlyHint: true } }],
    ['zorb', ''],
  ],
});

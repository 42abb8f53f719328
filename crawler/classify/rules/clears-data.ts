import { defineRule } from '#crawler/classify/define-rule.ts';

/** Clears or resets. */
export const clearsData = defineRule({
  id: 'clears-data',
  title: 'Clears or resets',
  explains: 'It empties or resets something as a whole; nobody picks what goes.',
  advice: 'Hide it, or ask for approval.',
  capability: 'clear-data',
  actions: [
    {
      verbs:
        'clear reset flush empty wipe+clean reinitialize reimage rebuild factory+reset zero+out blank hard+reset nullify',
      unless: ['job'],
    },
    { verbs: 'reset clear', objects: ['job', 'logs'] },
    { verbs: 'format', objects: ['everything', 'liveResource', 'machine'], unless: ['cells'] },
    { verbs: 'recreate reinstall', objects: ['everything', 'liveResource', 'machine'] },
    { verbs: 'clean', objects: ['file'] },
  ],
  matches: [
    ['clear_history', 'Clears the history.', { is: 'destructive' }],
    ['counter_reset', 'Resets a counter.', { is: 'destructive' }],
    ['flush_queue', 'Flushes a queue.', { is: 'destructive' }],
  ],
  misses: [
    ['format_grid', 'Formats a table with thin borders.', { why: 'a table of a document' }],
    ['get_reset_date', 'Returns the reset date.'],
    ['format_text', 'Formats text.'],
    ['list_cleared_payments', 'Lists cleared payments.'],
  ],
});

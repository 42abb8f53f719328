import { defineRule } from '#crawler/classify/define-rule.ts';

/** Thinks out loud. */
export const thinks = defineRule({
  id: 'thinks',
  title: 'Thinks out loud',
  explains: 'A note that lives only in the process leaves nothing behind.',
  advice: 'Allow it.',
  capability: 'compute-answer',
  actions: [
    { verbs: 'think reason reflect brainstorm ponder deliberate ideate' },
    { verbs: 'record add apply process', objects: ['thought'] },
  ],
  nouns: 'thinking thought reasoning brainstorm',
  matches: [
    ['think', 'Use this to think before acting.', { is: 'read' }],
    ['record_thought', 'Records one step of reasoning for this conversation.', { is: 'read' }],
    ['stepwisethinking', 'Structured thoughts, one at a time.', { is: 'read' }],
    ['step_by_step_reasoning', 'Reason through a problem in steps.', { is: 'read' }],
    ['lens', 'Applies mental models to a problem.', { is: 'read' }],
    ['process_thought', 'Conducts a flexible line of reasoning.', { is: 'read' }],
  ],
  misses: [
    ['delete_thought', 'Deletes a thought.'],
    ['update_reason_code', 'Changes a reason code.'],
    ['create_memo', 'Creates a note.'],
    ['apply_model', 'Applies a pricing model to all products.'],
  ],
});

import { defineRule } from '#crawler/classify/define-rule.ts';

/** Cancels a commitment. */
export const cancelsCommitment = defineRule({
  id: 'cancels-commitment',
  title: 'Cancels a commitment',
  explains: 'An order, booking or subscription cannot always be made again on the same terms.',
  advice: 'Ask for approval each time.',
  capability: 'cancel-commitment',
  actions: [
    { verbs: 'cancel void annul' },
    { verbs: 'terminate end abort', objects: ['commitment'], unless: ['job'] },
    { verbs: 'stop', objects: ['trade', 'commitment'] },
    { verbs: 'stop terminate', domains: ['trading'] },
    { verbs: 'close stop terminate end', objects: ['tradingBot'], domains: ['trading'] },
    { verbs: 'unbook unsubscribe+customer call+off' },
  ],
  phrases: ['cancels|cancel all|any|associated|open|pending pending? orders'],
  matches: [
    ['cancel_web_order', 'Cancels an order.', { is: 'destructive' }],
    ['subscription_cancel', '', { is: 'destructive' }],
    ['void_transaction', 'Voids a transaction.', { is: 'destructive' }],
  ],
  misses: [
    ['cancel_job', 'Cancels a running job.', { why: 'a job' }],
    ['list_cancelled_orders', 'Lists cancelled orders.'],
    ['get_cancellation_policy', 'Returns the policy.'],
  ],
});

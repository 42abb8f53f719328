import { defineRule } from '#crawler/classify/define-rule.ts';

/** Charges or refunds. */
export const chargesCustomer = defineRule({
  id: 'charges-customer',
  title: 'Charges or refunds',
  explains: 'Somebody’s card or account is debited or credited.',
  advice: 'Deny it unless a person approves.',
  capability: 'move-money',
  actions: [
    { verbs: 'create', objects: ['transaction'], domains: ['payments'], unless: ['account', 'info'] },
    {
      verbs: 'credit collect reverse chargeback preauthorize bill',
      objects: ['money', 'commitment', 'person', 'checkout'],
    },
    { verbs: 'refund charge debit' },
    { verbs: 'accept concede', objects: ['grievance'] },
    { verbs: 'create do', objects: ['money'] },
    { verbs: 'capture authorize authorise', objects: ['money', 'commitment', 'checkout'] },
  ],
  phrases: [
    'issue|issues|issuing a? full|partial? refund',
    'accept liability',
    'is|are|gets billed|charged|debited|invoiced to the|a|your client|customer|buyer|card|account|wallet',
    'charge|charges|charging the? customer|card|account',
  ],
  matches: [
    ['refund_order', 'Refunds an order.', { is: 'financial' }],
    ['charge_card', 'Charges a card.', { is: 'financial' }],
    ['pass_hours', 'Approves hours; they are billed to the client at once.', { is: 'financial' }],
    ['payment_capture', 'Captures an authorised payment.', { is: 'financial' }],
  ],
  misses: [
    ['list_charges', 'Lists charges.', { why: 'a noun' }],
    ['show_refund', 'Returns a refund.'],
    ['update_refund_note', 'Changes the note on a refund.'],
    ['capture_screenshot', 'Captures the screen.'],
  ],
});

import { defineRule } from '#crawler/classify/define-rule.ts';

/** Issues an invoice. */
export const issuesInvoice = defineRule({
  id: 'issues-invoice',
  title: 'Issues an invoice',
  explains: 'Somebody receives a demand for payment.',
  advice: 'Deny it unless a person approves.',
  capability: 'request-payment',
  actions: [{ verbs: 'send issue finalize pay submit post email mail resend', objects: ['invoice'] }],
  matches: [
    ['invoice_send', 'Sends an invoice.', { is: 'financial' }],
    ['invoice_finalise', 'Finalises an invoice.', { is: 'financial' }],
    ['invoice_issue', '', { is: 'financial' }],
  ],
  misses: [
    ['show_invoice', 'Returns an invoice.'],
    ['list_invoices', 'Lists invoices.'],
    ['send_bill_reminder', 'Sends a reminder.'],
  ],
});

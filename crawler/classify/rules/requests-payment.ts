import { defineRule } from '#crawler/classify/define-rule.ts';

/** Asks for payment. */
export const requestsPayment = defineRule({
  id: 'requests-payment',
  title: 'Asks for payment',
  explains: 'A link or checkout lets somebody pay in your name.',
  advice: 'Deny it unless a person approves.',
  capability: 'request-payment',
  actions: [
    { verbs: 'create generate open start initiate make new build confirm', objects: ['checkout'], unless: ['message'] },
    { verbs: 'create', objects: ['order'], unless: ['planned'] },
  ],
  phrases: ['create|creates|creating|generate|generates a|new? payment|checkout link|session|url'],
  matches: [
    ['create_payment_link', 'Creates a payment link.', { is: 'financial' }],
    ['checkout_create', '', { is: 'financial' }],
    ['new_sale', 'Creates a checkout session for a basket.', { is: 'financial' }],
  ],
  misses: [
    ['show_payment_link', 'Returns a payment link.'],
    ['list_checkouts', 'Lists checkouts.'],
    ['send_payment_link_reminder', 'Sends a reminder.'],
  ],
});

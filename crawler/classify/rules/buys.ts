import { defineRule } from '#crawler/classify/define-rule.ts';

/** Buys. */
export const buys = defineRule({
  id: 'buys',
  title: 'Buys',
  explains: 'Somebody is committed to pay.',
  advice: 'Deny it unless a person approves the price.',
  capability: 'purchase',
  actions: [
    { verbs: 'buy purchase' },
    { verbs: 'acquire', objects: ['ware', 'money', 'token', 'trade', 'webDomain'] },
    { verbs: 'checkout check+out', domains: ['shop', 'payments'] },
    { verbs: 'reserve hire lease', objects: ['ware', 'commitment'] },
    { verbs: 'renew', objects: ['ware', 'subscription'], outside: ['notices'] },
    { verbs: 'register', objects: ['webDomain'] },
    { verbs: 'rent', unless: ['info'] },
    { verbs: 'request book hail', objects: ['hire'] },
    { verbs: 'book', objects: ['ware'] },
    { verbs: 'order', unless: ['info'] },
    { verbs: 'subscribe upgrade', objects: ['billingPlan', 'subscription'], outside: ['notices'] },
    { verbs: 'subscribe', objects: ['offer'], outside: ['notices'] },
    { verbs: 'complete submit confirm finalize', objects: ['order', 'checkout', 'cart'] },
    { verbs: 'checkout check+out', objects: ['cart'] },
    { verbs: 'checkout', objects: ['commitment'] },
  ],
  phrases: [
    'buy|buys|buying|purchase|purchases|purchasing a|an|the|new? domain|number|credits|ticket|postage|label|gift',
    'will be charged|billed',
    'your|the card|account|wallet|balance|customer *? *? is|gets automatically? charged|billed|debited',
    'charges|charge your|the account|card|balance',
  ],
  matches: [
    ['buy_credits', 'Buys credits.', { is: 'financial' }],
    ['purchase_domain', 'Purchases a domain.', { is: 'financial' }],
    ['order_pizza', 'Orders a pizza for delivery.', { is: 'financial' }],
  ],
  misses: [
    ['depth', 'Order book depth of a pair.', { why: 'two words that are one thing' }],
    ['upgrade_package', 'Upgrades a package.', { why: 'software' }],
    ['list_purchases', 'Lists purchases.'],
    ['show_order', 'Returns an order.'],
    ['search_books', 'Searches books.'],
    ['acquire_lock', 'Acquires a lock.'],
  ],
});

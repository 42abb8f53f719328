import { defineRule } from '#crawler/classify/define-rule.ts';
import { commitsMoney } from './inspect/money.ts';

/** Moves money. */
export const movesMoney = defineRule({
  id: 'moves-money',
  title: 'Moves money',
  explains: 'Money or other value leaves an account; it rarely comes back.',
  advice: 'Deny it unless a person approves the amount and the recipient.',
  capability: 'move-money',
  actions: [
    {
      verbs:
        'send withdraw tip claim distribute airdrop sweep release move request create make initiate submit process execute issue schedule approve confirm accept complete allocate add wire forward perform',
      objects: ['money'],
      unless: ['mark', 'message', 'info', 'invoice', 'invoiceLine', 'access', 'file', 'job', 'setting'],
    },
    {
      verbs:
        'pay payout pay+out deposit disburse remit donate reimburse compensate remunerate topup top+up onramp offramp on+ramp off+ramp cash+out settle prepay repay transfer+money send+money overpay underwrite payoff',
    },
    {
      verbs:
        'send claim delegate undelegate lock unlock swap supply fund borrow lend redeem drip claim+rewards shield unshield distribute',
      objects: ['token', 'money'],
      domains: ['crypto', 'trading'],
    },
    { verbs: 'withdraw', objects: ['money', 'token', 'transaction', 'absent', 'quantity'] },
    { verbs: 'withdraw', scopes: ['money', 'token', 'account'] },
    { verbs: 'withdraw transfer send', objects: ['wallet'] },
    { verbs: 'escrow recharge transact pledge levy' },
    { verbs: 'transfer send', objects: ['money', 'token'] },
    { verbs: 'move', objects: ['money', 'token'], scopes: ['account', 'wallet'] },
    { verbs: 'give grant award', objects: ['money'], unless: ['access', 'message'] },
    { verbs: 'bridge airdrop harvest', domains: ['crypto', 'trading'] },
    { verbs: 'mint bridge burn wrap unwrap', objects: ['token', 'money'] },
    { verbs: 'claim harvest', objects: ['earning'] },
    { verbs: 'transfer send move', objects: ['absent'], domains: ['payments', 'trading', 'crypto'] },
    { verbs: 'deploy launch', objects: ['token', 'smartContract'], domains: ['crypto'] },
    { verbs: 'split fund', objects: ['money'] },
    { verbs: 'redeem' },
    { verbs: 'credit debit', objects: ['payee', 'account'] },
    { verbs: 'mark set confirm declare record flag', near: ['paidness'] },
    { verbs: 'approve', near: ['token'] },
    { verbs: 'accept approve award complete confirm', near: ['payTerms'] },
    { verbs: 'approve', objects: ['money', 'token'], domains: ['crypto'] },
    { verbs: 'mark', scopes: ['money'] },
    { verbs: 'distribute', domains: ['trading'] },
    { verbs: 'faucet' },
  ],
  phrases: [
    'automatically? refunds|refund the? money|funds|payment|amount to',
    'get funds|money transferred|paid|sent',
    'to|and complete|completes|completing the? payment',
    'capture|captures|capturing funds|money',
    'transfers? funds|money|tokens|eth|usdc|sol from|to',
    'send|sends funds|money|crypto|eth|usdc|sol|tokens|cryptocurrency to',
    'order|orders as paid',
    'automatic|automatically * and? payment|payments|pay|pays',
    'automatic|automatically payment|payments|pay|pays|paying',
    'only pays if|when|where',
  ],
  inspect: commitsMoney,
  matches: [
    ['transfer_funds', 'Transfers funds to another account.', { is: 'financial' }],
    [
      'wallet_send',
      'Sends tokens to an address.',
      { is: 'financial', server: { name: 'Wallet', tools: ['wallet_send', 'get_balance', 'list_chains'] } },
    ],
    ['payout_create', '', { is: 'financial' }],
    ['end_errand', 'Marks an errand as done. The courier is then compensated from the balance.', { is: 'financial' }],
    [
      'check_debt',
      'Checks a debt and, if it is due, pays it.',
      { is: 'financial', why: 'a condition between two verbs' },
    ],
    ['accept_parcel', 'Marks a parcel as accepted; the seller is credited.', { is: 'financial' }],
    ['settle_bill', 'Pays a bill from your balance.', { is: 'financial' }],
    ['accept_bounty_offer', '接受悬赏任务的申请。', { is: 'financial', why: 'who does the work is paid' }],
    ['approve_gig', '', { is: 'financial' }],
    [
      'ask_expert',
      'Asks an expert a question.',
      { is: 'financial', why: 'whoever answers is paid', parameters: { budget_usd: { type: 'number' } } },
    ],
    ['pay_worker', 'Sends money to a worker.', { is: 'financial', parameters: { payee: { type: 'string' } } }],
  ],
  misses: [
    ['list_payouts', 'Lists payouts.'],
    ['transfer_ticket', 'Transfers a ticket to another team.', { why: 'no money' }],
    ['get_transfer_fee', 'Returns the fee.'],
    ['update_payment_note', 'Changes the note on a payment.'],
    ['withdraw_offer', 'Withdraws an offer.'],
    ['list_bounties', '浏览赏金任务列表。'],
    ['record_payment', 'Records a payment received from a customer.', { why: 'an entry in the books' }],
  ],
});

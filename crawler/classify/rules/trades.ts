import { defineRule } from '#crawler/classify/define-rule.ts';

/** Trades. */
export const trades = defineRule({
  id: 'trades',
  title: 'Trades',
  explains: 'A trade is binding the moment it is accepted, at whatever price the market gives.',
  advice: 'Deny it unless a person approves.',
  capability: 'trade',
  actions: [
    {
      verbs:
        'place submit create new open modify replace amend update edit execute close liquidate exercise roll adjust set accept post make send enter add reduce increase confirm exit convert move take attach convert split merge flatten',
      objects: ['order', 'trade'],
      domains: ['trading', 'crypto'],
    },
    { verbs: 'place', objects: ['order', 'trade'] },
    { verbs: 'place', domains: ['trading', 'crypto', 'payments', 'shop'] },
    { verbs: 'place+order' },
    { verbs: 'accept execute confirm create submit take', objects: ['quote'], domains: ['trading'] },
    { verbs: 'buy sell trade liquidate', unless: ['ware', 'message'] },
    { verbs: 'swap', objects: ['money', 'token', 'currency', 'trade', 'absent'] },
    { verbs: 'swap', scopes: ['money', 'token', 'currency', 'trade'] },
    { verbs: 'swap', domains: ['trading', 'crypto'] },
    { verbs: 'short long', objects: ['trade'], only: 'name' },
    { verbs: 'exercise', objects: ['trade'] },
    { verbs: 'exercise', domains: ['trading'] },
    { verbs: 'sell liquidate market+buy market+sell limit+buy limit+sell' },
    {
      verbs: 'stake unstake restake redeem borrow lend repay supply invest hedge reinvest compound zap vest',
      domains: ['trading', 'crypto'],
    },
    { verbs: 'stake unstake restake' },
    {
      verbs: 'add remove provide increase decrease withdraw manage',
      objects: ['trade', 'token', 'money'],
      domains: ['trading', 'crypto'],
      apart: ['info', 'container'],
    },
    { verbs: 'convert exchange', domains: ['trading', 'crypto'] },
    { verbs: 'exchange convert swap', objects: ['money', 'token'], apart: ['credential'] },
    { verbs: 'execute create submit place', objects: ['order'], unless: ['planned'] },
    { verbs: 'close exit flatten', objects: ['trade'] },
    { verbs: 'open', objects: ['trade'], unless: ['message', 'repository', 'case'] },
    { verbs: 'add remove provide increase decrease', near: ['trade'], scopes: ['account'] },
    { verbs: 'create start open launch', objects: ['tradingBot'], domains: ['trading'] },
    { verbs: 'bet wager ante gamble' },
    {
      verbs: 'open modify edit change update set create adjust place enter add attach execute close exit',
      objects: ['bargain'],
    },
    { verbs: 'amend', objects: ['order', 'trade'] },
  ],
  phrases: [
    'place|places|placing a|an|new|market|limit|buy|sell? market|limit|buy|sell? order|trade',
    'execute|executes a|the? trade|swap|conversion|order|buy|sell',
    'take profit stop|and',
    'sells? or? buys? the? asset',
    'opens? or|and|a? closes? a? position|positions',
    'do not exercise',
    'short sale',
  ],
  matches: [
    ['place_new_order', 'Places an order.', { is: 'financial' }],
    ['position_close', 'Closes a position at the market.', { is: 'financial', why: 'close is not write here' }],
    ['swap_tokens', 'Swaps one token for another.', { is: 'financial' }],
    [
      'modify_open_order',
      'Modifies an order.',
      {
        is: 'financial',
        server: { name: 'Coin desk', tools: ['place_new_order', 'show_positions', 'get_ticker', 'cancel_web_order'] },
      },
    ],
  ],
  misses: [
    ['get_trade_history', 'Returns trades.'],
    ['list_orders', 'Lists orders.'],
    ['close_ticket', 'Closes a ticket.'],
    ['show_positions', 'Returns positions.'],
    ['swap_pictures', 'Swaps two pictures in a page.', { why: 'nothing of value changes hands' }],
    ['place_marker', 'Places a marker on a map.'],
  ],
});

import { defineRule } from '#crawler/classify/define-rule.ts';
import { tradesOnFlag } from './inspect/money.ts';

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
        'create new open modify replace update edit execute close roll adjust set accept post make send enter add reduce increase confirm move take attach split merge',
      objects: ['order', 'trade'],
      domains: ['trading', 'crypto'],
    },
    { verbs: 'place', objects: ['order', 'trade'] },
    { verbs: 'place', domains: ['trading', 'crypto', 'payments', 'shop'] },
    { verbs: 'place+order' },
    { verbs: 'accept execute confirm create submit take', objects: ['quote'], domains: ['trading'] },
    { verbs: 'buy trade', unless: ['ware', 'message'] },
    { verbs: 'swap', objects: ['money', 'token', 'trade', 'absent'] },
    { verbs: 'swap', domains: ['trading', 'crypto'] },
    { verbs: 'short long', objects: ['trade'], only: 'name' },
    { verbs: 'exercise', objects: ['trade'] },
    { verbs: 'exercise', domains: ['trading'] },
    { verbs: 'sell liquidate market+buy market+sell limit+buy limit+sell' },
    {
      verbs: 'redeem borrow lend repay supply invest hedge compound zap vest',
      domains: ['trading', 'crypto'],
    },
    { verbs: 'stake unstake restake' },
    {
      verbs: 'add remove provide decrease manage',
      objects: ['trade', 'token', 'money'],
      domains: ['trading', 'crypto'],
      apart: ['info', 'container'],
    },
    { verbs: 'convert exchange', domains: ['trading', 'crypto'], apart: ['number', 'identifier'] },
    { verbs: 'exchange convert', objects: ['money', 'token'], apart: ['credential', 'number', 'identifier'] },
    { verbs: 'execute submit', objects: ['order'], unless: ['planned'] },
    { verbs: 'close exit flatten', objects: ['trade'] },
    { verbs: 'open', objects: ['trade'], unless: ['message', 'repository', 'case'] },
    { verbs: 'add remove provide increase decrease', near: ['trade'], scopes: ['account'] },
    { verbs: 'create start open launch', objects: ['tradingBot'], domains: ['trading'] },
    { verbs: 'bet wager ante gamble' },
    {
      verbs: 'modify edit change update set create adjust enter add attach execute raise lower increase decrease',
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
  inspect: tradesOnFlag,
  matches: [
    ['set_trading_stop', 'Sets a trading stop.', { is: 'financial' }],
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
    [
      'price_swap',
      'Calculates a price.',
      { is: 'financial', why: 'a switch that trades', parameters: { execute_trade: { type: 'boolean' } } },
    ],
  ],
  misses: [
    [
      'convert_to_base_unit',
      'Converts an amount of a token to its base unit.',
      { why: 'the same amount in other words', server: { name: 'Token wallet on Ethereum' } },
    ],
    ['get_trade_history', 'Returns trades.'],
    ['list_orders', 'Lists orders.'],
    ['close_ticket', 'Closes a ticket.'],
    ['show_positions', 'Returns positions.'],
    ['swap_pictures', 'Swaps two pictures in a page.', { why: 'nothing of value changes hands' }],
    ['place_marker', 'Places a marker on a map.'],
  ],
});

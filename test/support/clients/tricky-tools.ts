/** Names that break what writes rules for them: separators, case, length, other scripts, names that become one in a client. */
import type { ToolDefinition } from '#db/types.ts';

const id = { id: { type: 'string' } };

const rows: readonly (readonly [name: string, description: string, properties?: Record<string, unknown>])[] = [
  ['list_orders', 'Lists the orders of a customer.'],
  ['order.get', 'Gets one order.'],
  ['order.add', 'Adds an order to the shop.'],
  ['order.remove', 'Deletes an order for good.'],
  ['shop/list', 'Lists the shops.'],
  ['shop/remove', 'Deletes a shop and everything in it for good.'],
  ['list shops', 'Lists the shops.'],
  ['add shop', 'Adds a shop.'],
  ['Read_Note', 'Reads a note.'],
  ['read_note', 'Reads a note.'],
  ['ADD_NOTE', 'Adds a note.'],
  ['add_note', 'Adds a note.'],
  ['lister_été', 'Lists the entries of the summer.'],
  ['查询_订单', 'Reads an order.'],
  ['get"quoted', 'Reads a record.'],
  ["get'apostrophe", 'Reads a record.'],
  ['get\\backslash', 'Reads a record.'],
  ['ns:get', 'Reads a record.'],
  ['ns:remove', 'Deletes a record for good.'],
  ['get(one)', 'Reads a record.'],
  ['get,two', 'Reads a record.'],
  [`get_${'x'.repeat(70)}`, 'Reads a record.'],
  [`add_${'y'.repeat(70)}`, 'Adds a record.'],
  [`remove_${'z'.repeat(70)}`, 'Deletes a record for good.'],
  ['remove_*', 'Deletes all records for good.'],
  ['get__twice', 'Reads a record.'],
  ['one/two_get', 'Reads a record.'],
  ['one_two_get', 'Permanently deletes a record from the database.'],
  ['$HOME_get', 'Reads a record.'],
  ['__proto__', 'Reads a record.'],
  ['constructor', 'Reads a record.'],
  ['no', 'Reads a record.'],
  ['0123', 'Reads a record.'],
  ['quux', ''],
  ['handle_order', 'Handles orders.', { action: { type: 'string', enum: ['get', 'list', 'remove'] }, ...id }],
  ['run_shell', 'Runs a shell command.', { command: { type: 'string' } }],
  ['send_money', 'Sends money to a payee.', { amount: { type: 'number' }, payee: { type: 'string' } }],
];

/** 37 tools. */
export const trickyTools: readonly ToolDefinition[] = rows.map(([name, description, properties = id]) => ({
  name,
  description,
  inputSchema: { type: 'object', properties } as ToolDefinition['inputSchema'] & object,
}));

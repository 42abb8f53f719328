/** Tool definitions of our own making in the shapes that real servers have: tiny to large, flat to nested, terse to verbose. */
import type { JsonObject } from '#db/types.ts';

const text = (description: string): JsonObject => ({ type: 'string', description });
const number = (description: string, extra: JsonObject = {}): JsonObject => ({
  type: 'integer',
  description,
  ...extra,
});

const objects = [
  'invoice',
  'ticket',
  'booking',
  'asset',
  'channel',
  'report',
  'machine',
  'webhook',
  'customer',
  'contract',
  'label',
  'release',
];
const verbs = [
  'list',
  'get',
  'create',
  'update',
  'delete',
  'archive',
  'send',
  'run',
  'cancel',
  'search',
  'export',
  'assign',
];

const paging: JsonObject = {
  limit: number('How many to return, at most 100. Twenty where left out.', { minimum: 1, maximum: 100, default: 20 }),
  cursor: text('Where the page before this one ended, as that page gave it.'),
};

/** Bodies by shape; `n` varies the wording so that no two definitions are equal. */
const shapes: ReadonlyArray<
  (
    verb: string,
    object: string,
    n: number,
  ) => { description: string; inputSchema: JsonObject; annotations?: JsonObject }
> = [
  (verb, object) => ({
    description: '',
    inputSchema: { type: 'object', properties: { id: { type: 'string' } }, $comment: `${verb} ${object}` },
  }),
  (verb, object, n) => ({
    description: `${verb[0]!.toUpperCase()}${verb.slice(1)}s one ${object} of workspace ${n}.`,
    inputSchema: {
      type: 'object',
      properties: { [`${object}_id`]: text(`Which ${object}.`) },
      required: [`${object}_id`],
    },
    annotations: { readOnlyHint: verb === 'get' || verb === 'list', title: `${verb} ${object}` },
  }),
  (verb, object, n) => ({
    description: `${verb[0]!.toUpperCase()}${verb.slice(1)} ${object}s that match a filter. Use this when the number is not known; where it is, the tool for a single ${object} is quicker. Results come newest first, in pages. Times are UTC. Region ${n % 7} only.`,
    inputSchema: {
      type: 'object',
      properties: {
        ...paging,
        query: text(`Words that the ${object} must contain, in any order.`),
        created_after: text('Only those made after this time, RFC 3339.'),
        status: {
          type: 'string',
          enum: ['open', 'closed', 'archived', 'all'],
          description: 'Only those in this state.',
        },
        sort: { type: 'string', enum: ['created', 'updated', 'name'], default: 'created' },
      },
      additionalProperties: false,
      $schema: 'http://json-schema.org/draft-07/schema#',
    },
    annotations: { readOnlyHint: true, openWorldHint: true },
  }),
  (verb, object, n) => ({
    description: `${verb[0]!.toUpperCase()}${verb.slice(1)}s a ${object} with its lines, contacts and attachments.\n\n**When to use:** after the ${object} has been agreed on.\n**Not for:** drafts.\n\nArgs:\n- title: shown in lists\n- lines: at least one\n- contacts: who is told\n\nReturns the ${object} as it was stored, with its number and a link that opens it. Fails where a line names a product that is not sold in region ${n % 9}.`,
    inputSchema: {
      type: 'object',
      properties: {
        title: text(`Title of the ${object}, at most 120 characters.`),
        note: text('Free text for colleagues; customers do not see it.'),
        lines: {
          type: 'array',
          description: 'The lines, in the order they are printed.',
          items: {
            type: 'object',
            properties: {
              product: text('Number of the product.'),
              quantity: number('How many.', { minimum: 1 }),
              unit: { type: 'string', enum: ['piece', 'hour', 'day', 'month'] },
              price: {
                anyOf: [{ type: 'number' } as JsonObject, { type: 'string', pattern: '^[0-9]+$' }],
                description: 'Price of one, in the currency of the account.',
              },
              tags: { type: 'array', items: { type: 'string' } },
            },
            required: ['product', 'quantity'],
          },
        },
        contacts: { type: 'array', items: { $ref: '#/$defs/contact' }, description: 'Who is told by mail.' },
        due: text('Day it is due, YYYY-MM-DD.'),
        currency: { type: 'string', enum: ['EUR', 'USD', 'GBP', 'CHF', 'JPY'] },
        dry_run: { type: 'boolean', description: 'Check everything and store nothing.' },
      },
      required: ['title', 'lines'],
      $defs: {
        contact: {
          type: 'object',
          properties: {
            name: text('Full name.'),
            email: text('Mail address.'),
            role: { type: 'string', enum: ['buyer', 'payer', 'other'] },
          },
          required: ['email'],
        },
      },
    },
    annotations: {
      readOnlyHint: false,
      destructiveHint: false,
      idempotentHint: false,
      openWorldHint: true,
      title: `${verb} ${object}`,
    },
  }),
  (verb, object, n) => ({
    description: `Works on the ${object}s of a project. Actions: list, get, ${verb}, remove. Removing asks for the name once more. Project ${n}.`,
    inputSchema: {
      type: 'object',
      properties: {
        action: { type: 'string', enum: ['list', 'get', verb, 'remove'], description: 'What to do.' },
        project: text('Key of the project.'),
        name: text(`Name of the ${object}.`),
        options: { type: 'object', properties: { force: { type: 'boolean' }, timeout: number('Seconds to wait.') } },
      },
      required: ['action', 'project'],
    },
  }),
];

/** Names of the tools of the server the definitions belong to. */
export const siblings: string[] = objects.flatMap((object) => verbs.map((verb) => `${verb}_${object}`));

/** The `n`-th definition, as JSON. About 1.2 kB on average, as on real servers. */
export const definition = (n: number): string => {
  const verb = verbs[n % verbs.length]!;
  const object = objects[Math.floor(n / verbs.length) % objects.length]!;
  // Two of seven are the large shape, so that the average size is that of real definitions.
  const shape = shapes[[0, 1, 2, 3, 4, 3, 2][n % 7]!]!;
  return JSON.stringify({ name: `${verb}_${object}_${n}`, ...shape(verb, object, n) });
};

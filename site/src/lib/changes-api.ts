/** What the changes API answers: its shape, its query, and how a stored change becomes one of its entries. */
import { z } from 'zod';
import type { ChangeEntry } from '#db/queries/changes.ts';
import { changeKinds, contextParts, outcomes, provenances, risks, verdictCategories } from '#db/types.ts';
import { changedParts, definitionParts } from './definition-parts.ts';
import { serverPath, toolPath, withQuery } from './paths.ts';
import { changeSentence } from './sentences.ts';
import { plainVerbatim } from './verbatim.ts';

/** Changes in one answer unless asked otherwise, and at most. */
export const changesLimit = { default: 50, most: 200 };

const verdictSchema = z.strictObject({
  category: z.enum(verdictCategories).nullable(),
  risk: z.enum(risks).nullable().describe('null where the tool could not be assessed'),
});

const fromTo = <T extends z.ZodType>(schema: T) => z.strictObject({ from: schema, to: schema });

/** One change. Facts that do not belong to its kind are absent. */
export const changeSchema = z.strictObject({
  id: z.int().describe('Unique in this index, never used again'),
  at: z.iso.datetime().describe('When the crawl noticed it'),
  kind: z.enum(changeKinds),
  server: z.strictObject({ slug: z.string(), name: z.string(), url: z.url() }),
  tool: z
    .strictObject({ name: z.string().describe('Exactly as the server writes it'), url: z.url() })
    .nullable()
    .describe('null where it happened to the whole server'),
  sentence: z.string().describe('The same for people, with hidden characters named; its wording may change'),
  parts: z.array(z.enum(definitionParts)).optional().describe('tool-changed: what differs in the definition'),
  again: z.boolean().optional().describe('tool-added: true where the tool had been removed before'),
  context: z.array(z.enum(contextParts)).optional().describe('context-changed: what a model is given beside the tools'),
  verdict: fromTo(verdictSchema).optional().describe('verdict-changed: what it was and is'),
  because: z.enum(['definition', 'ruleset']).optional().describe('verdict-changed: what moved it'),
  outcome: z
    .strictObject({ from: z.enum(outcomes).optional(), to: z.enum(outcomes) })
    .optional()
    .describe('server-found, server-gone, posture-changed: how the visits ended'),
  provenance: fromTo(z.enum(provenances))
    .optional()
    .describe('The list was read another way than before, so the difference may be one of reading'),
});
export type Change = z.infer<typeof changeSchema>;

/** A page of changes, newest first. */
export const changesPageSchema = z.strictObject({
  changes: z.array(changeSchema),
  next: z.url().nullable().describe('Address of the next, older page; null on the last one'),
});
export type ChangesPage = z.infer<typeof changesPageSchema>;

/** A stored change as the API tells it. Facts an older version stored differently are left out, never guessed. */
export function toChange(entry: ChangeEntry, siteUrl: string): Change {
  const { change, server, definitions } = entry;
  const { name, from, to, fromRisk, toRisk, outcome, because, again, provenance, parts } = change.detail;
  const isTool = typeof name === 'string' && change.toolId !== null;
  return {
    id: change.id,
    at: change.at.toISOString(),
    kind: change.kind,
    server: { ...server, url: siteUrl + serverPath(server.slug) },
    tool: isTool ? { name, url: siteUrl + toolPath(server.slug, name) } : null,
    sentence: plainVerbatim(changeSentence(entry)),
    ...(definitions && { parts: changedParts(definitions.from, definitions.to) }),
    ...(typeof again === 'boolean' && { again }),
    ...(change.kind === 'context-changed' && optional('context', changeSchema.shape.context, parts)),
    ...(change.kind === 'verdict-changed' && {
      ...optional('verdict', fromTo(verdictSchema), {
        from: { category: from ?? null, risk: fromRisk ?? null },
        to: { category: to ?? null, risk: toRisk ?? null },
      }),
      ...optional('because', changeSchema.shape.because, because),
    }),
    ...optional(
      'outcome',
      changeSchema.shape.outcome,
      change.kind === 'posture-changed' || change.kind === 'trust-changed' ? { from, to } : { to: outcome },
    ),
    ...(Array.isArray(provenance) &&
      optional('provenance', changeSchema.shape.provenance, { from: provenance[0], to: provenance[1] })),
  };
}

function optional<K extends string, T>(key: K, schema: z.ZodType<T>, value: unknown): { [key in K]?: T } {
  const read = schema.safeParse(value);
  return (read.success && read.data !== undefined ? { [key]: read.data } : {}) as { [key in K]?: T };
}

/** A whole number from 1, as a query writes it. */
const whole = (name: string, most: number) => {
  const message = `${name} is a whole number from 1 to ${most}.`;
  return z
    .string()
    .regex(/^\d{1,16}$/, message)
    .transform(Number)
    .pipe(z.int(message).min(1, message).max(most, message));
};

const querySchema = z.object({
  kind: z.array(z.enum(changeKinds, `kind is one of: ${changeKinds.join(', ')}.`)),
  server: z.string().optional(),
  limit: whole('limit', changesLimit.most).default(changesLimit.default),
  before: whole('before', Number.MAX_SAFE_INTEGER).optional(),
});

/** What a visitor asks of the changes: `kind` (several times), `server` (a slug), `limit`, `before` (the id of a change). */
export type ChangesQuery = z.infer<typeof querySchema>;

/** Reads the query of an address; a sentence that says what is wrong where it is. */
export function readChangesQuery(query: URLSearchParams): ChangesQuery | { error: string } {
  const { success, data, error } = querySchema.safeParse({
    kind: query.getAll('kind').filter((kind) => kind !== ''),
    server: query.get('server') ?? undefined,
    limit: query.get('limit') ?? undefined,
    before: query.get('before') ?? undefined,
  });
  return success ? data : { error: error.issues[0]!.message };
}

/** The same query for the next, older page. */
export const olderChanges = (path: string, { kind, server, limit }: ChangesQuery, before: number) =>
  withQuery(path, { kind, server, limit: limit === changesLimit.default ? undefined : limit, before });

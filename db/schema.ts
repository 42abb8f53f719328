/**
 * The tables. History is append-only: snapshots, definitions, classifications, attempts and changes are never
 * updated; servers and tools carry only pointers to what is current. Times are UTC.
 */
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  customType,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import {
  type Classification,
  changeKinds,
  type GradeFactor,
  grades,
  type IdentityAssessment,
  type IdentityFact,
  identitySources,
  type Json,
  type LaunchPlan,
  outcomes,
  type PromptDefinition,
  packageRegistries,
  provenances,
  type ResourceDefinition,
  risks,
  type SourceRead,
  type ToolDefinition,
  verdictCategories,
} from './types.ts';

export const categoryEnum = pgEnum('verdict_category', verdictCategories);
export const riskEnum = pgEnum('risk', risks);
export const provenanceEnum = pgEnum('provenance', provenances);
export const outcomeEnum = pgEnum('outcome', outcomes);
export const registryEnum = pgEnum('package_registry', packageRegistries);
export const gradeEnum = pgEnum('grade', grades);
export const identitySourceEnum = pgEnum('identity_source', identitySources);
export const changeKindEnum = pgEnum('change_kind', changeKinds);

/** How a run ended, or that it has not. */
export const runStates = ['running', 'finished', 'stopped', 'failed'] as const;
export type RunState = (typeof runStates)[number];
export const runStateEnum = pgEnum('run_state', runStates);

const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
const ref = () => bigint({ mode: 'number' });
const moment = () => timestamp({ withTimezone: true, mode: 'date' });
const now = () => moment().notNull().defaultNow();

/** A server: what one package, one folder of a repository, or one URL offers. */
export const servers = pgTable(
  'servers',
  {
    id: id(),
    /** The name in the site's addresses; never reused. */
    slug: text().notNull().unique(),
    name: text().notNull(),
    description: text(),
    vendor: text(),
    repositoryUrl: text(),
    /** Folder in the repository; `''` is its root. */
    repositoryPath: text(),
    packageRegistry: registryEnum(),
    packageName: text(),
    remoteUrl: text(),
    stars: integer(),
    /** How it is to be listed, or why it cannot be: the best plan of the sources that found it. */
    launch: json().$type<LaunchPlan>(),
    firstSeenAt: now(),
    lastSeenAt: now(),
    lastAttemptAt: moment(),
    lastOutcome: outcomeEnum(),
    lastReason: text(),
    lastTodo: text(),
    /** Attempts in a row that did not list it. */
    failures: integer().notNull().default(0),
    /** When a crawl should visit it again; a crawl before that passes it over. */
    nextVisitAt: moment(),
    currentSnapshotId: ref().references((): AnyPgColumn => snapshots.id),
    /** Tools in the current snapshot. */
    toolCount: integer().notNull().default(0),
    /** How the current tools came to us; of the current snapshot. */
    toolProvenance: provenanceEnum(),
    /** The source that was last read where it could not be listed; the same is not read again. */
    sourceRead: json().$type<SourceRead>(),
    /** `null` where too little is known. */
    grade: gradeEnum(),
    /** 0..100; `null` where ungraded. */
    gradeScore: integer(),
    gradeFactors: json().$type<GradeFactor[]>(),
    /** Version of the rules whose verdicts the grade rests on. */
    gradeRuleset: text(),
    /** Who is behind it, as assessed from `identity_facts`; `null` before the first visit. */
    identity: json().$type<IdentityAssessment>(),
  },
  (t) => [
    index().on(t.lastOutcome),
    index().on(t.nextVisitAt),
    index().on(t.firstSeenAt),
    index().on(t.grade),
    index().on(t.stars),
    index('servers_repository_index').on(sql`lower(${t.repositoryUrl})`),
  ],
);

/** What makes a server the same server: its package, its place in a repository, its address. */
export const serverIdentities = pgTable(
  'server_identities',
  {
    identity: text().primaryKey(),
    serverId: ref()
      .notNull()
      .references(() => servers.id),
  },
  (t) => [index().on(t.serverId)],
);

/** The places where servers are found, as the version that last looked through them describes itself. */
export const sources = pgTable('sources', {
  id: text().primaryKey(),
  title: text().notNull(),
  /** Whose plan is followed where several found a server, the highest first. */
  trust: integer().notNull(),
});

/** Where a server was found. */
export const sightings = pgTable(
  'sightings',
  {
    serverId: ref()
      .notNull()
      .references(() => servers.id),
    source: text().notNull(),
    location: text().notNull(),
    locationUrl: text(),
    /** How it is listed, by what this source says. */
    launch: json().$type<LaunchPlan>(),
    /** Tools that this source says it has. */
    tools: json().$type<ToolDefinition[]>(),
    firstSeenAt: now(),
    lastSeenAt: now(),
  },
  (t) => [primaryKey({ columns: [t.source, t.location] }), index().on(t.serverId)],
);

/** What each source last said about who a server is, kept apart, so that it can be assessed again without a network. */
export const identityFacts = pgTable(
  'identity_facts',
  {
    serverId: ref()
      .notNull()
      .references(() => servers.id),
    source: identitySourceEnum().notNull(),
    facts: json().$type<IdentityFact[]>().notNull(),
    observedAt: now(),
  },
  (t) => [primaryKey({ columns: [t.serverId, t.source] })],
);

/** One crawl (or other long job). */
export const runs = pgTable('runs', {
  id: id(),
  kind: text().notNull(),
  sources: json().$type<string[]>().notNull(),
  state: runStateEnum().notNull().default('running'),
  startedAt: now(),
  /** Moved on by the process that runs it; a running run whose beat is old has died. */
  heartbeatAt: now(),
  finishedAt: moment(),
  /** Servers found so far, and servers attempted so far. */
  found: integer().notNull().default(0),
  attempted: integer().notNull().default(0),
  note: text(),
});

/** One try to list one server. */
export const attempts = pgTable(
  'attempts',
  {
    id: id(),
    runId: ref().references(() => runs.id),
    serverId: ref()
      .notNull()
      .references(() => servers.id),
    at: now(),
    durationMs: integer().notNull(),
    outcome: outcomeEnum().notNull(),
    reason: text().notNull(),
    todo: text().notNull(),
    stderrTail: text(),
    authPosture: text(),
    snapshotId: ref().references((): AnyPgColumn => snapshots.id),
  },
  (t) => [index().on(t.serverId, t.at), index().on(t.runId)],
);

/** One immutable reading of a tool list. A later reading with the same content adds an attempt, not a snapshot. */
export const snapshots = pgTable(
  'snapshots',
  {
    id: id(),
    serverId: ref()
      .notNull()
      .references(() => servers.id),
    /** SHA-256 of the normalised list, hex. */
    contentHash: text().notNull(),
    provenance: provenanceEnum().notNull(),
    observedAt: now(),
    protocolVersion: text(),
    serverName: text(),
    serverVersion: text(),
    instructions: text(),
    prompts: json().$type<PromptDefinition[]>(),
    resources: json().$type<ResourceDefinition[]>(),
    packageVersion: text(),
    args: json().$type<string[]>().notNull(),
    envNames: json().$type<string[]>().notNull(),
    notes: json().$type<string[]>().notNull(),
    ttlMs: bigint({ mode: 'number' }),
    durationMs: integer().notNull(),
    toolCount: integer().notNull(),
  },
  (t) => [index().on(t.serverId, t.observedAt)],
);

/** Tool definitions by content; the same text on many servers is stored once. `json` keeps the order of keys. */
export const definitions = pgTable('definitions', {
  /** SHA-256 of the canonical JSON, hex. */
  hash: text().primaryKey(),
  definition: json().$type<ToolDefinition>().notNull(),
  /** Cost of the definition in a model's context, tokens (o200k_base). */
  tokens: integer(),
});

/** Which definitions a snapshot held, in the server's order. */
export const snapshotTools = pgTable(
  'snapshot_tools',
  {
    snapshotId: ref()
      .notNull()
      .references(() => snapshots.id),
    position: integer().notNull(),
    name: text().notNull(),
    definitionHash: text()
      .notNull()
      .references(() => definitions.hash),
  },
  (t) => [primaryKey({ columns: [t.snapshotId, t.position] })],
);

/** A tool of a server by name. It is marked gone, never deleted, when a reading no longer has it. */
export const tools = pgTable(
  'tools',
  {
    id: id(),
    serverId: ref()
      .notNull()
      .references(() => servers.id),
    name: text().notNull(),
    definitionHash: text()
      .notNull()
      .references(() => definitions.hash),
    firstSeenAt: now(),
    lastSeenAt: now(),
    goneAt: moment(),
    provenance: provenanceEnum().notNull(),
    /** The current verdict; its parts that lists are filtered and ordered by stand beside it. */
    classificationId: ref().references((): AnyPgColumn => classifications.id),
    category: categoryEnum(),
    risk: riskEnum(),
    confidence: doublePrecision(),
    /** Version of the rules that last gave this verdict. */
    ruleset: text(),
    /** Order in lists, riskiest first: 4 critical … 1 low, 3 for unassessed. */
    severity: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex().on(t.serverId, t.name),
    index().on(t.serverId, t.id),
    index().on(t.severity, t.id),
    index().on(t.category),
    index().on(t.definitionHash),
  ],
);

/** A verdict on a tool by one version of the rules. A later, different verdict adds a row. */
export const classifications = pgTable(
  'classifications',
  {
    id: id(),
    toolId: ref()
      .notNull()
      .references(() => tools.id),
    definitionHash: text().notNull(),
    ruleset: text().notNull(),
    category: categoryEnum().notNull(),
    risk: riskEnum(),
    confidence: doublePrecision().notNull(),
    verdict: json().$type<Classification>().notNull(),
    classifiedAt: now(),
  },
  (t) => [index().on(t.toolId, t.classifiedAt)],
);

/** What changed, newest last. */
export const changes = pgTable(
  'changes',
  {
    id: id(),
    at: now(),
    kind: changeKindEnum().notNull(),
    serverId: ref()
      .notNull()
      .references(() => servers.id),
    toolId: ref().references(() => tools.id),
    runId: ref().references(() => runs.id),
    /** Facts the sentence is built from when shown. */
    detail: json().$type<Record<string, Json>>().notNull(),
  },
  (t) => [index().on(t.serverId, t.at), index().on(t.at), index().on(t.kind, t.at)],
);

/** Where discovery goes on from, by source and key. */
export const cursors = pgTable('cursors', {
  key: text().primaryKey(),
  value: json().$type<Json>().notNull(),
  updatedAt: now(),
});

/** What discovery left out and why, latest reason per place. */
export const skips = pgTable(
  'skips',
  {
    source: text().notNull(),
    location: text().notNull(),
    reason: text().notNull(),
    lastSeenAt: now(),
  },
  (t) => [primaryKey({ columns: [t.source, t.location] })],
);

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/**
 * What lists of tools are filtered and ordered by: one narrow row for each current tool. Cards, words, tallies and
 * `search_words` repeat what stands elsewhere and are made from it by `refresh_cards` (see the migration that adds
 * them), which `db/queries/cards.ts` calls in the transaction that changed something.
 */
export const toolCards = pgTable(
  'tool_cards',
  {
    toolId: bigint({ mode: 'number' })
      .primaryKey()
      .references(() => tools.id),
    serverId: ref()
      .notNull()
      .references(() => servers.id),
    /** `category:write`, `risk:high`, `signal:accepts-url` …: see `db/queries/facets.ts`. */
    facets: text().array().notNull(),
    /** Riskiest first; among equals the worst tool of each server before its second one, well-known servers first. */
    riskOrder: integer().notNull(),
    /** How far a call reaches: category, then how many capabilities and signals. */
    reach: integer().notNull(),
    tokens: integer().notNull(),
    /** Lower case, for the order of names. */
    nameKey: text().notNull(),
  },
  (t) => [
    index().on(t.serverId),
    index('tool_cards_facets').using('gin', t.facets).with({ fastupdate: 'off' }),
    index().on(t.riskOrder, t.toolId),
    index('tool_cards_category').on(sql`(${t.reach} / 1000)`, t.riskOrder, t.toolId),
    index().on(t.reach, t.toolId),
    index().on(t.tokens, t.toolId),
    index('tool_cards_name').on(sql`${t.nameKey} collate "C"`, t.toolId),
    index('tool_cards_exact').on(sql`toolrisk_squeezed(${t.nameKey})`, sql`(${t.riskOrder} % 10) desc`, t.toolId),
  ],
);

/** What search looks at for a tool, and the line that stands below its name. */
export const toolWords = pgTable(
  'tool_words',
  {
    toolId: bigint({ mode: 'number' })
      .primaryKey()
      .references(() => tools.id),
    /** First 240 characters of the description. */
    summary: text(),
    /** Words of name and title, and how well known the server is (`~0` best … `~2`). */
    names: tsvector().notNull(),
    /** All words: name, title, server, description, capabilities; and how well known the server is. */
    words: tsvector().notNull(),
  },
  (t) => [
    index('tool_words_names').using('gin', t.names).with({ fastupdate: 'off' }),
    index('tool_words_words').using('gin', t.words).with({ fastupdate: 'off' }),
    // What a search looks through first, so that a word of a hundred thousand tools costs no more than a rare one: tools of
    // well-known servers, then a part of the others.
    ...(['names', 'words'] as const).flatMap((column) => [
      index(`tool_words_${column}_known`)
        .using('gin', t[column])
        .with({ fastupdate: 'off' })
        .where(sql`${t[column]} @@ '''~0'' | ''~1'''::tsquery`),
      index(`tool_words_${column}_some`)
        .using('gin', t[column])
        .with({ fastupdate: 'off' })
        .where(sql`${t.toolId} % 16 = 0`),
    ]),
  ],
);

/** What lists of servers are filtered, ordered and searched by: one row for each server. */
export const serverCards = pgTable(
  'server_cards',
  {
    serverId: bigint({ mode: 'number' })
      .primaryKey()
      .references(() => servers.id),
    facets: text().array().notNull(),
    riskOrder: integer().notNull(),
    reach: integer().notNull(),
    /** Cost of all its definitions in a model's context, tokens. */
    tokens: integer().notNull(),
    toolCount: integer().notNull(),
    stars: integer().notNull(),
    nameKey: text().notNull(),
    /** How well known it is: 0 best … 2. */
    tier: integer().notNull(),
    /** Current tools by risk (`unassessed` among them) and by capability. */
    risks: jsonb().$type<Record<string, number>>().notNull(),
    capabilities: jsonb().$type<Record<string, number>>().notNull(),
    names: tsvector().notNull(),
    words: tsvector().notNull(),
  },
  (t) => [
    index('server_cards_facets').using('gin', t.facets).with({ fastupdate: 'off' }),
    index('server_cards_names').using('gin', t.names).with({ fastupdate: 'off' }),
    index('server_cards_words').using('gin', t.words).with({ fastupdate: 'off' }),
    index().on(t.riskOrder, t.serverId),
    index().on(t.reach, t.serverId),
    index().on(t.tokens, t.serverId),
    index().on(t.toolCount, t.serverId),
    index().on(t.stars, t.serverId),
    index('server_cards_name').on(sql`${t.nameKey} collate "C"`, t.serverId),
    index('server_cards_exact').on(sql`toolrisk_squeezed(${t.nameKey})`, t.tier, t.serverId),
  ],
);

/**
 * How many tools and servers have a facet, as sums that are only ever added to: two transactions never wait for each
 * other's count. Kept by triggers on the cards, which now and then fold the rows into one for each facet.
 */
export const tallies = pgTable(
  'tallies',
  {
    /** `tool` or `server`; `tool-vendor` and `server-vendor` for the facets that are vendors. */
    subject: text().notNull(),
    facet: text().notNull(),
    n: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [index().on(t.subject)],
);

/** Words that names of tools and servers consist of, for suggestions and for words that were mistyped. */
export const searchWords = pgTable('search_words', { word: text().primaryKey() }, (t) => [
  index('search_words_similar').using('gin', sql`${t.word} gin_trgm_ops`),
  index('search_words_prefix').on(sql`${t.word} text_pattern_ops`),
]);

-- In the `contrib` package of a PostgreSQL server, and trusted: whoever owns the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm
--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "server_cards" (
	"server_id" bigint PRIMARY KEY NOT NULL,
	"facets" text[] NOT NULL,
	"risk_order" integer NOT NULL,
	"reach" integer NOT NULL,
	"tokens" integer NOT NULL,
	"tool_count" integer NOT NULL,
	"stars" integer NOT NULL,
	"name_key" text NOT NULL,
	"tier" integer NOT NULL,
	"risks" jsonb NOT NULL,
	"capabilities" jsonb NOT NULL,
	"names" "tsvector" NOT NULL,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tallies" (
	"subject" text NOT NULL,
	"facet" text NOT NULL,
	"n" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tool_cards" (
	"tool_id" bigint PRIMARY KEY NOT NULL,
	"server_id" bigint NOT NULL,
	"facets" text[] NOT NULL,
	"risk_order" integer NOT NULL,
	"reach" integer NOT NULL,
	"tokens" integer NOT NULL,
	"name_key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tool_words" (
	"tool_id" bigint PRIMARY KEY NOT NULL,
	"summary" text,
	"names" "tsvector" NOT NULL,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
DROP INDEX "tools_name_search";
--> statement-breakpoint
ALTER TABLE "server_cards" ADD CONSTRAINT "server_cards_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tool_cards" ADD CONSTRAINT "tool_cards_tool_id_tools_id_fk" FOREIGN KEY ("tool_id") REFERENCES "public"."tools"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tool_cards" ADD CONSTRAINT "tool_cards_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "tool_words" ADD CONSTRAINT "tool_words_tool_id_tools_id_fk" FOREIGN KEY ("tool_id") REFERENCES "public"."tools"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
-- Words of a text as names are written: `createEvent` and `create_event` are two words.
CREATE FUNCTION toolrisk_words(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  select lower(regexp_replace(
    regexp_replace(coalesce(written, ''), '([a-z0-9])([A-Z])', '\1 \2', 'g'),
    '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+', ' ', 'g'))
$$
--> statement-breakpoint
-- What a text search looks for: every word in any of its forms, or as the beginning of a word. Null where no word is left.
CREATE FUNCTION toolrisk_query(asked text[], need_all boolean) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
declare
  word text;
  one tsquery;
  found tsquery;
begin
  foreach word in array asked loop
    one := plainto_tsquery('english', word);
    if numnode(one) = 0 then continue; end if;
    if length(word) >= 3 then one := one || to_tsquery('simple', quote_literal(word) || ':*'); end if;
    found := case when found is null then one when need_all then found && one else found || one end;
  end loop;
  return found;
end
$$
--> statement-breakpoint
-- How well known a server is: 0 best, 2 least.
CREATE FUNCTION toolrisk_tier(server bigint, stars integer) RETURNS integer LANGUAGE sql STABLE AS $$
  select case
    when stars >= 1000 or exists (select from sightings where server_id = server and source = 'starter') then 0
    when stars >= 50 then 1
    else 2 end
$$
--> statement-breakpoint
-- The same, as it stands among the words.
CREATE FUNCTION toolrisk_tier_of(words tsvector) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  select case when words @@ quote_literal('~0')::tsquery then 0 when words @@ quote_literal('~1')::tsquery then 1 else 2 end
$$
--> statement-breakpoint
CREATE FUNCTION toolrisk_runtime(registry package_registry, launch json, remote text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  select coalesce(registry::text,
    case when launch->>'kind' in ('npm', 'pypi', 'remote', 'command') then launch->>'kind' end,
    case when remote is not null then 'remote' end, 'source')
$$
--> statement-breakpoint
-- The values of one key in an array of objects; none where it is no array.
CREATE FUNCTION toolrisk_ids(list json, key text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
  select distinct left(item->>key, 60) from json_array_elements(case when json_typeof(list) = 'array' then list end) item
  where item->>key is not null
$$
--> statement-breakpoint
-- Makes the cards and words of the current tools of these servers what their definitions and verdicts say.
CREATE FUNCTION refresh_tool_cards(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
begin
  delete from tool_words w using tools t
    where t.id = w.tool_id and t.server_id = any(ids) and t.gone_at is not null;
  delete from tool_cards c using tools t
    where t.id = c.tool_id and t.server_id = any(ids) and t.gone_at is not null;
  insert into tool_cards as c (tool_id, server_id, facets, risk_order, reach, tokens, name_key)
  select t.id, t.server_id,
    array(select distinct f from unnest(array[
        'category:' || coalesce(t.category::text, 'unassessed'),
        'risk:' || coalesce(t.risk::text, 'unassessed'),
        'provenance:' || t.provenance,
        'verdict:' || coalesce(t.category::text, 'unassessed') || '/' || coalesce(t.risk::text, 'unassessed') || '/' || t.provenance,
        'runtime:' || toolrisk_runtime(s.package_registry, s.launch, s.remote_url),
        'vendor:' || nullif(left(lower(trim(s.vendor)), 60), ''),
        case when json_typeof(d.definition->'annotations') is distinct from 'object' then 'annotation:none'
          when v.verdict is not null and coalesce(json_array_length(v.verdict->'contradictions'), 0) = 0 then 'annotation:agrees'
          else 'annotation:contradicted' end,
        case when coalesce(json_array_length(v.verdict->'findings'), 0) > 0 then 'finding:any' end
      ]
      || array(select 'capability:' || i from toolrisk_ids(v.verdict->'capabilities', 'capability') i)
      || array(select 'signal:' || i from toolrisk_ids(v.verdict->'signals', 'signal') i)
      || array(select 'finding:' || i from toolrisk_ids(v.verdict->'findings', 'finding') i)
      || array(select 'annotation:' || i from toolrisk_ids(v.verdict->'contradictions', 'annotation') i)
    ) f where f is not null order by f),
    t.severity * 1000000
      - least(row_number() over (partition by t.server_id, t.severity order by t.confidence desc nulls last, t.id), 99999)::int * 10
      + 2 - toolrisk_tier(s.id, s.stars),
    (case t.category when 'financial' then 5 when 'destructive' then 4 when 'execute' then 3 when 'write' then 2
        when 'read' then 1 else 0 end) * 1000
      + least(coalesce(json_array_length(v.verdict->'capabilities'), 0), 9) * 100
      + least(coalesce(json_array_length(v.verdict->'signals'), 0), 99),
    coalesce(d.tokens, 0), left(lower(t.name), 120)
  from tools t
  join servers s on s.id = t.server_id
  join definitions d on d.hash = t.definition_hash
  left join classifications v on v.id = t.classification_id
  where t.server_id = any(ids) and t.gone_at is null
  on conflict (tool_id) do update set server_id = excluded.server_id, facets = excluded.facets,
    risk_order = excluded.risk_order, reach = excluded.reach, tokens = excluded.tokens, name_key = excluded.name_key
  where (c.facets, c.risk_order, c.reach, c.tokens, c.name_key)
    is distinct from (excluded.facets, excluded.risk_order, excluded.reach, excluded.tokens, excluded.name_key);

  insert into tool_words as w (tool_id, summary, names, words)
  select t.id, left(d.definition->>'description', 240),
    to_tsvector('english', left(toolrisk_words(t.name) || ' ' || toolrisk_words(d.definition->>'title'), 1000)) || tier.lexeme,
    to_tsvector('english', left(concat_ws(' ', toolrisk_words(t.name), toolrisk_words(d.definition->>'title')), 1000)
      || ' ' || left(toolrisk_words(concat_ws(' ', s.name, s.slug, s.package_name, s.vendor)), 600)
      || ' ' || left(toolrisk_words(left(d.definition->>'description', 2000)), 2000)
      || ' ' || coalesce((select toolrisk_words(string_agg(i, ' ')) from toolrisk_ids(v.verdict->'capabilities', 'capability') i), ''))
      || tier.lexeme
  from tools t
  join servers s on s.id = t.server_id
  join definitions d on d.hash = t.definition_hash
  left join classifications v on v.id = t.classification_id
  cross join lateral (select quote_literal('~' || toolrisk_tier(s.id, s.stars))::tsvector as lexeme) tier
  where t.server_id = any(ids) and t.gone_at is null
  on conflict (tool_id) do update set summary = excluded.summary, names = excluded.names, words = excluded.words
  where (w.summary, w.words) is distinct from (excluded.summary, excluded.words);

  insert into search_words (word)
  select distinct word from tools t, regexp_split_to_table(left(toolrisk_words(t.name), 200), ' ') word
  where t.server_id = any(ids) and t.gone_at is null and length(word) between 3 and 40
  on conflict do nothing;
end
$$
--> statement-breakpoint
-- The same for the servers themselves; after their tools, whose facets they gather.
CREATE FUNCTION refresh_server_cards(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
begin
  insert into server_cards as c (server_id, facets, risk_order, reach, tokens, tool_count, stars, name_key, tier, risks,
    capabilities, names, words)
  select s.id,
    array(select distinct f from unnest(array[
        'outcome:' || coalesce(s.last_outcome::text, 'not-visited'),
        'runtime:' || toolrisk_runtime(s.package_registry, s.launch, s.remote_url),
        'provenance:' || s.tool_provenance,
        'vendor:' || nullif(left(lower(trim(s.vendor)), 60), ''),
        case when s.tool_count > 0 then 'grade:' || coalesce(s.grade::text, 'ungraded') end,
        'identity:' || case s.identity->>'identified' when 'true' then 'confirmed' when 'false' then 'contradicted' else 'unknown' end
      ] || coalesce(t.facets, '{}')) f where f is not null order by f),
    coalesce(t.risk_order, 0), coalesce(t.reach, 0), coalesce(t.tokens, 0), s.tool_count, coalesce(s.stars, 0),
    left(lower(s.name), 120), toolrisk_tier(s.id, s.stars),
    coalesce(t.risks, '{}'), coalesce(t.capabilities, '{}'),
    to_tsvector('english', left(toolrisk_words(concat_ws(' ', s.name, s.slug, s.package_name)), 1000)) || known.lexeme,
    to_tsvector('english', left(toolrisk_words(concat_ws(' ', s.name, s.slug, s.package_name, s.vendor, s.repository_url,
      s.repository_path, s.remote_url, s.launch->>'package', s.launch->>'command', s.launch->>'args', s.launch->>'url')), 4000)
      || ' ' || left(toolrisk_words(left(s.description, 2000)), 2000)) || known.lexeme
  from servers s
  cross join lateral (select quote_literal('~' || toolrisk_tier(s.id, s.stars))::tsvector as lexeme) known
  left join lateral (
    select sum(k.tokens)::int as tokens, max(k.reach) as reach, max(k.risk_order) as risk_order,
      array(select distinct f from tool_cards o, unnest(o.facets) f
        where o.server_id = s.id and split_part(f, ':', 1) in ('category', 'risk', 'capability', 'signal', 'finding', 'annotation')) as facets,
      (select jsonb_object_agg(r, n) from (select substr(f, 6) r, count(*) n from tool_cards o, unnest(o.facets) f
        where o.server_id = s.id and f like 'risk:%' group by f) x) as risks,
      (select jsonb_object_agg(r, n) from (select substr(f, 12) r, count(*) n from tool_cards o, unnest(o.facets) f
        where o.server_id = s.id and f like 'capability:%' group by f) x) as capabilities
    from tool_cards k where k.server_id = s.id
  ) t on true
  where s.id = any(ids)
  on conflict (server_id) do update set facets = excluded.facets, risk_order = excluded.risk_order, reach = excluded.reach,
    tokens = excluded.tokens, tool_count = excluded.tool_count, stars = excluded.stars, name_key = excluded.name_key,
    tier = excluded.tier, risks = excluded.risks, capabilities = excluded.capabilities, names = excluded.names,
    words = excluded.words
  where (c.facets, c.risk_order, c.reach, c.tokens, c.tool_count, c.stars, c.name_key, c.tier, c.risks, c.capabilities, c.words)
    is distinct from (excluded.facets, excluded.risk_order, excluded.reach, excluded.tokens, excluded.tool_count,
      excluded.stars, excluded.name_key, excluded.tier, excluded.risks, excluded.capabilities, excluded.words);

  insert into search_words (word)
  select distinct word from servers s,
    regexp_split_to_table(left(toolrisk_words(concat_ws(' ', s.name, s.package_name, s.vendor)), 400), ' ') word
  where s.id = any(ids) and length(word) between 3 and 40
  on conflict do nothing;
end
$$
--> statement-breakpoint
-- Adds what a statement on cards changed to the tallies; about every fiftieth time the rows are folded into one each.
CREATE FUNCTION toolrisk_tally() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'INSERT' then
    insert into tallies select tg_argv[0], f, count(*) from fresh, unnest(fresh.facets) f group by f;
  elsif tg_op = 'DELETE' then
    insert into tallies select tg_argv[0], f, -count(*) from stale, unnest(stale.facets) f group by f;
  else
    insert into tallies select tg_argv[0], f, sum(one) from (
      select f, 1 as one from fresh, unnest(fresh.facets) f
      union all select f, -1 from stale, unnest(stale.facets) f) both_sides group by f having sum(one) <> 0;
  end if;
  if random() < 0.02 and pg_try_advisory_xact_lock(7301966) then
    with gone as (delete from tallies returning subject, facet, n)
    insert into tallies select subject, facet, sum(n) from gone group by subject, facet having sum(n) <> 0;
  end if;
  return null;
end
$$
--> statement-breakpoint
-- Tells every process of the site which servers changed; `*` where they are too many to name.
CREATE FUNCTION toolrisk_announce() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if (select count(*) from fresh) > 100 then
    perform pg_notify('toolrisk_changed', '*');
  else
    perform pg_notify('toolrisk_changed', slug) from fresh;
  end if;
  return null;
end
$$
--> statement-breakpoint
CREATE FUNCTION toolrisk_announce_run() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  perform pg_notify('toolrisk_changed', '');
  return null;
end
$$
--> statement-breakpoint
CREATE TRIGGER tool_cards_tally_insert AFTER INSERT ON tool_cards REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION toolrisk_tally('tool')
--> statement-breakpoint
CREATE TRIGGER tool_cards_tally_update AFTER UPDATE ON tool_cards REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION toolrisk_tally('tool')
--> statement-breakpoint
CREATE TRIGGER tool_cards_tally_delete AFTER DELETE ON tool_cards REFERENCING OLD TABLE AS stale
  FOR EACH STATEMENT EXECUTE FUNCTION toolrisk_tally('tool')
--> statement-breakpoint
CREATE TRIGGER server_cards_tally_insert AFTER INSERT ON server_cards REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION toolrisk_tally('server')
--> statement-breakpoint
CREATE TRIGGER server_cards_tally_update AFTER UPDATE ON server_cards REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION toolrisk_tally('server')
--> statement-breakpoint
CREATE TRIGGER server_cards_tally_delete AFTER DELETE ON server_cards REFERENCING OLD TABLE AS stale
  FOR EACH STATEMENT EXECUTE FUNCTION toolrisk_tally('server')
--> statement-breakpoint
CREATE TRIGGER servers_announce_insert AFTER INSERT ON servers REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION toolrisk_announce()
--> statement-breakpoint
CREATE TRIGGER servers_announce_update AFTER UPDATE ON servers REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION toolrisk_announce()
--> statement-breakpoint
CREATE TRIGGER runs_announce AFTER INSERT OR UPDATE ON runs FOR EACH STATEMENT EXECUTE FUNCTION toolrisk_announce_run()
--> statement-breakpoint
-- What is stored already gets its cards, a part of the servers at a time.
DO $$
declare
  part bigint;
begin
  for part in select generate_series(0, coalesce((select max(id) from servers), 0), 500) loop
    perform refresh_tool_cards(array(select id from servers where id > part and id <= part + 500));
    perform refresh_server_cards(array(select id from servers where id > part and id <= part + 500));
  end loop;
end
$$
--> statement-breakpoint
CREATE INDEX "search_words_similar" ON "search_words" USING gin ("word" gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX "search_words_prefix" ON "search_words" USING btree ("word" text_pattern_ops);
--> statement-breakpoint
CREATE INDEX "server_cards_facets" ON "server_cards" USING gin ("facets") WITH (fastupdate=off);
--> statement-breakpoint
CREATE INDEX "server_cards_names" ON "server_cards" USING gin ("names") WITH (fastupdate=off);
--> statement-breakpoint
CREATE INDEX "server_cards_words" ON "server_cards" USING gin ("words") WITH (fastupdate=off);
--> statement-breakpoint
CREATE INDEX "server_cards_risk_order_server_id_index" ON "server_cards" USING btree ("risk_order","server_id");
--> statement-breakpoint
CREATE INDEX "server_cards_reach_server_id_index" ON "server_cards" USING btree ("reach","server_id");
--> statement-breakpoint
CREATE INDEX "server_cards_tokens_server_id_index" ON "server_cards" USING btree ("tokens","server_id");
--> statement-breakpoint
CREATE INDEX "server_cards_tool_count_server_id_index" ON "server_cards" USING btree ("tool_count","server_id");
--> statement-breakpoint
CREATE INDEX "server_cards_stars_server_id_index" ON "server_cards" USING btree ("stars","server_id");
--> statement-breakpoint
CREATE INDEX "server_cards_name" ON "server_cards" USING btree ("name_key" collate "C","server_id");
--> statement-breakpoint
CREATE INDEX "tool_cards_server_id_index" ON "tool_cards" USING btree ("server_id");
--> statement-breakpoint
CREATE INDEX "tool_cards_facets" ON "tool_cards" USING gin ("facets") WITH (fastupdate=off);
--> statement-breakpoint
CREATE INDEX "tool_cards_risk_order_tool_id_index" ON "tool_cards" USING btree ("risk_order","tool_id");
--> statement-breakpoint
CREATE INDEX "tool_cards_reach_tool_id_index" ON "tool_cards" USING btree ("reach","tool_id");
--> statement-breakpoint
CREATE INDEX "tool_cards_tokens_tool_id_index" ON "tool_cards" USING btree ("tokens","tool_id");
--> statement-breakpoint
CREATE INDEX "tool_cards_name" ON "tool_cards" USING btree ("name_key" collate "C","tool_id");
--> statement-breakpoint
CREATE INDEX "tool_words_names" ON "tool_words" USING gin ("names") WITH (fastupdate=off);
--> statement-breakpoint
CREATE INDEX "tool_words_words" ON "tool_words" USING gin ("words") WITH (fastupdate=off);

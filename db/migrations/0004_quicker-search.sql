-- What a text search looks for: every word in any of its forms; for one that no name has, the words in names that begin
-- so. Null where no word is left.
CREATE OR REPLACE FUNCTION toolrisk_query(asked text[], need_all boolean) RETURNS tsquery LANGUAGE plpgsql STABLE AS $$
declare
  asked_word text;
  longer text;
  one tsquery;
  found tsquery;
begin
  foreach asked_word in array asked loop
    one := plainto_tsquery('english', asked_word);
    if numnode(one) = 0 then continue; end if;
    if length(asked_word) >= 3 and not exists (select from search_words where word = asked_word) then
      for longer in
        select word from search_words where word like replace(replace(replace(asked_word, '\', '\\'), '%', '\%'), '_', '\_') || '%'
        order by word limit 6
      loop
        one := one || plainto_tsquery('english', longer);
      end loop;
    end if;
    found := case when found is null then one when need_all then found && one else found || one end;
  end loop;
  return found;
end
$$
--> statement-breakpoint
-- What a facet is counted for. Vendors are many, and apart, so that reading all other counts stays cheap.
CREATE OR REPLACE FUNCTION toolrisk_tallied(subject text, facet text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  select case when facet like 'vendor:%' then subject || '-vendor' else subject end
$$
--> statement-breakpoint
-- Adds what a statement on cards changed to the tallies; about every fiftieth time the rows are folded into one each.
CREATE OR REPLACE FUNCTION toolrisk_tally() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  if tg_op = 'INSERT' then
    insert into tallies select toolrisk_tallied(tg_argv[0], f), f, count(*) from fresh, unnest(fresh.facets) f group by f;
  elsif tg_op = 'DELETE' then
    insert into tallies select toolrisk_tallied(tg_argv[0], f), f, -count(*) from stale, unnest(stale.facets) f group by f;
  else
    insert into tallies select toolrisk_tallied(tg_argv[0], f), f, sum(one) from (
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
UPDATE tallies SET subject = subject || '-vendor' WHERE facet LIKE 'vendor:%'
--> statement-breakpoint
CREATE INDEX "tallies_subject_index" ON "tallies" USING btree ("subject");
--> statement-breakpoint
CREATE INDEX "tool_cards_category" ON "tool_cards" USING btree (("reach" / 1000),"risk_order","tool_id");

-- A name without what divides its words: `list_users`, `list users` and `listUsers` are one.
CREATE FUNCTION toolrisk_squeezed(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  select translate(name, ' _-.:/,;|+!"#$%&''()*<=>?@[\]^`{}~', '')
$$
--> statement-breakpoint
-- What a text search looks for: every word in any of its forms; for one that no name has, the words in names that begin
-- so. Null where no word is left. What begins so is read along the index; for a pattern a kept plan would read every word.
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
        select word from search_words where word ~>=~ asked_word order by word using ~<~ limit 6
      loop
        exit when not starts_with(longer, asked_word);
        one := one || plainto_tsquery('english', longer);
      end loop;
    end if;
    found := case when found is null then one when need_all then found && one else found || one end;
  end loop;
  return found;
end
$$
--> statement-breakpoint
CREATE INDEX "server_cards_exact" ON "server_cards" USING btree (toolrisk_squeezed("name_key"),"tier","server_id");--> statement-breakpoint
CREATE INDEX "tool_cards_exact" ON "tool_cards" USING btree (toolrisk_squeezed("name_key"),("risk_order" % 10) desc,"tool_id");--> statement-breakpoint
CREATE INDEX "tool_words_names_known" ON "tool_words" USING gin ("names") WITH (fastupdate=off) WHERE "tool_words"."names" @@ '''~0'' | ''~1'''::tsquery;--> statement-breakpoint
CREATE INDEX "tool_words_names_some" ON "tool_words" USING gin ("names") WITH (fastupdate=off) WHERE "tool_words"."tool_id" % 16 = 0;--> statement-breakpoint
CREATE INDEX "tool_words_words_known" ON "tool_words" USING gin ("words") WITH (fastupdate=off) WHERE "tool_words"."words" @@ '''~0'' | ''~1'''::tsquery;--> statement-breakpoint
CREATE INDEX "tool_words_words_some" ON "tool_words" USING gin ("words") WITH (fastupdate=off) WHERE "tool_words"."tool_id" % 16 = 0;

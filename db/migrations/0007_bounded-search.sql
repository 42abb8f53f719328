-- A name without what divides its words: `list_users`, `list users` and `listUsers` are one.
CREATE FUNCTION toolrisk_squeezed(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  select translate(name, ' _-.:/,;|+!"#$%&''()*<=>?@[\]^`{}~', '')
$$
--> statement-breakpoint
CREATE INDEX "server_cards_exact" ON "server_cards" USING btree (toolrisk_squeezed("name_key"),"tier","server_id");--> statement-breakpoint
CREATE INDEX "tool_cards_exact" ON "tool_cards" USING btree (toolrisk_squeezed("name_key"),("risk_order" % 10) desc,"tool_id");--> statement-breakpoint
CREATE INDEX "tool_words_names_known" ON "tool_words" USING gin ("names") WITH (fastupdate=off) WHERE "tool_words"."names" @@ '''~0'' | ''~1'''::tsquery;--> statement-breakpoint
CREATE INDEX "tool_words_names_some" ON "tool_words" USING gin ("names") WITH (fastupdate=off) WHERE "tool_words"."tool_id" % 16 = 0;--> statement-breakpoint
CREATE INDEX "tool_words_words_known" ON "tool_words" USING gin ("words") WITH (fastupdate=off) WHERE "tool_words"."words" @@ '''~0'' | ''~1'''::tsquery;--> statement-breakpoint
CREATE INDEX "tool_words_words_some" ON "tool_words" USING gin ("words") WITH (fastupdate=off) WHERE "tool_words"."tool_id" % 16 = 0;

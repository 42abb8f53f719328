CREATE TYPE "public"."verdict_category" AS ENUM('read', 'write', 'execute', 'destructive', 'financial', 'unassessed');--> statement-breakpoint
CREATE TYPE "public"."change_kind" AS ENUM('server-found', 'server-gone', 'server-back', 'tool-added', 'tool-removed', 'tool-changed', 'verdict-changed', 'posture-changed');--> statement-breakpoint
CREATE TYPE "public"."grade" AS ENUM('A', 'B', 'C', 'D', 'F');--> statement-breakpoint
CREATE TYPE "public"."identity_source" AS ENUM('npm', 'package', 'repository', 'registry');--> statement-breakpoint
CREATE TYPE "public"."outcome" AS ENUM('listed', 'needs-credentials', 'needs-arguments', 'auth-required', 'payment-required', 'install-failed', 'exited', 'handshake-timeout', 'protocol-error', 'too-large', 'unreachable', 'address-refused', 'unsupported-runtime', 'sandbox-unavailable', 'not-launchable', 'interrupted');--> statement-breakpoint
CREATE TYPE "public"."provenance" AS ENUM('live', 'declared', 'static');--> statement-breakpoint
CREATE TYPE "public"."package_registry" AS ENUM('npm', 'pypi', 'oci', 'mcpb');--> statement-breakpoint
CREATE TYPE "public"."risk" AS ENUM('low', 'medium', 'high', 'critical');--> statement-breakpoint
CREATE TYPE "public"."run_state" AS ENUM('running', 'finished', 'stopped', 'failed');--> statement-breakpoint
CREATE TYPE "public"."source" AS ENUM('starter', 'github', 'file', 'registry');--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "attempts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" bigint,
	"server_id" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"duration_ms" integer NOT NULL,
	"outcome" "outcome" NOT NULL,
	"reason" text NOT NULL,
	"todo" text NOT NULL,
	"stderr_tail" text,
	"auth_posture" text,
	"snapshot_id" bigint
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" "change_kind" NOT NULL,
	"server_id" bigint NOT NULL,
	"tool_id" bigint,
	"run_id" bigint,
	"detail" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "classifications" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "classifications_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tool_id" bigint NOT NULL,
	"definition_hash" text NOT NULL,
	"ruleset" text NOT NULL,
	"category" "verdict_category" NOT NULL,
	"risk" "risk",
	"confidence" double precision NOT NULL,
	"verdict" json NOT NULL,
	"classified_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cursors" (
	"key" text PRIMARY KEY NOT NULL,
	"value" json NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "definitions" (
	"hash" text PRIMARY KEY NOT NULL,
	"definition" json NOT NULL,
	"tokens" integer
);
--> statement-breakpoint
CREATE TABLE "identity_facts" (
	"server_id" bigint NOT NULL,
	"source" "identity_source" NOT NULL,
	"facts" json NOT NULL,
	"observed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identity_facts_server_id_source_pk" PRIMARY KEY("server_id","source")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"sources" json NOT NULL,
	"state" "run_state" DEFAULT 'running' NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"heartbeat_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	"found" integer DEFAULT 0 NOT NULL,
	"attempted" integer DEFAULT 0 NOT NULL,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "server_identities" (
	"identity" text PRIMARY KEY NOT NULL,
	"server_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "servers" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "servers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"vendor" text,
	"repository_url" text,
	"repository_path" text,
	"package_registry" "package_registry",
	"package_name" text,
	"remote_url" text,
	"stars" integer,
	"launch" json,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_attempt_at" timestamp with time zone,
	"last_outcome" "outcome",
	"last_reason" text,
	"last_todo" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"next_visit_at" timestamp with time zone,
	"current_snapshot_id" bigint,
	"tool_count" integer DEFAULT 0 NOT NULL,
	"tool_provenance" "provenance",
	"source_read" json,
	"grade" "grade",
	"grade_score" integer,
	"grade_factors" json,
	"grade_ruleset" text,
	"identity" json,
	CONSTRAINT "servers_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "sightings" (
	"server_id" bigint NOT NULL,
	"source" "source" NOT NULL,
	"location" text NOT NULL,
	"location_url" text,
	"launch" json,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sightings_source_location_pk" PRIMARY KEY("source","location")
);
--> statement-breakpoint
CREATE TABLE "skips" (
	"source" "source" NOT NULL,
	"location" text NOT NULL,
	"reason" text NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "skips_source_location_pk" PRIMARY KEY("source","location")
);
--> statement-breakpoint
CREATE TABLE "snapshot_tools" (
	"snapshot_id" bigint NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"definition_hash" text NOT NULL,
	CONSTRAINT "snapshot_tools_snapshot_id_position_pk" PRIMARY KEY("snapshot_id","position")
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "snapshots_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"server_id" bigint NOT NULL,
	"content_hash" text NOT NULL,
	"provenance" "provenance" NOT NULL,
	"observed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"protocol_version" text,
	"server_name" text,
	"server_version" text,
	"instructions" text,
	"package_version" text,
	"args" json NOT NULL,
	"env_names" json NOT NULL,
	"notes" json NOT NULL,
	"ttl_ms" bigint,
	"duration_ms" integer NOT NULL,
	"tool_count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tools" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tools_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"server_id" bigint NOT NULL,
	"name" text NOT NULL,
	"definition_hash" text NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"gone_at" timestamp with time zone,
	"provenance" "provenance" NOT NULL,
	"classification_id" bigint,
	"category" "verdict_category",
	"risk" "risk",
	"confidence" double precision,
	"ruleset" text,
	"severity" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_snapshot_id_snapshots_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "public"."snapshots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_tool_id_tools_id_fk" FOREIGN KEY ("tool_id") REFERENCES "public"."tools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "classifications" ADD CONSTRAINT "classifications_tool_id_tools_id_fk" FOREIGN KEY ("tool_id") REFERENCES "public"."tools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_facts" ADD CONSTRAINT "identity_facts_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "server_identities" ADD CONSTRAINT "server_identities_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "servers" ADD CONSTRAINT "servers_current_snapshot_id_snapshots_id_fk" FOREIGN KEY ("current_snapshot_id") REFERENCES "public"."snapshots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sightings" ADD CONSTRAINT "sightings_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshot_tools" ADD CONSTRAINT "snapshot_tools_snapshot_id_snapshots_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "public"."snapshots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshot_tools" ADD CONSTRAINT "snapshot_tools_definition_hash_definitions_hash_fk" FOREIGN KEY ("definition_hash") REFERENCES "public"."definitions"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tools" ADD CONSTRAINT "tools_server_id_servers_id_fk" FOREIGN KEY ("server_id") REFERENCES "public"."servers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tools" ADD CONSTRAINT "tools_definition_hash_definitions_hash_fk" FOREIGN KEY ("definition_hash") REFERENCES "public"."definitions"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tools" ADD CONSTRAINT "tools_classification_id_classifications_id_fk" FOREIGN KEY ("classification_id") REFERENCES "public"."classifications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempts_server_id_at_index" ON "attempts" USING btree ("server_id","at");--> statement-breakpoint
CREATE INDEX "attempts_run_id_index" ON "attempts" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "changes_server_id_at_index" ON "changes" USING btree ("server_id","at");--> statement-breakpoint
CREATE INDEX "changes_at_index" ON "changes" USING btree ("at");--> statement-breakpoint
CREATE INDEX "changes_kind_at_index" ON "changes" USING btree ("kind","at");--> statement-breakpoint
CREATE INDEX "classifications_tool_id_classified_at_index" ON "classifications" USING btree ("tool_id","classified_at");--> statement-breakpoint
CREATE INDEX "server_identities_server_id_index" ON "server_identities" USING btree ("server_id");--> statement-breakpoint
CREATE INDEX "servers_last_outcome_index" ON "servers" USING btree ("last_outcome");--> statement-breakpoint
CREATE INDEX "servers_next_visit_at_index" ON "servers" USING btree ("next_visit_at");--> statement-breakpoint
CREATE INDEX "servers_first_seen_at_index" ON "servers" USING btree ("first_seen_at");--> statement-breakpoint
CREATE INDEX "servers_grade_index" ON "servers" USING btree ("grade");--> statement-breakpoint
CREATE INDEX "servers_stars_index" ON "servers" USING btree ("stars");--> statement-breakpoint
CREATE INDEX "servers_repository_index" ON "servers" USING btree (lower("repository_url"));--> statement-breakpoint
CREATE INDEX "sightings_server_id_index" ON "sightings" USING btree ("server_id");--> statement-breakpoint
CREATE INDEX "snapshots_server_id_observed_at_index" ON "snapshots" USING btree ("server_id","observed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "tools_server_id_name_index" ON "tools" USING btree ("server_id","name");--> statement-breakpoint
CREATE INDEX "tools_server_id_id_index" ON "tools" USING btree ("server_id","id");--> statement-breakpoint
CREATE INDEX "tools_severity_id_index" ON "tools" USING btree ("severity","id");--> statement-breakpoint
CREATE INDEX "tools_category_index" ON "tools" USING btree ("category");--> statement-breakpoint
CREATE INDEX "tools_definition_hash_index" ON "tools" USING btree ("definition_hash");--> statement-breakpoint
CREATE INDEX "tools_name_search" ON "tools" USING gin (to_tsvector('simple', replace(replace("name", '_', ' '), '-', ' ')));
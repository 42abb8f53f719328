ALTER TYPE "public"."change_kind" ADD VALUE 'context-changed';--> statement-breakpoint
ALTER TABLE "snapshots" ADD COLUMN "prompts" json;--> statement-breakpoint
ALTER TABLE "snapshots" ADD COLUMN "resources" json;
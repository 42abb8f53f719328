CREATE TABLE "sources" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"trust" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sightings" ALTER COLUMN "source" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "skips" ALTER COLUMN "source" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "sightings" ADD COLUMN "tools" json;--> statement-breakpoint
DROP TYPE "public"."source";
ALTER TABLE "index_generation" ADD COLUMN "started_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "index_generation" ADD COLUMN "started_done" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "index_generation" ADD COLUMN "error_code" text;
ALTER TABLE "test_result" ADD COLUMN "found_ids" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "test_result" ADD COLUMN "trace" jsonb;
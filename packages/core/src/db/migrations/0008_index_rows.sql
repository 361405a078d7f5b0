CREATE TABLE "trigger" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"version_id" text NOT NULL,
	"chunk_id" text NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"state" text DEFAULT 'proposed' NOT NULL,
	"model" text,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"reviewed_by" text,
	"reviewed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "chunk" ADD COLUMN "off_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "document" ADD COLUMN "labels" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "document" ADD COLUMN "indexed_labels" jsonb;--> statement-breakpoint
ALTER TABLE "document_version" ADD COLUMN "rows" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "document_version" ADD COLUMN "edition" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "document_version" ADD COLUMN "indexed_edition" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_version_id_document_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."document_version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_chunk_id_chunk_id_fk" FOREIGN KEY ("chunk_id") REFERENCES "public"."chunk"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trigger" ADD CONSTRAINT "trigger_reviewed_by_user_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trigger_version" ON "trigger" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "trigger_chunk" ON "trigger" USING btree ("chunk_id");--> statement-breakpoint
UPDATE "document_version" SET "rows" = "chunks";--> statement-breakpoint
-- rows of questions with further columns are made anew, so that these can be filtered by
UPDATE "document_version" v SET "edition" = 1 WHERE EXISTS (SELECT 1 FROM "chunk" c WHERE c."version_id" = v."id" AND c."metadata" IS NOT NULL);

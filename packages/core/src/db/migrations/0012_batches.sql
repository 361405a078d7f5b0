CREATE TABLE "batch_file" (
	"batch_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"outcome" text NOT NULL,
	"version_id" text,
	"bytes" bigint,
	"error_code" text,
	"error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "batch_file_batch_id_key_pk" PRIMARY KEY("batch_id","key")
);
--> statement-breakpoint
CREATE TABLE "batch" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"library_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"expected" integer,
	"received" integer DEFAULT 0 NOT NULL,
	"counts" jsonb,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "document_version" ADD COLUMN "ended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "source_sync" ADD COLUMN "batch_id" text;--> statement-breakpoint
ALTER TABLE "batch_file" ADD CONSTRAINT "batch_file_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch_file" ADD CONSTRAINT "batch_file_version_id_document_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."document_version"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_library_id_library_id_fk" FOREIGN KEY ("library_id") REFERENCES "public"."library"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batch" ADD CONSTRAINT "batch_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batch_file_name" ON "batch_file" USING btree ("batch_id","name");--> statement-breakpoint
CREATE INDEX "batch_file_version" ON "batch_file" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "batch_library" ON "batch" USING btree ("library_id","created_at");--> statement-breakpoint
CREATE INDEX "batch_state" ON "batch" USING btree ("state");--> statement-breakpoint
ALTER TABLE "source_sync" ADD CONSTRAINT "source_sync_batch_id_batch_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batch"("id") ON DELETE set null ON UPDATE no action;
CREATE TABLE "writing" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"library_id" text NOT NULL,
	"document_ids" jsonb,
	"access" jsonb NOT NULL,
	"calls_max" integer,
	"state" text DEFAULT 'queued' NOT NULL,
	"turn" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"written" integer DEFAULT 0 NOT NULL,
	"empty" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"input_tokens" integer DEFAULT 0 NOT NULL,
	"output_tokens" integer DEFAULT 0 NOT NULL,
	"model" text,
	"error_code" text,
	"error" text,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "written_text" (
	"company_id" text NOT NULL,
	"document_id" text NOT NULL,
	"text_hash" text NOT NULL,
	"writing_id" text NOT NULL,
	"chunk_id" text NOT NULL,
	"outcome" text NOT NULL,
	"error_code" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "written_text_document_id_text_hash_pk" PRIMARY KEY("document_id","text_hash")
);
--> statement-breakpoint
ALTER TABLE "trigger" ADD COLUMN "outdated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "writing" ADD CONSTRAINT "writing_library_id_library_id_fk" FOREIGN KEY ("library_id") REFERENCES "public"."library"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "writing" ADD CONSTRAINT "writing_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "written_text" ADD CONSTRAINT "written_text_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "writing_library" ON "writing" USING btree ("library_id","created_at");--> statement-breakpoint
CREATE INDEX "writing_state" ON "writing" USING btree ("state");--> statement-breakpoint
CREATE INDEX "written_text_writing" ON "written_text" USING btree ("writing_id");
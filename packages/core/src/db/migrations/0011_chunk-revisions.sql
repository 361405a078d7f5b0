CREATE TABLE "chunk_revision" (
	"chunk_id" text NOT NULL,
	"number" integer NOT NULL,
	"company_id" text NOT NULL,
	"text" text NOT NULL,
	"question" text,
	"headings" jsonb NOT NULL,
	"restores" integer,
	"note" text,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chunk_revision_chunk_id_number_pk" PRIMARY KEY("chunk_id","number")
);
--> statement-breakpoint
CREATE TABLE "chunk_leftover" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"document_id" text NOT NULL,
	"position" integer NOT NULL,
	"page" integer,
	"off" boolean NOT NULL,
	"revisions" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"dismissed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "run_hit" (
	"run_id" text NOT NULL,
	"chunk_id" text NOT NULL,
	"document_id" text NOT NULL,
	"company_id" text NOT NULL,
	"rank" integer NOT NULL,
	"cited" boolean NOT NULL,
	CONSTRAINT "run_hit_run_id_chunk_id_pk" PRIMARY KEY("run_id","chunk_id")
);
--> statement-breakpoint
ALTER TABLE "chunk_revision" ADD CONSTRAINT "chunk_revision_chunk_id_chunk_id_fk" FOREIGN KEY ("chunk_id") REFERENCES "public"."chunk"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunk_revision" ADD CONSTRAINT "chunk_revision_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunk_leftover" ADD CONSTRAINT "chunk_leftover_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_hit" ADD CONSTRAINT "run_hit_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_hit" ADD CONSTRAINT "run_hit_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chunk_leftover_document" ON "chunk_leftover" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "run_hit_chunk" ON "run_hit" USING btree ("chunk_id");--> statement-breakpoint
CREATE INDEX "run_hit_document" ON "run_hit" USING btree ("document_id");
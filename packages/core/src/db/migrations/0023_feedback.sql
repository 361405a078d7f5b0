CREATE TABLE "faq" (
	"library_id" text PRIMARY KEY NOT NULL,
	"document_id" text
);
--> statement-breakpoint
CREATE TABLE "gap_run" (
	"run_id" text PRIMARY KEY NOT NULL,
	"gap_id" text NOT NULL,
	"user_id" text NOT NULL,
	"reason" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gap" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"assigned_to" text,
	"document_id" text,
	"feedback_id" text,
	"closed_by" text,
	"closed_at" timestamp (3) with time zone,
	"vector" "bytea",
	"embedder" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"proof_asked" integer,
	"proof_answered" integer
);
--> statement-breakpoint
ALTER TABLE "feedback" DROP CONSTRAINT "feedback_run_id_user_id_pk";--> statement-breakpoint
ALTER TABLE "feedback" ALTER COLUMN "run_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ALTER COLUMN "thumb" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "id" text;--> statement-breakpoint
UPDATE "feedback" SET "id" = 'fbk_' || md5("run_id" || ' ' || "user_id");--> statement-breakpoint
ALTER TABLE "feedback" ADD PRIMARY KEY ("id");--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "fault" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "question" text;--> statement-breakpoint
UPDATE "feedback" SET "question" = (SELECT "question" FROM "run" WHERE "run"."id" = "feedback"."run_id");--> statement-breakpoint
ALTER TABLE "feedback" ALTER COLUMN "question" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "correction" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "answer" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "library_ids" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "state" text DEFAULT 'new' NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "library_id" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "document_id" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "injection" jsonb;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "reviewed_by" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "reviewed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "faq" ADD CONSTRAINT "faq_library_id_library_id_fk" FOREIGN KEY ("library_id") REFERENCES "public"."library"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "faq" ADD CONSTRAINT "faq_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gap_run" ADD CONSTRAINT "gap_run_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gap_run" ADD CONSTRAINT "gap_run_gap_id_gap_id_fk" FOREIGN KEY ("gap_id") REFERENCES "public"."gap"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gap" ADD CONSTRAINT "gap_assigned_to_user_id_fk" FOREIGN KEY ("assigned_to") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gap" ADD CONSTRAINT "gap_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gap" ADD CONSTRAINT "gap_feedback_id_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "public"."feedback"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gap" ADD CONSTRAINT "gap_closed_by_user_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gap_run_gap" ON "gap_run" USING btree ("gap_id","asked_at");--> statement-breakpoint
CREATE INDEX "gap_company" ON "gap" USING btree ("company_id","state");--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_library_id_library_id_fk" FOREIGN KEY ("library_id") REFERENCES "public"."library"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_reviewed_by_user_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_run_user" ON "feedback" USING btree ("run_id","user_id");--> statement-breakpoint
CREATE INDEX "feedback_company" ON "feedback" USING btree ("company_id","state","created_at");--> statement-breakpoint
CREATE INDEX "feedback_newest" ON "feedback" USING btree ("company_id","created_at","id");--> statement-breakpoint
CREATE INDEX "feedback_user" ON "feedback" USING btree ("company_id","user_id");--> statement-breakpoint
CREATE INDEX "feedback_document" ON "feedback" USING btree ("document_id");
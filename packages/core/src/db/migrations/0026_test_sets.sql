CREATE TABLE "test_case" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"library_id" text NOT NULL,
	"question" text NOT NULL,
	"hash" text NOT NULL,
	"must_find" jsonb NOT NULL,
	"must_say" jsonb NOT NULL,
	"must_refuse" boolean NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "test_result" (
	"run_id" text NOT NULL,
	"case_id" text NOT NULL,
	"passed" boolean NOT NULL,
	"tier" text,
	"ranks" jsonb NOT NULL,
	"unsaid" jsonb NOT NULL,
	"error" text,
	"milliseconds" integer NOT NULL,
	"model" text NOT NULL,
	"answer" text,
	"document_ids" text[] DEFAULT '{}'::text[] NOT NULL,
	CONSTRAINT "test_result_run_id_case_id_pk" PRIMARY KEY("run_id","case_id")
);
--> statement-breakpoint
CREATE TABLE "test_run" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"user_id" text NOT NULL,
	"library_ids" text[] NOT NULL,
	"variant" jsonb NOT NULL,
	"against_id" text,
	"state" text DEFAULT 'queued' NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"error_code" text,
	"error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "test_case" ADD CONSTRAINT "test_case_library_id_library_id_fk" FOREIGN KEY ("library_id") REFERENCES "public"."library"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "test_result" ADD CONSTRAINT "test_result_run_id_test_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."test_run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "test_result" ADD CONSTRAINT "test_result_case_id_test_case_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."test_case"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "test_case_question" ON "test_case" USING btree ("library_id","hash");--> statement-breakpoint
CREATE INDEX "test_case_newest" ON "test_case" USING btree ("library_id","created_at","id");--> statement-breakpoint
CREATE INDEX "test_result_case" ON "test_result" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "test_run_company" ON "test_run" USING btree ("company_id","created_at");
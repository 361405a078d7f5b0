CREATE TABLE "cut" (
	"company_id" text NOT NULL,
	"measure" text NOT NULL,
	"hard" double precision NOT NULL,
	"soft" double precision NOT NULL,
	"basis" jsonb NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cut_company_id_measure_pk" PRIMARY KEY("company_id","measure")
);
--> statement-breakpoint
CREATE TABLE "index_generation" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"name" text NOT NULL,
	"embedder" text,
	"dimensions" integer,
	"state" text NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"switched_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "stop_word" (
	"company_id" text NOT NULL,
	"word" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stop_word_company_id_word_pk" PRIMARY KEY("company_id","word")
);
--> statement-breakpoint
CREATE TABLE "synonym" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"words" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "embedding" (
	"company_id" text NOT NULL,
	"space" text NOT NULL,
	"hash" text NOT NULL,
	"vector" "bytea" NOT NULL,
	"used_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "embedding_company_id_space_hash_pk" PRIMARY KEY("company_id","space","hash")
);
--> statement-breakpoint
CREATE TABLE "intent_example" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"intent_id" text NOT NULL,
	"text" text NOT NULL,
	"parameters" jsonb,
	"vector" "bytea",
	"space" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "intent" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"name" text NOT NULL,
	"action" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "label" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"question" text NOT NULL,
	"hash" text NOT NULL,
	"expected" text NOT NULL,
	"source" text NOT NULL,
	"state" text DEFAULT 'accepted' NOT NULL,
	"run_id" text,
	"created_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "model_connection_company";--> statement-breakpoint
ALTER TABLE "company" ADD COLUMN "texts" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "chunk" ADD COLUMN "metadata" jsonb;--> statement-breakpoint
ALTER TABLE "model_connection" ADD COLUMN "kind" text DEFAULT 'chat' NOT NULL;--> statement-breakpoint
ALTER TABLE "model_connection" ADD COLUMN "provider" text DEFAULT 'openai' NOT NULL;--> statement-breakpoint
ALTER TABLE "model_connection" ADD COLUMN "dimensions" integer;--> statement-breakpoint
ALTER TABLE "cut" ADD CONSTRAINT "cut_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cut" ADD CONSTRAINT "cut_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "index_generation" ADD CONSTRAINT "index_generation_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stop_word" ADD CONSTRAINT "stop_word_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "synonym" ADD CONSTRAINT "synonym_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intent_example" ADD CONSTRAINT "intent_example_intent_id_intent_id_fk" FOREIGN KEY ("intent_id") REFERENCES "public"."intent"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intent" ADD CONSTRAINT "intent_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "label" ADD CONSTRAINT "label_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "index_generation_company" ON "index_generation" USING btree ("company_id","state");--> statement-breakpoint
CREATE INDEX "synonym_company" ON "synonym" USING btree ("company_id");--> statement-breakpoint
CREATE INDEX "embedding_used" ON "embedding" USING btree ("used_at");--> statement-breakpoint
CREATE INDEX "intent_example_company" ON "intent_example" USING btree ("company_id");--> statement-breakpoint
CREATE UNIQUE INDEX "intent_example_text" ON "intent_example" USING btree ("intent_id","text");--> statement-breakpoint
CREATE UNIQUE INDEX "intent_company_name" ON "intent" USING btree ("company_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "label_company_question" ON "label" USING btree ("company_id","hash");--> statement-breakpoint
CREATE UNIQUE INDEX "model_connection_company_kind" ON "model_connection" USING btree ("company_id","kind");
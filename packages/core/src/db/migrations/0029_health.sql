CREATE TABLE "run_document" (
	"run_id" text NOT NULL,
	"document_id" text NOT NULL,
	"company_id" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"cited" boolean NOT NULL,
	CONSTRAINT "run_document_run_id_document_id_pk" PRIMARY KEY("run_id","document_id")
);
--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "tier" text GENERATED ALWAYS AS (outcome ->> 'tier') STORED;--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "first_ms" double precision GENERATED ALWAYS AS ((outcome -> 'milliseconds' ->> 'firstText')::double precision) STORED;--> statement-breakpoint
ALTER TABLE "run" ADD COLUMN "total_ms" double precision GENERATED ALWAYS AS ((outcome -> 'milliseconds' ->> 'total')::double precision) STORED;--> statement-breakpoint
ALTER TABLE "run_document" ADD CONSTRAINT "run_document_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_document" ADD CONSTRAINT "run_document_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_document_asked" ON "run_document" USING btree ("company_id","asked_at","document_id","cited");--> statement-breakpoint
CREATE INDEX "run_document_document" ON "run_document" USING btree ("document_id","asked_at");--> statement-breakpoint
CREATE INDEX "run_day" ON "run" USING btree ("company_id","created_at","state","tier","first_ms","total_ms");--> statement-breakpoint
INSERT INTO "run_document" ("run_id", "document_id", "company_id", "asked_at", "cited")
SELECT h."run_id", h."document_id", min(h."company_id"), min(r."created_at"), bool_or(h."cited")
FROM "run_hit" h JOIN "run" r ON r."id" = h."run_id" GROUP BY h."run_id", h."document_id";

ALTER TABLE "trace" ADD COLUMN "user_id" text GENERATED ALWAYS AS (trace ->> 'userId') STORED;--> statement-breakpoint
ALTER TABLE "trace" ADD COLUMN "tier" text GENERATED ALWAYS AS (trace ->> 'tier') STORED;--> statement-breakpoint
ALTER TABLE "trace" ADD COLUMN "intent" text GENERATED ALWAYS AS (trace -> 'intent' ->> 'name') STORED;--> statement-breakpoint
ALTER TABLE "trace" ADD COLUMN "model" text GENERATED ALWAYS AS (trace ->> 'model') STORED;--> statement-breakpoint
ALTER TABLE "trace" ADD COLUMN "template_id" text GENERATED ALWAYS AS (trace -> 'template' ->> 'id') STORED;--> statement-breakpoint
ALTER TABLE "trace" ADD COLUMN "error_code" text GENERATED ALWAYS AS (trace -> 'error' ->> 'code') STORED;--> statement-breakpoint
ALTER TABLE "trace" ADD COLUMN "score" double precision GENERATED ALWAYS AS ((jsonb_path_query_first(trace, '$.cuts[*] ? (@.decided == true).value ? (@.type() == "number")'))::double precision) STORED;--> statement-breakpoint
CREATE INDEX "trace_newest" ON "trace" USING btree ("company_id","created_at","run_id");--> statement-breakpoint
CREATE INDEX "trace_tier" ON "trace" USING btree ("company_id","tier");
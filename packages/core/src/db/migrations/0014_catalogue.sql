CREATE TABLE "model_group" (
	"model_id" text NOT NULL,
	"group_id" text NOT NULL,
	CONSTRAINT "model_group_model_id_group_id_pk" PRIMARY KEY("model_id","group_id")
);
--> statement-breakpoint
CREATE TABLE "model" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"place" jsonb NOT NULL,
	"key" text,
	"dimensions" integer,
	"abilities" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"price" jsonb,
	"fallback_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_use" (
	"company_id" text NOT NULL,
	"use" text NOT NULL,
	"model_id" text,
	CONSTRAINT "model_use_company_id_use_pk" PRIMARY KEY("company_id","use")
);
--> statement-breakpoint
ALTER TABLE "model_group" ADD CONSTRAINT "model_group_model_id_model_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."model"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_group" ADD CONSTRAINT "model_group_group_id_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."group"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model" ADD CONSTRAINT "model_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model" ADD CONSTRAINT "model_fallback_id_model_id_fk" FOREIGN KEY ("fallback_id") REFERENCES "public"."model"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_use" ADD CONSTRAINT "model_use_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_use" ADD CONSTRAINT "model_use_model_id_model_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."model"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "model_group_group" ON "model_group" USING btree ("group_id");--> statement-breakpoint
CREATE UNIQUE INDEX "model_company_name" ON "model" USING btree ("company_id","kind","name");--> statement-breakpoint
INSERT INTO "model" ("id", "company_id", "kind", "name", "place", "key", "dimensions", "created_at")
SELECT "id", "company_id", CASE "kind" WHEN 'embed-next' THEN 'embed' ELSE "kind" END,
	left("model", 90) || CASE "kind" WHEN 'embed-next' THEN ' (2)' ELSE '' END,
	CASE "provider"
		WHEN 'onnx' THEN jsonb_build_object('provider', 'onnx', 'model', "model")
		ELSE jsonb_build_object('provider', "provider", 'baseUrl', "base_url", 'model', "model")
	END,
	"api_key", "dimensions", "created_at"
FROM "model_connection" WHERE "model" <> '';--> statement-breakpoint
INSERT INTO "model_use" ("company_id", "use", "model_id")
SELECT "company_id", "kind", CASE "model" WHEN '' THEN NULL ELSE "id" END FROM "model_connection";

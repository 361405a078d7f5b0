CREATE TABLE "template" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"name" text NOT NULL,
	"comment" text NOT NULL,
	"version" integer NOT NULL,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "template_version" (
	"template_id" text NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"bot" text NOT NULL,
	"persona" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"user_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "template_version_template_id_number_pk" PRIMARY KEY("template_id","number")
);
--> statement-breakpoint
ALTER TABLE "template" ADD CONSTRAINT "template_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_version" ADD CONSTRAINT "template_version_template_id_template_id_fk" FOREIGN KEY ("template_id") REFERENCES "public"."template"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "template_company_name" ON "template" USING btree ("company_id","name") WHERE removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "template_company_default" ON "template" USING btree ("company_id") WHERE is_default;--> statement-breakpoint
CREATE INDEX "template_version_user" ON "template_version" USING btree ("user_id");
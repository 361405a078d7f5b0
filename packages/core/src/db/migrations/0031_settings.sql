CREATE TABLE "logo" (
	"company_id" text PRIMARY KEY NOT NULL,
	"content" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"company_id" text NOT NULL,
	"key" text NOT NULL,
	"value" jsonb NOT NULL,
	"changed_by" text,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "setting_company_id_key_pk" PRIMARY KEY("company_id","key")
);
--> statement-breakpoint
ALTER TABLE "logo" ADD CONSTRAINT "logo_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting" ADD CONSTRAINT "setting_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting" ADD CONSTRAINT "setting_changed_by_user_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversation_company" ON "conversation" USING btree ("company_id","updated_at");--> statement-breakpoint
CREATE INDEX "picture_company" ON "picture" USING btree ("company_id","created_at");--> statement-breakpoint
-- what companies said in words of their own, and how long they kept their log, are settings now
INSERT INTO "setting" ("company_id", "key", "value", "changed_at")
SELECT c."id", t."key", t."value", c."created_at" FROM "company" c, jsonb_each(c."texts") t
WHERE t."key" IN ('refusal', 'comfort', 'handover') AND t."value" <> '{}'::jsonb;--> statement-breakpoint
INSERT INTO "setting" ("company_id", "key", "value", "changed_at")
SELECT "id", 'auditDays', to_jsonb("audit_days"), "created_at" FROM "company";--> statement-breakpoint
ALTER TABLE "company" DROP COLUMN "texts";--> statement-breakpoint
ALTER TABLE "company" DROP COLUMN "audit_days";
CREATE TABLE "group_member" (
	"group_id" text NOT NULL,
	"user_id" text NOT NULL,
	CONSTRAINT "group_member_group_id_user_id_pk" PRIMARY KEY("group_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "group" (
	"id" text PRIMARY KEY NOT NULL,
	"company_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "library_grant" (
	"id" text PRIMARY KEY NOT NULL,
	"library_id" text NOT NULL,
	"user_id" text,
	"group_id" text,
	"role" text NOT NULL,
	"may_download" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "library_grant_one" CHECK (("library_grant"."user_id" is null) <> ("library_grant"."group_id" is null))
);
--> statement-breakpoint
CREATE TABLE "restriction_group" (
	"access" text NOT NULL,
	"group_id" text NOT NULL,
	CONSTRAINT "restriction_group_access_group_id_pk" PRIMARY KEY("access","group_id")
);
--> statement-breakpoint
CREATE TABLE "restriction" (
	"access" text PRIMARY KEY NOT NULL,
	"library_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "library_company_name";--> statement-breakpoint
ALTER TABLE "document" ADD COLUMN "access" text;--> statement-breakpoint
ALTER TABLE "document" ADD COLUMN "indexed_as" text;--> statement-breakpoint
UPDATE "document" SET "access" = "library_id", "indexed_as" = CASE WHEN "current_version_id" IS NULL THEN NULL ELSE "library_id" END;--> statement-breakpoint
ALTER TABLE "document" ALTER COLUMN "access" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "library" ADD COLUMN "visibility" text DEFAULT 'company' NOT NULL;--> statement-breakpoint
ALTER TABLE "library" ADD COLUMN "may_download" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_group_id_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."group"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group" ADD CONSTRAINT "group_company_id_company_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."company"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_grant" ADD CONSTRAINT "library_grant_library_id_library_id_fk" FOREIGN KEY ("library_id") REFERENCES "public"."library"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_grant" ADD CONSTRAINT "library_grant_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "library_grant" ADD CONSTRAINT "library_grant_group_id_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."group"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "restriction_group" ADD CONSTRAINT "restriction_group_access_restriction_access_fk" FOREIGN KEY ("access") REFERENCES "public"."restriction"("access") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "restriction_group" ADD CONSTRAINT "restriction_group_group_id_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."group"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "restriction" ADD CONSTRAINT "restriction_library_id_library_id_fk" FOREIGN KEY ("library_id") REFERENCES "public"."library"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_member_user" ON "group_member" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "group_company_name" ON "group" USING btree ("company_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "library_grant_user" ON "library_grant" USING btree ("library_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "library_grant_group" ON "library_grant" USING btree ("library_id","group_id");--> statement-breakpoint
CREATE INDEX "library_grant_of_user" ON "library_grant" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "restriction_library" ON "restriction" USING btree ("library_id");--> statement-breakpoint
CREATE UNIQUE INDEX "library_company_name" ON "library" USING btree ("company_id","name") WHERE visibility <> 'private';
ALTER TABLE "company" ADD COLUMN "suspended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "company" ADD COLUMN "removed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "platform_admin" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- whoever set the desk up looks after its companies
UPDATE "user" SET "platform_admin" = true WHERE "id" = (
  SELECT "id" FROM "user"
  WHERE "role" = 'admin' AND "email" <> 'operator@localhost'
    AND "company_id" = (SELECT "id" FROM "company" ORDER BY "created_at" LIMIT 1)
  ORDER BY "created_at" LIMIT 1
);

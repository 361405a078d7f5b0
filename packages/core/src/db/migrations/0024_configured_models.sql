ALTER TABLE "model" ADD COLUMN "configured_as" text;

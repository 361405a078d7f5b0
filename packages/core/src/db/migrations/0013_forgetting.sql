ALTER TABLE "label" ADD COLUMN "document_id" text;--> statement-breakpoint
ALTER TABLE "label" ADD CONSTRAINT "label_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "label_document" ON "label" USING btree ("document_id");--> statement-breakpoint
INSERT INTO "run_hit" ("run_id", "chunk_id", "document_id", "company_id", "rank", "cited")
SELECT run.id, source ->> 'chunkId', source ->> 'documentId', run.company_id, (source ->> 'n')::int, (source ->> 'cited')::boolean
FROM run
CROSS JOIN LATERAL jsonb_array_elements(run.outcome -> 'sources') AS source
JOIN document ON document.id = source ->> 'documentId'
ON CONFLICT DO NOTHING;

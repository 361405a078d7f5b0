import * as Day from "@docent/core/health/day";
import * as DocumentUse from "@docent/core/health/document-use";
import * as Ingestion from "@docent/core/health/ingestion";
import * as Machinery from "@docent/core/health/machinery";
import { View } from "@docent/core/health/view";
import { admin, editor, router } from "./trpc.ts";

/** How the desk is doing. */
export const healthRouter = router({
  days: editor.input(View).query(({ ctx, input }) => Day.report(ctx, input)),
  found: editor.input(DocumentUse.List).query(({ ctx, input }) => DocumentUse.found(ctx, input)),
  neverFound: editor.input(DocumentUse.List).query(({ ctx, input }) => DocumentUse.neverFound(ctx, input)),
  ingestion: editor.input(View).query(({ ctx, input }) => Ingestion.report(ctx, input)),
  machinery: editor.query(({ ctx }) => Machinery.report(ctx)),
  retry: admin.mutation(({ ctx }) => Machinery.retry(ctx)),
});

import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { documentTable, sourceItemTable, versionTable } from "../../db/schema.ts";
import { forCompany, type Scope } from "../../scope.ts";
import * as BatchFile from "../batch/batch-file.ts";
import * as Embedded from "./embedded.ts";
import * as Generation from "../index/generation.ts";

/** Takes removed documents out of the index, the file store and the database, in this order: an interrupted removal is found again. */
export async function run(scope: Scope, documentIds: readonly string[]): Promise<void> {
  const versions = await scope.db
    .select({ id: versionTable.id, companyId: versionTable.companyId, fileKey: versionTable.fileKey })
    .from(versionTable)
    .innerJoin(documentTable, eq(documentTable.id, versionTable.documentId))
    .where(and(inArray(documentTable.id, [...documentIds]), isNotNull(documentTable.removedAt)));
  for (const [companyId, own] of Map.groupBy(versions, (version) => version.companyId)) {
    const versionIds = own.map((version) => version.id);
    await Embedded.forget(forCompany(scope, companyId, "remove-document"), versionIds);
    for (const space of await Generation.targets(forCompany(scope, companyId, "remove-document"))) {
      await scope.index.remove(space, versionIds);
    }
  }
  for (const { fileKey } of versions) if (fileKey) await scope.files.remove(fileKey);
  // where its page leads is asked anew when its source brings it again
  await scope.db
    .update(sourceItemTable)
    .set({ hint: {}, links: [] })
    .where(inArray(sourceItemTable.documentId, [...documentIds]));
  const versionIds = versions.map((version) => version.id);
  if (versionIds.length) await BatchFile.forget(scope, versionIds);
  await scope.db
    .delete(documentTable)
    .where(and(inArray(documentTable.id, [...documentIds]), isNotNull(documentTable.removedAt)));
}

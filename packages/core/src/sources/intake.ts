import { eq } from "drizzle-orm";
import { syncTable } from "../db/schema.ts";
import { inTransaction } from "../db/transaction.ts";
import * as Batch from "../knowledge/batch/batch.ts";
import type { Scope } from "../scope.ts";
import { objectAddress } from "./bucket-settings.ts";
import type { Settings } from "./source-settings.ts";

const nameLengthMax = 200;

/** The batch of what one run of a source takes in. There is none until something is. */
export class Intake {
  readonly #scope: Scope;
  readonly #source: { libraryId: string; settings: Settings };
  readonly #syncId: string;
  #id: Promise<string> | undefined;

  constructor(scope: Scope, source: { libraryId: string; settings: Settings }, syncId: string) {
    this.#scope = scope;
    this.#source = source;
    this.#syncId = syncId;
  }

  /** The id of the batch, which goes on after a restart. */
  batch(): Promise<string> {
    return (this.#id ??= this.#find());
  }

  /** Nothing more comes. */
  async close(): Promise<void> {
    if (this.#id) await Batch.expect(this.#scope, { id: await this.#id, expected: 0 });
  }

  #find(): Promise<string> {
    const { libraryId, settings } = this.#source;
    return inTransaction(this.#scope, async (scope) => {
      const [sync] = await scope.db.select().from(syncTable).where(eq(syncTable.id, this.#syncId));
      if (sync?.batchId) return sync.batchId;
      const { id } = await Batch.begin(scope, { libraryId, kind: "source", name: nameOf(settings) });
      await scope.db.update(syncTable).set({ batchId: id }).where(eq(syncTable.id, this.#syncId));
      return id;
    });
  }
}

function nameOf(settings: Settings): string {
  switch (settings.kind) {
    case "urls":
      return (settings.urls[0] ?? "").slice(0, nameLengthMax);
    case "crawl":
      return settings.start.slice(0, nameLengthMax);
    case "folder":
      return settings.path.slice(0, nameLengthMax);
    case "s3":
      return objectAddress(settings, settings.prefix).slice(0, nameLengthMax);
  }
}

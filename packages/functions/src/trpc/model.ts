import * as ModelChoice from "@docent/core/chat/model-choice";
import * as Generation from "@docent/core/knowledge/index/generation";
import * as Contracts from "@docent/core/models/catalogue/contracts";
import * as Entry from "@docent/core/models/catalogue/entry";
import * as EntryTry from "@docent/core/models/catalogue/entry-try";
import * as LocalModel from "@docent/core/models/local-model";
import * as ModelConnection from "@docent/core/models/model-connection";
import { z } from "zod";
import { admin, member, router } from "./trpc.ts";

const Use = z.strictObject({
  use: z.enum(["chat", "embed", "rerank", "image"]),
  id: z.string().nullable(),
  /** Whether the index for another model that finds waits when it is complete. */
  waits: z.boolean().default(false),
});

/** Models in the desk's own folder, and fetching more of them. */
const localModelRouter = router({
  status: admin.query(({ ctx }) => LocalModel.status(ctx)),
  fetch: admin.input(LocalModel.Name).mutation(({ ctx, input }) => LocalModel.fetch(ctx, input)),
  stop: admin.input(LocalModel.Name).mutation(({ ctx, input }) => LocalModel.stop(ctx, input)),
});

/** The catalogue of models, and which of them does what. */
export const modelRouter = router({
  choices: member.query(({ ctx }) => ModelChoice.list(ctx)),
  status: member.query(({ ctx }) => ModelConnection.status(ctx)),
  list: admin.query(({ ctx }) => Entry.list(ctx)),
  add: admin.input(Entry.Add).mutation(({ ctx, input }) => Entry.add(ctx, input)),
  change: admin.input(Entry.Change).mutation(({ ctx, input }) => Entry.change(ctx, input)),
  remove: admin.input(Entry.ById).mutation(({ ctx, input }) => Entry.remove(ctx, input)),
  try: admin.input(Entry.Try).mutation(({ ctx, input }) => EntryTry.run(ctx, input)),
  use: admin.input(Use).mutation(async ({ ctx, input: { use, id, waits } }) => {
    if (use === "embed") await Generation.connect(ctx, id, waits);
    else await ModelConnection.use(ctx, use, id);
  }),
  contracts: admin.query(({ ctx }) => Contracts.names(ctx)),
  local: localModelRouter,
});

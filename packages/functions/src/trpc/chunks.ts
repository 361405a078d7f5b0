import * as Hit from "@docent/core/chat/hit";
import * as Chunk from "@docent/core/knowledge/chunk/chunk";
import * as Leftover from "@docent/core/knowledge/chunk/leftover";
import * as Revision from "@docent/core/knowledge/chunk/revision";
import { member, router } from "./trpc.ts";

/** The chunks of a document, for those who may change them. */
export const chunkRouter = router({
  list: member.input(Chunk.Cards).query(({ ctx, input }) => Chunk.cards(ctx, input)),
  edit: member.input(Revision.Edit).mutation(({ ctx, input }) => Revision.edit(ctx, input)),
  restore: member.input(Revision.Restore).mutation(({ ctx, input }) => Revision.restore(ctx, input)),
  turn: member.input(Revision.Turn).mutation(({ ctx, input }) => Revision.turn(ctx, input)),
  revisions: member.input(Revision.ById).query(({ ctx, input }) => Revision.list(ctx, input)),
  questions: member.input(Hit.OfChunk).query(({ ctx, input }) => Hit.questions(ctx, input)),
  leftovers: member.input(Leftover.Of).query(({ ctx, input }) => Leftover.list(ctx, input)),
  dismissLeftovers: member.input(Leftover.Dismiss).mutation(({ ctx, input }) => Leftover.dismiss(ctx, input)),
});

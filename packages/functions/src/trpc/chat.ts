import { tracked } from "@trpc/server";
import { z } from "zod";
import * as Conversation from "@docent/core/chat/conversation";
import * as Run from "@docent/core/chat/run";
import { suggestions } from "./suggestions.ts";
import { member, router } from "./trpc.ts";

export const conversationRouter = router({
  list: member.query(({ ctx }) => Conversation.list(ctx)),
  get: member.input(Conversation.ById).query(({ ctx, input }) => Conversation.get(ctx, input.id)),
  rename: member.input(Conversation.Rename).mutation(({ ctx, input }) => Conversation.rename(ctx, input)),
  remove: member.input(Conversation.ById).mutation(({ ctx, input }) => Conversation.remove(ctx, input.id)),
});

/** `lastEventId` is what the client saw last; tRPC sends it by itself when it connects again. */
const Watch = Run.ById.extend({
  lastEventId: z
    .string()
    .regex(/^\d{1,9}$/)
    .nullish(),
});

export const chatRouter = router({
  ask: member.input(Run.Ask).mutation(({ ctx, input }) => Run.ask(ctx, input)),
  stop: member.input(Run.ById).mutation(({ ctx, input }) => Run.stop(ctx, input)),
  watch: member.input(Watch).subscription(async function* ({ ctx, input, signal }) {
    const after = Number(input.lastEventId ?? 0);
    for await (const { number, event } of Run.watch(ctx, { runId: input.runId, after }, signal)) {
      yield tracked(String(number), event);
    }
  }),
  suggestions,
});

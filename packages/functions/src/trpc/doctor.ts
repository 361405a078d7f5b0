import { tracked } from "@trpc/server";
import { z } from "zod";
import * as Echo from "@docent/core/doctor/echo";
import * as Examine from "@docent/core/doctor/examine";
import { admin, router } from "./trpc.ts";

const Listen = Echo.Ask.extend({
  lastEventId: z
    .string()
    .regex(/^\d{1,9}$/)
    .nullish(),
});

/** Checks of the desk by itself, and a voice to check the line to it by. */
export const doctorRouter = router({
  run: admin.mutation(({ ctx }) => Examine.run(ctx)),
  echo: admin.input(Listen).subscription(async function* ({ ctx, input: { lastEventId, ...ask }, signal }) {
    for await (const { number, event } of Echo.say(ctx, ask, Number(lastEventId ?? 0), signal)) {
      yield tracked(String(number), event);
    }
  }),
});

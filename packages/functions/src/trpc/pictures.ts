import { offered } from "@docent/core/chat/draw";
import * as Picture from "@docent/core/pictures/picture";
import { member, router } from "./trpc.ts";

/** What is done with pictures besides sending and showing them, see `http/pictures.ts`. */
export const pictureRouter = router({
  drawing: member.query(({ ctx }) => offered(ctx)),
  remove: member.input(Picture.ById).mutation(({ ctx, input }) => Picture.remove(ctx, input)),
});

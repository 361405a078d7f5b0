import { fold } from "@docent/core/chat/fold";
import type { Actor } from "@docent/core/scope";
import { hostOf } from "../../http/app.ts";
import type { Desk } from "../../http/desk.ts";
import { appRouter } from "../../trpc/router.ts";
import type { Caller } from "./event.ts";
import { gatewayOf } from "./gateway.ts";
import type { Gateway, GatewayOptions } from "./parts.ts";

/** A desk whose sockets belong to sessions. */
export interface SessionDesk extends Desk {
  /** Whom the session belongs to today; the public actor when it lets nobody in any more. */
  actorOfSession(sessionId: string): Promise<Actor>;
}

type Parts = Pick<
  GatewayOptions<typeof appRouter>,
  "connections" | "sockets" | "invokeWorker" | "log" | "times" | "now"
>;

/**
 * The desk's sockets behind an API Gateway. Every message has the rights that its person has at that moment; whoever was
 * signed out or given another role is hung up on. The desk is made only when a message needs it: a sign of life does not.
 */
export function deskGateway(desk: () => Promise<SessionDesk>, parts: Parts): Gateway {
  const actorOf = async ({ authorizer }: Caller): Promise<Actor> => {
    const sessionId = authorizer?.["sessionId"];
    return typeof sessionId === "string" ? (await desk()).actorOfSession(sessionId) : { type: "public" };
  };
  return gatewayOf({
    ...parts,
    router: appRouter,
    fold,
    async contextOf(caller) {
      const actor = await actorOf(caller);
      if (actor.type !== "user") return undefined;
      const served = await desk();
      return { ...served.ports, actor, host: hostOf(served, new Headers()) };
    },
    async holds({ actor }, caller) {
      const today = await actorOf(caller);
      return actor.type === "user" && today.type === "user" && actor.role === today.role;
    },
  });
}

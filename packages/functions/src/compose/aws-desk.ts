import { timingSafeEqual } from "node:crypto";
import { PublicError } from "@docent/core/error";
import type { Actor } from "@docent/core/scope";
import * as ApiKey from "@docent/core/users/api-key";
import type { SessionDesk } from "../websocket/gateway/desk-gateway.ts";
import { createAuth } from "./auth.ts";
import type { Aws } from "./aws.ts";
import { setUpCode } from "./set-up-code.ts";

/** The desk as its functions serve it. */
export function awsDesk({ ports, tickets, company, socketUrl }: Aws): SessionDesk {
  const auth = createAuth({
    db: ports.db,
    secret: ports.secret,
    secureCookies: ports.pageUrl("/").startsWith("https:"),
  });
  const known = new WeakMap<Headers, Promise<Actor>>();
  const actorOf = (headers: Headers): Promise<Actor> => {
    const token = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
    return ApiKey.isKey(token) ? ApiKey.actorOf(ports, token) : auth.actorOf(headers);
  };
  return {
    ports,
    companyId: company.id,
    handleAuth: (request) => auth.handle(request),
    async issueTicket(headers) {
      const session = await auth.sessionIdOf(headers);
      if (session) return tickets.issue(session);
      throw new PublicError("unauthenticated", "actor.user_required", "Sign in to continue.");
    },
    socketUrl,
    actorOfSession: (sessionId) => auth.actorOfSession(sessionId),
    sessionTokenOf: (headers) => auth.sessionTokenOf(headers),
    isSetUpCode: (code) => same(code, setUpCode(ports.secret)),
    enter: (userId, headers) => auth.enter(userId, headers),
    actorOf(headers) {
      const found = known.get(headers) ?? actorOf(headers);
      known.set(headers, found);
      return found;
    },
  };
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

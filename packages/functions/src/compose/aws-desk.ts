import { PublicError } from "@docent/core/error";
import type { Actor } from "@docent/core/scope";
import * as ApiKey from "@docent/core/users/api-key";
import { isSameSecret } from "@docent/core/users/token";
import type { SessionDesk } from "../websocket/gateway/desk-gateway.ts";
import { createAuth } from "./auth.ts";
import type { Aws } from "./aws.ts";
import { bearerOf, oncePerRequest } from "./credentials.ts";
import { setUpCode } from "./set-up-code.ts";

/** The desk as its functions serve it. */
export function awsDesk({ ports, tickets, company, socketUrl }: Aws): SessionDesk {
  const auth = createAuth({
    db: ports.db,
    secret: ports.secret,
    secureCookies: ports.pageUrl("/").startsWith("https:"),
  });
  const actorOf = (headers: Headers): Promise<Actor> => {
    const token = bearerOf(headers);
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
    isSetUpCode: (code) => isSameSecret(code, setUpCode(ports.secret)),
    enter: (userId, headers) => auth.enter(userId, headers),
    actorOf: oncePerRequest(actorOf),
  };
}

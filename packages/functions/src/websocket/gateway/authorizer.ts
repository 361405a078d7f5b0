import type { Tickets } from "@docent/core/realtime/tickets";
import type { AuthorizerEvent } from "./event.ts";

/** Says whose session a socket belongs to, by the ticket in its address. API Gateway hands it on with every message. */
export function ticketAuthorizer(tickets: Pick<Tickets, "redeem">) {
  return async ({ methodArn, queryStringParameters }: AuthorizerEvent) => {
    const sessionId = await tickets.redeem(queryStringParameters?.["ticket"] ?? "");
    // this very word makes API Gateway answer 401
    if (sessionId === undefined) throw new Error("Unauthorized");
    const Statement = [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: methodArn }];
    return { principalId: sessionId, policyDocument: { Version: "2012-10-17", Statement }, context: { sessionId } };
  };
}

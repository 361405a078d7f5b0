import { dynamoTickets } from "@docent/core/realtime/dynamo-tickets";
import { composeLive } from "../compose/aws-sockets.ts";
import { ticketAuthorizer } from "../websocket/gateway/authorizer.ts";

const { table, client } = composeLive();

/** Lets a socket in by the ticket in its address. */
export const handler = ticketAuthorizer(dynamoTickets(table, client));

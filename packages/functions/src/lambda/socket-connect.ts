import { dynamoConnections } from "@docent/core/realtime/dynamo-connections";
import { composeLive } from "../compose/aws-sockets.ts";
import { connectionHandlers } from "../websocket/gateway/connection.ts";

const { table, client } = composeLive();

/** A socket was opened. */
export const handler = connectionHandlers(dynamoConnections(table, client)).connect;

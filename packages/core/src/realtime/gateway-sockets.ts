import {
  DeleteConnectionCommand,
  PostToConnectionCommand,
  type ApiGatewayManagementApiClient,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { GoneError, type Sockets } from "./sockets.ts";

/**
 * Sockets of an API Gateway. The client's endpoint is the one that the gateway is managed at, not the address people
 * connect to; its retries make throttled posts late, never out of order.
 */
export function gatewaySockets(client: Pick<ApiGatewayManagementApiClient, "send">): Sockets {
  return {
    async post(connectionId, frame) {
      try {
        await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: Buffer.from(frame) }));
      } catch (error) {
        if (isGone(error)) throw new GoneError("the connection is closed", { cause: error });
        throw error;
      }
    },
    async close(connectionId) {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
}

function isGone(error: unknown): boolean {
  return error instanceof Error && error.name === "GoneException";
}

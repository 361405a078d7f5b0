import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { z } from "zod";
import { dynamoConnections } from "@docent/core/realtime/dynamo-connections";
import { gatewaySockets } from "@docent/core/realtime/gateway-sockets";
import { lambdaInvoker } from "@docent/core/realtime/lambda-invoker";
import type { WorkerInput } from "../websocket/gateway/event.ts";

const LiveTable = z.object({ DOCENT_LIVE_TABLE: z.string().min(1) });

const SocketParts = LiveTable.extend({
  /** Where sockets are posted to: the gateway's own address, not the one people connect to. */
  DOCENT_SOCKETS_URL: z.url({ protocol: /^https?$/ }),
  /** The function that works for subscriptions. In that function itself it is the name it goes by. */
  DOCENT_SOCKET_WORKER: z.string().min(1).optional(),
  AWS_LAMBDA_FUNCTION_NAME: z.string().min(1).default("socket-worker"),
});

/** The table that lives beside the sockets, for functions that need nothing else. */
export function composeLive(environment: NodeJS.ProcessEnv = process.env) {
  const { DOCENT_LIVE_TABLE: table } = LiveTable.parse(environment);
  return { table, client: new DynamoDBClient({ maxAttempts: 5 }) };
}

/** What the functions that serve sockets have to do with each other. */
export function composeSockets(environment: NodeJS.ProcessEnv = process.env) {
  const parts = SocketParts.parse(environment);
  const { table, client } = composeLive(environment);
  const worker = parts.DOCENT_SOCKET_WORKER ?? parts.AWS_LAMBDA_FUNCTION_NAME;
  return {
    connections: dynamoConnections(table, client),
    sockets: gatewaySockets(new ApiGatewayManagementApiClient({ endpoint: parts.DOCENT_SOCKETS_URL, maxAttempts: 5 })),
    invokeWorker: lambdaInvoker<WorkerInput>(worker, new LambdaClient({ maxAttempts: 5 })),
  };
}

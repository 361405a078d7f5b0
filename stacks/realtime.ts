/// <reference path="../.sst/platform/config.d.ts" />
import { deskFunction, type Parts } from "./functions";
import type { Stage } from "./stage";
import type { Telemetry } from "./telemetry";

/**
 * The sockets of the console: a WebSocket API whose every message is a function call of its own, and a function that
 * works for a subscription up to 15 minutes and hands over to the next. Beside it the function that writes an answer,
 * once for each run.
 */
export function realtime(stage: Stage, parts: Parts, told: Telemetry) {
  const api = new sst.aws.ApiGatewayWebSocket("Sockets", {
    transform: {
      stage: (args) => {
        args.defaultRouteSettings = { throttlingBurstLimit: 500, throttlingRateLimit: 200 };
      },
    },
  });
  const post: sst.aws.FunctionPermissionArgs = {
    actions: ["execute-api:ManageConnections"],
    resources: [$interpolate`${api.nodes.api.executionArn}/*/*/@connections/*`],
  };
  const sockets = { DOCENT_SOCKETS_URL: api.managementEndpoint };
  const answer = deskFunction("Answer", stage, parts, {
    handler: "packages/functions/src/lambda/answer.handler",
    timeout: "15 minutes",
    memory: "1769 MB",
    needs: ["database", "search", "files", "live", "queues", "models"],
    environment: told.environment,
    permissions: told.permissions,
  });
  const worker = deskFunction("SocketWorker", stage, parts, {
    handler: "packages/functions/src/lambda/socket-worker.handler",
    timeout: "15 minutes",
    memory: "1024 MB",
    needs: ["database", "search", "files", "live", "queues"],
    environment: { ...sockets, DOCENT_ANSWER: answer.name },
    // an answer whose function was lost is begun anew by whoever watches it
    permissions: [post, invoke(ownName("SocketWorker", parts)), invoke(answer.arn)],
  });
  const message = deskFunction("SocketMessage", stage, parts, {
    handler: "packages/functions/src/lambda/socket-message.handler",
    timeout: "29 seconds",
    memory: "1024 MB",
    needs: ["database", "search", "files", "live", "queues"],
    environment: { ...sockets, DOCENT_SOCKET_WORKER: worker.name, DOCENT_ANSWER: answer.name },
    permissions: [post, invoke(worker.arn), invoke(answer.arn)],
  });
  const light = (name: string, file: string) =>
    deskFunction(name, stage, parts, {
      handler: `packages/functions/src/lambda/${file}.handler`,
      timeout: "10 seconds",
      memory: "512 MB",
      needs: ["live"],
    });
  const authorizer = api.addAuthorizer("Ticket", {
    lambda: {
      function: light("SocketAuthorizer", "socket-authorizer").arn,
      // a browser can give a socket no header
      identitySources: ["route.request.querystring.ticket"],
    },
  });
  api.route("$connect", light("SocketConnect", "socket-connect").arn, { auth: { lambda: authorizer.id } });
  api.route("$default", message.arn);
  api.route("$disconnect", light("SocketDisconnect", "socket-disconnect").arn);
  return { api, answer, worker, message };
}
export type Realtime = ReturnType<typeof realtime>;

export function invoke(arn: $util.Input<string>): sst.aws.FunctionPermissionArgs {
  return { actions: ["lambda:InvokeFunction"], resources: [arn] };
}

/** A function that calls itself is allowed by its name, as its ARN is known only when it is made. */
function ownName(name: string, { net }: Parts) {
  const { partition, region, accountId } = net;
  return $interpolate`arn:${partition}:lambda:${region}:${accountId}:function:${$app.name}-${$app.stage}-${name}Function-*`;
}

import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { dynamoRunLog } from "@docent/core/chat/dynamo-run-log";
import { remoteRunWorker } from "@docent/core/chat/remote-run-worker";
import { dynamoStopFlags } from "@docent/core/chat/stop-flags";
import { dynamoConnections } from "@docent/core/realtime/dynamo-connections";
import { dynamoTickets } from "@docent/core/realtime/dynamo-tickets";
import { gatewaySockets } from "@docent/core/realtime/gateway-sockets";
import { lambdaInvoker } from "@docent/core/realtime/lambda-invoker";
import type { Ports } from "@docent/core/scope";
import { clientAddressHeader } from "@docent/functions/compose/auth";
import { awsDesk } from "@docent/functions/compose/aws-desk";
import { setUpCode } from "@docent/functions/compose/set-up-code";
import { createApp } from "@docent/functions/http/app";
import { requestOf, resultOf, type HttpEvent } from "@docent/functions/lambda/payload";
import { ticketAuthorizer } from "@docent/functions/websocket/gateway/authorizer";
import { deskGateway } from "@docent/functions/websocket/gateway/desk-gateway";
import type { Outcome, WorkerInput } from "@docent/functions/websocket/gateway/event";
import type { Times } from "@docent/functions/websocket/gateway/parts";
import { testDatabase } from "../database.ts";
import { administrator, signIn, visitor, type Person } from "../desk.ts";
import { liveTable } from "../fakes/live-table.ts";
import { silentLog, testScope, type TestScope } from "../scope.ts";
import { localAws, type LocalAws, type LocalAwsOptions } from "./local-aws.ts";

export interface AwsTestDesk {
  url: string;
  aws: LocalAws;
  scope: TestScope;
  /** What workers of subscriptions came to. */
  outcomes: Outcome[];
  /** Creates the first administrator and signs in. */
  setUp(): Promise<Person>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface AwsTestDeskOptions {
  aws?: Partial<Omit<LocalAwsOptions, "sockets" | "http">>;
  times?: Partial<Times>;
  workerMs?: number;
}

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const stopLookMs = 100;

/**
 * The whole desk behind API Gateway: its own router over HTTP and sockets, tickets, connections and the events of runs
 * in DynamoDB, answers in a function of their own. Database, files and index are those of `testScope`.
 */
export async function awsTestDesk(options: AwsTestDeskOptions = {}): Promise<AwsTestDesk> {
  const live = await liveTable();
  const { table, client } = live;
  const aws = await localAws({
    sockets: {
      routes: { $connect: "connect", $default: "message", $disconnect: "disconnect" },
      authorizer: { name: "authorizer", identity: ["route.request.querystring.ticket"] },
    },
    http: { "ANY /api/{proxy+}": "http", "ANY /trpc/{proxy+}": "http" },
    ...options.aws,
  });
  const { db } = await testDatabase();
  const runLog = () => dynamoRunLog({ client, table, db, log: silentLog });
  // writes answers; it and those who read along know of each other by the table only
  const scope = await testScope({ runLog: runLog(), pageUrl: (path) => new URL(path, aws.url).toString() });
  const lambda = new LambdaClient({ endpoint: aws.url, region: "us-east-1", credentials });
  const management = new ApiGatewayManagementApiClient({
    endpoint: aws.managementUrl,
    region: "us-east-1",
    credentials,
    maxAttempts: 5,
  });
  const stops = dynamoStopFlags(table, client);
  const tickets = dynamoTickets(table, client);
  const ports: Ports = {
    ...scope,
    runLog: runLog(),
    runWorker: remoteRunWorker({ db, stops, log: silentLog, invoke: lambdaInvoker("answer", lambda) }),
  };
  const company = { id: scope.actor.type === "user" ? scope.actor.companyId : "", name: "Test" };
  const desk = awsDesk({ ports, tickets, company, socketUrl: aws.socketUrl } as Parameters<typeof awsDesk>[0]);
  const app = createApp(desk);
  const gateway = deskGateway(async () => desk, {
    connections: dynamoConnections(table, client),
    sockets: gatewaySockets(management),
    invokeWorker: lambdaInvoker<WorkerInput>("worker", lambda),
    log: silentLog,
    times: { look: 100, ...options.times },
  });
  const outcomes: Outcome[] = [];
  const { functions } = aws;
  functions.add("authorizer", ticketAuthorizer(tickets));
  functions.add("connect", gateway.connect);
  functions.add("message", gateway.message);
  functions.add("disconnect", gateway.disconnect);
  const worker = async (input: WorkerInput, invocation: { getRemainingTimeInMillis(): number }) => {
    const outcome = await gateway.worker(input, invocation);
    outcomes.push(outcome);
    return outcome;
  };
  functions.add("worker", worker, options.workerMs);
  functions.add("http", async (event: HttpEvent) => {
    const request = requestOf(event, aws.url);
    request.headers.set(clientAddressHeader, "127.0.0.1");
    return resultOf(await app.fetch(request));
  });
  functions.add("answer", async ({ runId }: { runId: string }) => {
    await scope.runWorker.start(runId);
    while (await isUnderWay(runId)) {
      if (await stops.isRaised(runId)) await scope.runWorker.stop(runId);
      await new Promise((resolve) => setTimeout(resolve, stopLookMs));
    }
  });

  async function isUnderWay(runId: string): Promise<boolean> {
    const run = await db.query.runTable.findFirst({ where: (row, { eq }) => eq(row.id, runId) });
    return run?.state === "queued" || run?.state === "running";
  }

  return {
    url: aws.url,
    aws,
    scope,
    outcomes,
    async setUp() {
      const code = setUpCode(scope.secret);
      await visitor(aws.url).client.session.setup.mutate({ ...administrator, code });
      return signIn(aws.url, administrator.email, administrator.password);
    },
    async [Symbol.asyncDispose]() {
      await functions.settle();
      await scope.close();
      await aws[Symbol.asyncDispose]();
      await live[Symbol.asyncDispose]();
      lambda.destroy();
      management.destroy();
    },
  };
}

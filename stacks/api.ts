/// <reference path="../.sst/platform/config.d.ts" />
import { deskFunction, type Parts } from "./functions";
import type { Jobs } from "./jobs";
import { invoke, type Realtime } from "./realtime";
import { sources } from "./sources";
import type { Stage } from "./stage";

/** The HTTP side of the desk, one function for all of it, and the one that brings the database up to date. */
export function api(stage: Stage, parts: Parts, { answer, api: sockets }: Realtime, { clock }: Jobs) {
  const gateway = new sst.aws.ApiGatewayV2("Api", {
    cors: false,
    accessLog: { retention: stage.prod ? "1 year" : "2 weeks" },
  });
  const read = sources(stage, parts.net);
  const desk = deskFunction("Desk", stage, parts, {
    handler: "packages/functions/src/lambda/http.handler",
    timeout: "29 seconds",
    memory: "1769 MB",
    needs: ["database", "search", "files", "live", "queues", "models", "mail"],
    environment: { DOCENT_ANSWER: answer.name, DOCENT_SOCKETS_PUBLIC_URL: sockets.url, ...read.environment },
    permissions: [invoke(answer.arn), ...read.permissions],
  });
  gateway.route("ANY /api/{proxy+}", desk.arn);
  gateway.route("ANY /trpc/{proxy+}", desk.arn);
  const migrate = deskFunction("Migrate", stage, parts, {
    handler: "packages/functions/src/lambda/migrate.handler",
    timeout: "5 minutes",
    memory: "512 MB",
    needs: ["database"],
    copy: [{ from: "packages/core/src/db/migrations", to: "migrations" }],
  });
  const migration = new aws.lambda.Invocation("Migration", {
    functionName: migrate.name,
    input: "{}",
    triggers: { code: migrate.nodes.function.sourceCodeHash.apply((hash) => hash ?? "") },
  });
  // what an earlier deployment left unfinished is taken up, and an index that a new version needs is begun
  new aws.lambda.Invocation(
    "Recovery",
    {
      functionName: clock.name,
      input: $jsonStringify({ every: "night" }),
      triggers: { code: desk.nodes.function.sourceCodeHash.apply((hash) => hash ?? "") },
    },
    { dependsOn: migration },
  );
  /** Where the first administrator is made, as long as there is none. */
  const setUp = migration.result.apply(
    (result) => (JSON.parse(result || "{}") as { setUpUrl?: string }).setUpUrl ?? "done",
  );
  // what was deployed looks after itself, and its finding stands among the outputs
  const examination = new aws.lambda.Invocation(
    "Examination",
    {
      functionName: desk.name,
      input: $jsonStringify({ examine: true }),
      triggers: { code: desk.nodes.function.sourceCodeHash.apply((hash) => hash ?? "") },
    },
    { dependsOn: migration },
  );
  const doctor = examination.result.apply((result) => (JSON.parse(result || "{}") as { says?: string }).says ?? "");
  return { gateway, desk, setUp, doctor };
}
export type Api = ReturnType<typeof api>;

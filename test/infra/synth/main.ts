// Makes the graph of a stage without an account: sst.config.ts and SST's own components, under Pulumi's mocks.
//   node test/infra/synth/main.ts --stage prod [--region cn-north-1] [--secrets '{"Name":"value"}'] [--out FILE] [--no-bundle]
// The options below "cli" are for pulumi-stub.ts, when SST's command line has bundled the program itself.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { record } from "./engine.ts";
import { writeCheckpoint, writeEvents } from "./engine-files.ts";
import type { Graph } from "./graph.ts";
import { buildHandler, type BuildRequest, type BuiltHandler } from "./handler.ts";
import { platformVersion, root } from "./place.ts";
import { bundleProgram, forget, readApp, type App } from "./program.ts";
import { bootstrap, type Account } from "./provider.ts";
import { serveRpc } from "./rpc.ts";

const { values } = parseArgs({
  options: {
    stage: { type: "string", default: "dev" },
    region: { type: "string" },
    secrets: { type: "string", default: process.env["SST_OFFLINE_SECRETS"] ?? "{}" },
    out: { type: "string" },
    "no-bundle": { type: "boolean", default: false },
    // cli
    program: { type: "string" },
    app: { type: "string" },
    command: { type: "string" },
    "event-log": { type: "string" },
    checkpoint: { type: "string" },
  },
});

const { stage, program: given } = values;
const app: App = given ? appOfCommandLine() : await readApp(stage, values.region);
const { region } = app.providers.aws;
const account: Account = {
  region,
  partition: region.startsWith("cn-") ? "aws-cn" : "aws",
  build: !values["no-bundle"],
};
process.env["SST_AWS_REGION"] = region;
process.env["AWS_EC2_METADATA_DISABLED"] = "true";
for (const [name, value] of Object.entries(JSON.parse(values.secrets) as Record<string, string>))
  process.env[`SST_SECRET_${name}`] = value;

const bundles: Record<string, BuiltHandler> = {};
const rpc = given ? undefined : await serveRpc(componentCalls());
if (rpc) process.env["SST_SERVER"] = rpc.url;
const program = given ?? (await bundleProgram(app, false));

const recorded = await record(program, { name: app.name, stage, account, isConfig: !given });
if (!given) forget(program);
rpc?.server.close();
const graph: Graph = {
  sst: platformVersion(),
  app,
  region,
  partition: account.partition,
  outputs: recorded.outputs,
  resources: recorded.resources,
  bundles,
  unknownCalls: [...recorded.unknownCalls],
  failures: [...new Set(recorded.failures)],
};
const out = values.out ?? join(root, ".synth", `${stage}.json`);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, JSON.stringify(graph, null, 1));
if (values["event-log"]) writeEvents(values["event-log"], recorded, values.command === "preview");
if (values.checkpoint) writeCheckpoint(values.checkpoint, `${app.name}/${stage}`, recorded);

const made = graph.resources.filter(({ component }) => !component).length;
console.log(
  `${app.name}/${stage} ${region}: ${made} resources, ${graph.resources.length - made} components, ${Object.keys(bundles).length} bundles -> ${relative(root, out)}`,
);
if (graph.unknownCalls.length > 0) console.log(`nobody answers for: ${graph.unknownCalls.join(", ")}`);
if (graph.failures.length > 0) console.error(graph.failures.join("\n").slice(0, 4000));
process.exit(graph.failures.length > 0 ? 1 : 0);

function componentCalls() {
  return {
    "Provider.Aws.Bootstrap": async () => bootstrap(account),
    "Provider.Aws.Appsync": async () => ({ http: "appsync.local", realtime: "appsync-rt.local" }),
    "Runtime.AddTarget": async () => true,
    "Runtime.Build": async (request: unknown) => {
      const { answer, built } = await buildHandler(request as BuildRequest, account.build);
      if (built) bundles[(request as BuildRequest).functionID] = built;
      return answer;
    },
  };
}

function appOfCommandLine(): App {
  const aws = { region: values.region ?? "us-east-1", defaultTags: { tags: {} } };
  return { name: values.app ?? "", stage, home: "aws", removal: "", protect: false, providers: { aws } };
}

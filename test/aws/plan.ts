import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { called, environmentOf, ofType, synthesise } from "../infra/graph.ts";
import { root, work } from "../infra/synth/place.ts";
import type { Graph, Resource } from "../infra/synth/graph.ts";
import { unpack } from "./unpack.ts";

/** What of a stage runs on one machine, as `sst deploy` would make it. */
export interface Plan {
  functions: PlannedFunction[];
  /** Of the HTTP API: what is asked for, and the function that answers. */
  http: Record<string, string>;
  sockets: { routes: { $connect: string; $default: string; $disconnect: string }; authorizer: Authorizer };
  queues: PlannedQueue[];
  /** What reads the queues. */
  sources: Source[];
  /** What a deployment calls, in this order: the functions, and what they are given. */
  calls: { function: string; input: unknown }[];
  /** Of the bucket that browsers send files to. */
  cors: CorsRule[];
}

export interface PlannedFunction {
  name: string;
  /** "SocketWorker" */
  called: string;
  /** The archive that is uploaded. */
  archive: string;
  timeoutMs: number;
  memoryMb: number;
  environment: Record<string, string>;
}

export interface Authorizer {
  name: string;
  identity: string[];
}

export interface PlannedQueue {
  name: string;
  attributes: Record<string, string>;
}

export interface Source {
  queue: string;
  function: string;
  batchSize: number;
  atOnce: number;
}

export interface CorsRule {
  allowedHeaders: string[];
  allowedMethods: string[];
  allowedOrigins: string[];
  exposeHeaders: string[];
  maxAgeSeconds: number;
}

/** Synthesises the stage "dev" with its functions, and reads from it what runs here. Needs SST's components (`node test/infra/platform.ts`). */
export async function plan(): Promise<Plan> {
  const graph = await synthesise("dev");
  if (graph.failures.length > 0) throw new Error(graph.failures.join("\n"));
  return planOf(graph);
}

/** Puts what is uploaded of each function into a folder of its own. It lies below the packages, as what the archives leave out is found there. */
export async function unpackFunctions({ functions }: Plan): Promise<string> {
  const cache = join(root, ".cache");
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "stage-"));
  for (const { called, archive } of functions) await unpack(archive, join(folder, called));
  return folder;
}

/** Reads from the graph of a stage what of it runs here. */
export function planOf(graph: Graph): Plan {
  const functions = ofType(graph, "aws:lambda/function:Function")
    .filter(({ inputs }) => inputs["environment"])
    .map(plannedFunction);
  const routes = ofType(graph, "aws:apigatewayv2/route:Route").map(({ inputs }) => {
    const integration = called(graph, text(inputs["target"]).slice("integrations/".length, -"-id".length));
    return [text(inputs["routeKey"]), functionOf(text(integration.inputs["integrationUri"]))] as const;
  });
  const socket = Object.fromEntries(routes.filter(([key]) => key.startsWith("$")));
  const [authorizer] = ofType(graph, "aws:apigatewayv2/authorizer:Authorizer");
  return {
    functions,
    http: Object.fromEntries(routes.filter(([key]) => !key.startsWith("$"))),
    sockets: {
      routes: socket as Plan["sockets"]["routes"],
      authorizer: {
        name: functionOf(text(authorizer?.inputs["authorizerUri"])),
        identity: authorizer?.inputs["identitySources"] as string[],
      },
    },
    queues: ofType(graph, "aws:sqs/queue:Queue").map(plannedQueue),
    sources: ofType(graph, "aws:lambda/eventSourceMapping:EventSourceMapping").map(({ inputs }) => ({
      queue: text(inputs["eventSourceArn"]).split(":").at(-1) ?? "",
      function: functionOf(text(inputs["functionName"])),
      batchSize: Number(inputs["batchSize"]),
      atOnce: (inputs["scalingConfig"] as { maximumConcurrency: number }).maximumConcurrency,
    })),
    // what one call waits for comes before it
    calls: ofType(graph, "aws:lambda/invocation:Invocation")
      .toSorted((one, other) => callsBefore(one).length - callsBefore(other).length)
      .map(({ inputs }) => ({
        function: text(inputs["functionName"]),
        input: JSON.parse(text(inputs["input"])) as unknown,
      })),
    cors: called(graph, "FilesCors").inputs["corsRules"] as unknown as CorsRule[],
  };
}

function callsBefore({ options }: Resource): string[] {
  return (options?.dependsOn ?? []).filter((name) => name.includes("aws:lambda/invocation:"));
}

function plannedFunction(resource: Resource): PlannedFunction {
  const { name, id = "", inputs } = resource;
  const short = name.slice(0, -"Function".length);
  return {
    name: id,
    called: short,
    archive: join(work, "artifacts", short, "code.zip"),
    timeoutMs: Number(inputs["timeout"]) * 1000,
    memoryMb: Number(inputs["memorySize"]),
    environment: environmentOf(resource),
  };
}

function plannedQueue({ inputs }: Resource): PlannedQueue {
  const { name, visibilityTimeoutSeconds, redrivePolicy } = inputs;
  return {
    name: text(name),
    attributes: {
      ...(visibilityTimeoutSeconds ? { VisibilityTimeout: `${Number(visibilityTimeoutSeconds)}` } : {}),
      ...(redrivePolicy ? { RedrivePolicy: text(redrivePolicy) } : {}),
    },
  };
}

/** "docent-dev-DeskFunction-x" out of its ARN, or out of that with which an API calls it. */
function functionOf(arn: string): string {
  return /:function:([^/:]+)/.exec(arn)?.[1] ?? "";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

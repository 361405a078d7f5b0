import { execFile } from "node:child_process";
import { copyFile, readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { edgeKey, viewerAddress } from "@docent/functions/http/edge";
import { startReader } from "@docent/core/knowledge/extract/reader";
import { queuedJobs } from "@docent/core/jobs/sqs-queue";
import { called, environmentOf, ofType, rightsOf, rightsOfFunction, synthesise } from "./graph.ts";
import type { Graph } from "./synth/graph.ts";
import { root } from "./synth/place.ts";

const run = promisify(execFile);
type Headers = Record<string, { value: string }>;

let dev: Graph;
let prod: Graph;
let china: Graph;
let brought: Graph;
const stages = () => ({ dev, prod, china, brought });

beforeAll(async () => {
  dev = await synthesise("dev", { bundle: true }); // the first: it builds the console, which every stage looks for
  prod = await synthesise("prod", {
    environment: {
      DOCENT_ALARM_MAIL: "desk@example.org",
      DOCENT_DOMAIN: "docent.example.org",
      OTEL_EXPORTER_OTLP_ENDPOINT: "https://collector.example.org",
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20key-of-the-collector",
    },
  });
  china = await synthesise("cn", { region: "cn-north-1", environment: { DOCENT_DOMAIN: "docent.example.cn" } });
  brought = await synthesise("dev", {
    environment: {
      DOCENT_VPC_ID: "vpc-0123",
      DOCENT_SUBNET_IDS: "subnet-1,subnet-2",
      DOCENT_DATABASE_HOST: "db.example.org",
      DOCENT_DATABASE_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:own",
      DOCENT_OPENSEARCH_ENDPOINT: "https://search.example.org",
      DOCENT_OPENSEARCH_ARN: "arn:aws:es:us-east-1:123456789012:domain/own",
      DOCENT_SOURCE_BUCKETS: "company-handbook, company-wiki",
    },
  });
}, 900_000);

const functions = [
  "Answer",
  "Clock",
  "Desk",
  "Jobs",
  "Migrate",
  "Recogniser",
  "SocketAuthorizer",
  "SocketConnect",
  "SocketDisconnect",
  "SocketMessage",
  "SocketWorker",
];

test.each(["dev", "prod", "china", "brought"] as const)("the stage %s is made without a gap", (name) => {
  const { failures, unknownCalls } = stages()[name];
  expect(failures).toEqual([]);
  expect(unknownCalls).toEqual([]);
});

describe("rights", () => {
  test("no role may do everything, or something to everything", () => {
    for (const graph of Object.values(stages())) {
      for (const role of ofType(graph, "aws:iam/role:Role")) {
        for (const { actions, resources } of rightsOf(role)) {
          expect(resources, role.name).not.toContain("*");
          expect(
            actions.filter((action) => action.endsWith("*")),
            role.name,
          ).toEqual([]);
        }
      }
    }
  });

  test("a socket is opened and closed by functions that reach the live table and nothing else", () => {
    for (const name of ["SocketAuthorizer", "SocketConnect", "SocketDisconnect"]) {
      const services = new Set(rightsOfFunction(dev, name).map((right) => right.split(":")[0]));
      expect([...services], name).toEqual(["dynamodb"]);
    }
  });

  test("only who answers, does jobs or serves the console may call models", () => {
    const may = functions.filter((name) => rightsOfFunction(dev, name).some((right) => right.startsWith("bedrock:")));
    expect(may).toEqual(["Answer", "Desk", "Jobs", "Recogniser"]);
  });

  test("buckets that a company names for its sources are listed and read by who reads sources, and by nobody else", () => {
    const rights = (name: string) => rightsOfFunction(brought, name).filter((right) => / company-/.test(right));
    const expected = [
      "s3:GetObject company-handbook/*",
      "s3:GetObject company-wiki/*",
      "s3:ListBucket company-handbook",
      "s3:ListBucket company-wiki",
    ];
    for (const name of functions) {
      const reads = name === "Desk" || name === "Jobs";
      expect(rights(name), name).toEqual(reads ? expected : []);
      const { DOCENT_SOURCE_BUCKETS: told } = environmentOf(called(brought, `${name}Function`));
      expect(told, name).toBe(reads ? "company-handbook,company-wiki" : undefined);
    }
  });

  test("functions are called only by those that hand work on", () => {
    const calls = functions.flatMap((name) =>
      rightsOfFunction(dev, name)
        .filter((right) => right.startsWith("lambda:"))
        .map(
          (right) =>
            `${name} ${right
              .replace(/-[^-]*$/, "")
              .split("-")
              .at(-1)}`,
        ),
    );
    expect(calls.toSorted()).toEqual([
      "Desk AnswerFunction",
      "SocketMessage AnswerFunction",
      "SocketMessage SocketWorkerFunction",
      "SocketWorker AnswerFunction",
      "SocketWorker SocketWorkerFunction",
    ]);
  });

  test("jobs are taken from each queue by one function, and given-up ones by those that begin them anew", () => {
    const takes = functions.flatMap((name) =>
      rightsOfFunction(dev, name)
        .filter((right) => right.startsWith("sqs:ReceiveMessage") && !right.endsWith("-failed"))
        .map((right) => `${name} ${right.replace(/^.*docent-dev-/, "")}`),
    );
    expect(takes.toSorted()).toEqual(
      queuedJobs.map((job) => `${job === "recognise-version" ? "Recogniser" : "Jobs"} ${job}`).toSorted(),
    );
  });

  test("no password or key stands in an environment, in any stage", () => {
    for (const graph of Object.values(stages())) {
      for (const each of ofType(graph, "aws:lambda/function:Function")) {
        const secret = each.secretPaths.filter((path) => path.includes("environment") && !path.endsWith("SST_KEY"));
        expect(secret, each.name).toEqual([]);
        expect(JSON.stringify(environmentOf(each))).not.toContain("Synth-Pass");
      }
      expect(ofType(graph, "aws:ecs/taskDefinition:TaskDefinition")).toEqual([]);
    }
  });

  test("every bucket is closed to the public", () => {
    for (const graph of Object.values(stages())) {
      const closed = new Map(
        ofType(graph, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").map(({ inputs }) => [
          inputs["bucket"],
          inputs,
        ]),
      );
      for (const bucket of ofType(graph, "aws:s3/bucket:Bucket").filter(({ existing }) => !existing)) {
        expect(closed.get(bucket.id), bucket.name).toMatchObject({
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        });
      }
    }
  });
});

test("a collector is told of by the function that answers, which reads its key from a secret", () => {
  const { OTEL_RESOURCE_ATTRIBUTES, ...told } = environmentOf(called(prod, "AnswerFunction"));
  expect(OTEL_RESOURCE_ATTRIBUTES).toBe("deployment.environment.name=prod");
  expect(told["OTEL_EXPORTER_OTLP_ENDPOINT"]).toBe("https://collector.example.org");
  expect(rightsOfFunction(prod, "Answer").join("\n")).toMatch(/secretsmanager:GetSecretValue .*CollectorHeaders/);
  expect(called(prod, "CollectorHeadersVersion").secretPaths).toContain("secretString");
  for (const each of ofType(prod, "aws:lambda/function:Function")) {
    expect(JSON.stringify(environmentOf(each)), each.name).not.toContain("key-of-the-collector");
    expect("OTEL_EXPORTER_OTLP_ENDPOINT" in environmentOf(each), each.name).toBe(each.name === "AnswerFunction");
  }
  expect(environmentOf(called(dev, "AnswerFunction"))).not.toHaveProperty("OTEL_EXPORTER_OTLP_ENDPOINT");
});

test("a page of the console says what it may load, and what the desk says of an answer of its own holds", async () => {
  const code = called(dev, "RouterCloudfrontFunctionResponse").inputs["code"] as string;
  const handle = (headers: Headers) =>
    runInNewContext(`${code.replace(/^import .*$/m, "")}; handler(event)`, {
      event: { response: { headers } },
    }) as Promise<{
      headers: Headers;
    }>;
  const page = await handle({});
  expect(page.headers["content-security-policy"]?.value).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
  expect(page.headers["content-security-policy"]?.value).not.toContain("unsafe-eval");
  const own = { "content-security-policy": { value: "sandbox" } };
  expect((await handle(own)).headers).toMatchObject(own);
});

test("the edge says who asks, and only the edge is believed", async () => {
  const code = called(dev, "RouterCloudfrontFunctionRequest").inputs["code"] as string;
  const noRoutes = { kvs: () => ({ get: () => Promise.reject(new Error("no such key")) }) };
  const sent: Headers = { host: { value: "desk.example.org" }, "x-docent-viewer": { value: "192.0.2.66" } };
  const event = { viewer: { ip: "198.51.100.7" }, request: { uri: "/", headers: sent } };
  await runInNewContext(`${code.replace(/^import .*$/gm, "")}; handler(event)`, { event, cf: noRoutes, console });
  const passedOn = new Map(Object.entries(sent).map(([name, { value }]) => [name, value]));
  const secret = called(dev, "DeskSecretVersion").inputs["secretString"] as string;
  const headers = new globalThis.Headers([...passedOn]);
  expect(viewerAddress(headers, secret, "203.0.113.9")).toBe("198.51.100.7");
  headers.set("x-docent-edge", edgeKey("another secret"));
  expect(viewerAddress(headers, secret, "203.0.113.9")).toBe("203.0.113.9");
});

test("in China a page says the same, and it, the files that it names and the API have one address", async () => {
  const { inputs } = called(china, "ConsoleFront");
  const all = [inputs["defaultCacheBehavior"], ...(inputs["orderedCacheBehaviors"] as unknown[])] as {
    pathPattern?: string;
    targetOriginId: string;
  }[];
  expect(Object.fromEntries(all.map(({ pathPattern = "*", targetOriginId }) => [pathPattern, targetOriginId]))).toEqual(
    {
      "*": "desk",
      "/api/*": "desk",
      "/trpc/*": "desk",
      "/assets/*": "files",
      "/docent.svg": "files",
    },
  );
  const reader = expect.stringContaining("arn:aws-cn:iam::cloudfront:user/") as string;
  const { Statement } = JSON.parse(called(china, "ConsoleFilesPolicy").inputs["policy"] as string) as {
    Statement: { Effect: string; Principal: unknown }[];
  };
  expect(Statement).toContainEqual(expect.objectContaining({ Effect: "Allow", Principal: { AWS: reader } }));
  const keys = ofType(china, "aws:s3/bucketObjectv2:BucketObjectv2").map(({ inputs }) => inputs["key"] as string);
  expect(keys).not.toContain("index.html");
  const page = await pageOf(china);
  expect(page.headers["content-security-policy"]).toMatch(/default-src 'self'.*https:\/\/\*\.s3\.cn-north-1\./);
  const named = [...page.body.matchAll(/(?:src|href)="\/(.*?)"/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(2);
  expect(keys).toEqual(expect.arrayContaining(named));
});

describe("sockets", () => {
  test("are opened with a ticket in the address, and each message is a call", () => {
    const api = ofType(dev, "aws:apigatewayv2/api:Api").find(({ inputs }) => inputs["protocolType"] === "WEBSOCKET");
    const routes = ofType(dev, "aws:apigatewayv2/route:Route").filter(({ inputs }) => inputs["apiId"] === api?.id);
    expect(Object.fromEntries(routes.map(({ inputs }) => [inputs["routeKey"], inputs["authorizationType"]]))).toEqual({
      $connect: "CUSTOM",
      $default: "NONE",
      $disconnect: "NONE",
    });
    const [authorizer] = ofType(dev, "aws:apigatewayv2/authorizer:Authorizer");
    expect(authorizer?.inputs).toMatchObject({
      authorizerType: "REQUEST",
      identitySources: ["route.request.querystring.ticket"],
    });
  });

  test.each(["Answer", "SocketWorker"])("%s may run for 15 minutes and is never run again by Lambda", (name) => {
    expect(called(dev, `${name}Function`).inputs).toMatchObject({
      timeout: 900,
      architectures: ["arm64"],
      runtime: "nodejs24.x",
    });
    expect(called(dev, `${name}EventInvokeConfig`).inputs).toMatchObject({ maximumRetryAttempts: 0 });
  });
});

describe("jobs", () => {
  test("each kind has a queue, and one for what was given up", () => {
    const names = ofType(dev, "aws:sqs/queue:Queue").map(({ inputs }) => inputs["name"]);
    expect(new Set(names)).toEqual(
      new Set(queuedJobs.flatMap((job) => [`docent-dev-${job}`, `docent-dev-${job}-failed`])),
    );
  });

  test("what is worked on is not delivered again meanwhile, and what fails once does not fail its neighbours", () => {
    const { timeout } = called(dev, "JobsFunction").inputs;
    for (const { name, inputs } of ofType(dev, "aws:sqs/queue:Queue")) {
      if (name.endsWith("Failed")) continue;
      expect(inputs["visibilityTimeoutSeconds"], name).toBeGreaterThanOrEqual(6 * Number(timeout));
      expect(JSON.parse(inputs["redrivePolicy"] as string)).toHaveProperty(
        "deadLetterTargetArn",
        expect.stringMatching(/-failed$/),
      );
    }
    const mappings = ofType(dev, "aws:lambda/eventSourceMapping:EventSourceMapping");
    expect(mappings).toHaveLength(queuedJobs.length);
    for (const { inputs } of mappings) expect(inputs["functionResponseTypes"]).toEqual(["ReportBatchItemFailures"]);
  });
});

describe("stages", () => {
  test("prod is guarded and kept, others go without a trace", () => {
    expect(prod.app).toMatchObject({ protect: true, removal: "retain" });
    expect(dev.app).toMatchObject({ protect: false, removal: "remove" });
    expect(called(prod, "DatabaseCluster")).toMatchObject({
      inputs: { deletionProtection: true, backupRetentionPeriod: 14, storageEncrypted: true },
      options: { retainOnDelete: true },
    });
    for (const name of ["FilesBucket", "Search", "DeskSecret"])
      expect(called(prod, name).options?.retainOnDelete, name).toBe(true);
    expect(called(dev, "FilesBucket").inputs["forceDestroy"]).toBe(true);
  });

  test("the search domain is reachable from the functions only, in two zones in prod", () => {
    const { inputs } = called(prod, "Search");
    expect(inputs).toMatchObject({
      clusterConfig: { instanceCount: 2, zoneAwarenessEnabled: true },
      encryptAtRest: { enabled: true },
      nodeToNodeEncryption: { enabled: true },
      domainEndpointOptions: { enforceHttps: true },
    });
    expect((inputs["vpcOptions"] as { subnetIds: string[] }).subnetIds).toHaveLength(2);
  });

  test("prod says when a person is needed, once for each kind of job that was given up", () => {
    const alarms = ofType(prod, "aws:cloudwatch/metricAlarm:MetricAlarm");
    expect(alarms.filter(({ name }) => name.endsWith("GivenUp"))).toHaveLength(queuedJobs.length);
    for (const { name, inputs } of alarms) expect(inputs["alarmDescription"], name).toMatch(/^.{30,}$/);
    expect(ofType(dev, "aws:cloudwatch/metricAlarm:MetricAlarm")).toEqual([]);
    expect(ofType(prod, "aws:budgets/budget:Budget")).toHaveLength(1);
  });

  test("what a company brings along is used and not made", () => {
    for (const type of [
      "aws:ec2/vpc:Vpc",
      "aws:rds/cluster:Cluster",
      "aws:opensearch/domain:Domain",
      "aws:ec2/natGateway:NatGateway",
    ])
      expect(
        ofType(brought, type).filter(({ existing }) => !existing),
        type,
      ).toEqual([]);
    expect(environmentOf(called(brought, "AnswerFunction"))).toMatchObject({
      DOCENT_DATABASE_HOST: "db.example.org",
      DOCENT_OPENSEARCH_URL: "https://search.example.org",
    });
  });

  test("China names nothing that is not there", () => {
    expect(china.partition).toBe("aws-cn");
    expect(JSON.stringify(china.resources)).not.toMatch(/arn:aws:/);
    for (const type of [
      "aws:cloudfront/keyValueStore:KeyValueStore",
      "aws:cloudfront/function:Function",
      "aws:acm/certificate:Certificate",
    ])
      expect(ofType(china, type), type).toEqual([]);
    const rights = functions.flatMap((name) => rightsOfFunction(china, name));
    expect(rights.filter((right) => /^(bedrock|cognito)/.test(right))).toEqual([]);
    expect(rights.some((right) => right.startsWith("sagemaker:InvokeEndpointWithResponseStream"))).toBe(true);
    expect(ofType(china, "aws:sagemaker/endpoint:Endpoint")).toHaveLength(2);
  });

  test("nothing is longer than AWS takes it", () => {
    for (const graph of Object.values(stages())) {
      for (const { name, inputs } of ofType(graph, "aws:lambda/function:Function"))
        expect(inputs["name"], name).toMatch(/^.{1,64}$/);
      for (const each of ofType(graph, "aws:lambda/function:Function"))
        expect(Buffer.byteLength(JSON.stringify(environmentOf(each))), each.name).toBeLessThan(4096);
      for (const { name, inputs } of ofType(graph, "aws:iam/role:Role"))
        expect(JSON.stringify(inputs["inlinePolicies"] ?? []).length, name).toBeLessThan(10_240);
    }
  });
});

describe("functions, as they are uploaded", () => {
  test("are small enough to begin quickly, and have their handler where Lambda looks for it", async () => {
    expect(Object.keys(dev.bundles).toSorted()).toEqual(functions);
    for (const [name, { file, exportName, bytes }] of Object.entries(dev.bundles)) {
      expect(bytes, name).toBeLessThan(6_000_000);
      const environment = environmentOf(called(dev, `${name}Function`));
      expect(await exportsOf(file, environment), name).toContain(exportName);
    }
  });

  test("what reads files lies beside the jobs, with the packages that it looks for", async () => {
    const folder = dirname(dev.bundles["Jobs"]?.file ?? "");
    expect(await readdir(folder)).toEqual(expect.arrayContaining(["extract.mjs", "node_modules"]));
    const { DOCENT_EXTRACTOR } = environmentOf(called(dev, "JobsFunction"));
    expect(DOCENT_EXTRACTOR).toBe("./extract.mjs");
  });

  test("scans are recognised by what is uploaded for it, which fits into a function", async () => {
    const folder = dirname(dev.bundles["Recogniser"]?.file ?? "");
    expect(await bytesOf(folder)).toBeLessThan(250_000_000);
    const reader = startReader({
      program: pathToFileURL(join(folder, "extract.mjs")),
      ocr: true,
      timeoutMs: 60_000,
      pageTimeoutMs: 60_000,
      residentBytesMax: 1.5 * 1024 ** 3,
    });
    const path = fileURLToPath(new URL("../fixtures/scans/leave.png", import.meta.url));
    const read = await reader.read({ path, name: "leave.png" }, new AbortController().signal);
    reader.end();
    expect(JSON.stringify(read)).toContain("满一年的员工每年有10天年假");
  });
});

/** What the function for the console's page answers, run as a process from its own folder. */
async function pageOf(graph: Graph): Promise<{ headers: Record<string, string>; body: string }> {
  const { file = "" } = graph.bundles["Page"] ?? {};
  await copyFile(join(root, "packages/web/dist/index.html"), join(dirname(file), "index.html"));
  const program = `import(${JSON.stringify(file)}).then(({ handler }) => handler()).then((all) => process.stdout.write(JSON.stringify(all)))`;
  const { stdout } = await run(process.execPath, ["-e", program], {
    env: environmentOf(called(graph, "PageFunction")),
  });
  return JSON.parse(stdout) as { headers: Record<string, string>; body: string };
}

/** What all files below a folder come to. */
async function bytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ parentPath, name }) => stat(join(parentPath, name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

/** What a bundle exports, loaded in a process of its own with no more than its function is told. */
async function exportsOf(file: string, environment: Record<string, string>): Promise<string[]> {
  const program = `import(${JSON.stringify(file)}).then((all) => process.stdout.write(JSON.stringify(Object.keys(all))))`;
  const { stdout } = await run(process.execPath, ["-e", program], {
    env: { ...environment, AWS_REGION: "us-east-1", NODE_EXTRA_CA_CERTS: "" },
  });
  return JSON.parse(stdout) as string[];
}

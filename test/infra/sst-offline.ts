// Runs the real command line of SST without an account: SSM and S3 are answered on this machine, and pulumi-stub.ts
// stands in for the engine.   node test/infra/sst-offline.ts diff|deploy --stage ci
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { offline } from "./offline.ts";
import { root } from "./synth/place.ts";

const stub = join(import.meta.dirname, "pulumi-stub.ts");
const home = join(root, ".synth/home");
const objects = new Map<string, Buffer>();
const parameters = new Map([
  [
    "/sst/bootstrap",
    JSON.stringify({
      version: 99, // higher than SST's own, so that it sets nothing up
      asset: "sst-asset-offline",
      state: "sst-state-offline",
      assetEcrRegistryId: "123456789012",
      assetEcrUrl: "123456789012.dkr.ecr.us-east-1.amazonaws.com/sst-asset",
    }),
  ],
]);

const server = createServer((request, response) => {
  void buffer(request).then((body) => {
    const target = request.headers["x-amz-target"];
    if (typeof target === "string") answerSsm(target, body, response);
    else answerS3(request, body, response);
  });
});
await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));

// `stack init` looks for the engine here, whatever SST_PULUMI_PATH says
const bin = join(home, ".config/sst/bin");
mkdirSync(bin, { recursive: true });
rmSync(join(bin, "pulumi"), { force: true });
symlinkSync(stub, join(bin, "pulumi"));

const sst = spawn(join(root, "node_modules/.bin/sst"), process.argv.slice(2), {
  cwd: root,
  stdio: "inherit",
  env: {
    ...process.env,
    ...offline,
    HOME: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
    SST_PULUMI_PATH: stub,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "offline",
    AWS_SECRET_ACCESS_KEY: "offline",
    AWS_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
  },
});
sst.on("exit", (code) => {
  server.close();
  process.exit(code ?? 1);
});

function answerSsm(target: string, body: Buffer, response: ServerResponse): void {
  const { Name = "", Value = "" } = JSON.parse(body.toString() || "{}") as { Name?: string; Value?: string };
  response.setHeader("content-type", "application/x-amz-json-1.1");
  if (target.endsWith(".PutParameter")) {
    parameters.set(Name, Value);
    response.end(JSON.stringify({ Version: 1 }));
  } else if (target.endsWith(".GetParameter") && parameters.has(Name)) {
    response.end(JSON.stringify({ Parameter: { Name, Value: parameters.get(Name), Type: "String" } }));
  } else {
    response.writeHead(400).end(JSON.stringify({ __type: "ParameterNotFound", message: Name }));
  }
}

function answerS3({ method, url = "" }: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const [path = "", query = ""] = url.split("?");
  const key = decodeURIComponent(path);
  const xml = { "content-type": "application/xml" };
  const held = objects.get(key);
  if (method === "PUT") {
    objects.set(key, body);
    response.writeHead(200, { etag: '"offline"' }).end();
  } else if (method === "DELETE") {
    objects.delete(key);
    response.writeHead(204).end();
  } else if (method === "GET" && query.includes("list-type=2")) {
    const empty = "<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>0</KeyCount></ListBucketResult>";
    response.writeHead(200, xml).end(`<?xml version="1.0"?>${empty}`);
  } else if (held) {
    response.writeHead(200, { etag: '"offline"' }).end(method === "HEAD" ? undefined : held);
  } else {
    const missing = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>';
    response.writeHead(404, xml).end(method === "HEAD" ? undefined : missing);
  }
}

import { createHash } from "node:crypto";
import type { BedrockAgentRuntimeClient } from "@aws-sdk/client-bedrock-agent-runtime";
import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from "@aws-sdk/client-bedrock-runtime";
import type { AwsPlace } from "./aws-place.ts";

export interface AwsClientsOptions {
  /** How often a request that AWS could not take is sent again, before anything has come. The SDK's own budget is the default. */
  retries?: number;
  /** Bedrock speaks HTTP/2. Where something between here and AWS does not, 1.1 does as well. */
  http?: "1.1" | "2";
}

/** The SDK's clients, each made at its first use and kept with its connections. */
export interface AwsClients {
  bedrock(place: AwsPlace): Promise<BedrockRuntimeClient>;
  /** For what stands beside the models: reranking and knowledge bases. */
  bedrockAgent(place: AwsPlace): Promise<BedrockAgentRuntimeClient>;
}

/** One client for each region and key. Where requests go, the SDK may be told by `AWS_ENDPOINT_URL_…`, as for a private link. */
export function awsClients(options: AwsClientsOptions = {}): AwsClients {
  const runtimes = keep(async (place) => {
    const [{ BedrockRuntimeClient: Client }, settings] = await Promise.all([
      import("@aws-sdk/client-bedrock-runtime"),
      settingsFor(place, options),
    ]);
    return new Client(settings);
  });
  const agents = keep(async (place) => {
    const [{ BedrockAgentRuntimeClient: Client }, settings] = await Promise.all([
      import("@aws-sdk/client-bedrock-agent-runtime"),
      settingsFor(place, options),
    ]);
    return new Client(settings);
  });
  return { bedrock: runtimes, bedrockAgent: agents };
}

/** ARN of a model of Bedrock's own, as some calls want it. */
export function modelArn(region: string, model: string): string {
  return model.startsWith("arn:") ? model : `arn:${partitionOf(region)}:bedrock:${region}::foundation-model/${model}`;
}

/** `aws`, or what stands in its place in the ARNs of China and of the American government. */
function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

async function settingsFor({ region, key }: AwsPlace, { retries, http }: AwsClientsOptions) {
  const settings: BedrockRuntimeClientConfig = { region };
  if (retries !== undefined) settings.maxAttempts = retries + 1;
  if (http === "1.1") {
    const { NodeHttpHandler } = await import("@smithy/node-http-handler");
    // a stream holds its socket to its end: the fifty of the default would let the next people wait unseen
    const agent = { keepAlive: true, maxSockets: 1000 };
    settings.requestHandler = new NodeHttpHandler({ connectionTimeout: 5000, httpAgent: agent, httpsAgent: agent });
  }
  // said, since a bearer token in the environment would go before a key that was entered
  if (key?.type === "iam") {
    const { type: _, ...credentials } = key;
    Object.assign(settings, { credentials, authSchemePreference: ["sigv4"] });
  }
  if (key?.type === "bearer") {
    Object.assign(settings, { token: { token: key.token }, authSchemePreference: ["httpBearerAuth"] });
  }
  return settings;
}

function keep<T>(make: (place: AwsPlace) => Promise<T>): (place: AwsPlace) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return ({ region, key }) => {
    const place = { region, ...(key && { key }) };
    const name = createHash("sha256").update(JSON.stringify(place)).digest("hex");
    const known = made.get(name);
    if (known) return known;
    const client = make(place);
    made.set(name, client);
    client.catch(() => made.delete(name));
    return client;
  };
}

import { readFile } from "node:fs/promises";
import type { Client, errors } from "@opensearch-project/opensearch";
import { z } from "zod";
import { PublicError } from "../../../error.ts";

export interface ClusterOptions {
  /** `https://host:port`, with `user:password@` where the cluster wants them. */
  url: string;
  /** Requests are signed for this region with the credentials that the AWS SDK finds, instead of a password. */
  awsRegion?: string | undefined;
  /** A file with the certificate of whoever signed the cluster's own. */
  certificate?: string | undefined;
  /** How long a request may take: some go through all rows of many documents. */
  requestMs?: number;
  /** How often what the cluster is too busy for is sent again. */
  retries?: number;
}

export interface Request {
  method: "GET" | "POST" | "PUT" | "DELETE" | "HEAD";
  path: string;
  query?: Record<string, string | number | boolean>;
  body?: object;
  /** Of requests that take many parts: one JSON text a line. */
  lines?: readonly string[];
}

/** A cluster, asked by its own REST interface. */
export interface Cluster {
  /** Sends again what the cluster is too busy for, later each time. Gives the answer, or `undefined` for what is not there. */
  ask<T extends z.ZodType>(request: Request, answer: T): Promise<z.output<T> | undefined>;
  /** How often it may be asked again when it says that it is too busy, and how long to wait before the nth time. */
  retries: number;
  pause(attempt: number): Promise<void>;
  close(): Promise<void>;
}

export function openCluster(options: ClusterOptions): Cluster {
  const { requestMs = 300_000, retries = 6 } = options;
  let connected: Promise<Client> | undefined;
  const connect = () => {
    connected ??= connectTo(options, requestMs);
    connected.catch(() => (connected = undefined));
    return connected;
  };

  return {
    retries,
    pause,
    async ask({ method, path, query, body, lines }, answer) {
      const client = await connect();
      for (let attempt = 1; ; attempt++) {
        try {
          const bulkBody = lines && `${lines.join("\n")}\n`;
          const params = { method, path, ...(query && { querystring: query }), ...(body && { body }) };
          const response = await client.transport.request({ ...params, ...(bulkBody && { bulkBody }) });
          return answer.parse(response.body);
        } catch (error) {
          if (statusOf(error) === 404) return undefined;
          if (statusOf(error) !== 429 || attempt > retries) throw meaningOf(error);
          await pause(attempt);
        }
      }
    },
    async close() {
      const client = await connected?.catch(() => undefined);
      connected = undefined;
      await client?.close();
    },
  };
}

const Info = z.object({ version: z.object({ number: z.string(), distribution: z.string().optional() }) });
/** From this version on a cosine is scored in the same way by every kind of query. */
const oldest = [2, 19] as const;

async function connectTo(options: ClusterOptions, requestMs: number): Promise<Client> {
  const { url, awsRegion, certificate } = options;
  // loaded by those desks only that have a cluster
  const { Client: Connected } = await import("@opensearch-project/opensearch");
  const client = new Connected({
    ...(awsRegion && (await signing(awsRegion))),
    node: url,
    requestTimeout: requestMs,
    ...(certificate && { ssl: { ca: await readFile(certificate, "utf8") } }),
  });
  try {
    const { body } = await client.info();
    const info = Info.parse(body);
    const [major = 0, minor = 0] = info.version.number.split(".").map(Number);
    const isOld = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
    if (!isOld && info.version.distribution === "opensearch") return client;
    const message = `The search engine is ${info.version.distribution ?? "not OpenSearch"} ${info.version.number}. Docent needs OpenSearch ${oldest.join(".")} or newer with its k-NN plugin.`;
    throw new PublicError("unavailable", "search.version_unsupported", message);
  } catch (error) {
    await client.close();
    throw meaningOf(error);
  }
}

async function signing(region: string) {
  const { AwsSigv4Signer } = await import("@opensearch-project/opensearch/aws-v3");
  return AwsSigv4Signer({ region, service: "es" });
}

/** A little longer each time, and never for two at the same moment. */
function pause(attempt: number): Promise<void> {
  const most = Math.min(10_000, 100 * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, most * (0.5 + Math.random() / 2)));
}

/** The HTTP status of a refusal of the cluster. */
export function statusOf(error: unknown): number | undefined {
  const refusal = error instanceof Error && error.cause ? error.cause : error;
  return isRefusal(refusal) ? (refusal.statusCode ?? undefined) : undefined;
}

/** What somebody can do about it. Other faults are none of the person's who asks. */
function meaningOf(error: unknown): unknown {
  const status = statusOf(error);
  if (status === 401 || status === 403) {
    const message =
      "The search engine refused the desk's name, password or signature. Whoever runs Docent can check OPENSEARCH_URL and what the account may do.";
    return new PublicError("unavailable", "search.unauthorised", message, { cause: error });
  }
  if (status === 429) {
    const message = "The search engine has more to do than it can. Try again in a minute.";
    return new PublicError("unavailable", "search.overloaded", message, { cause: error });
  }
  const isOut = error instanceof Error && /^(ConnectionError|TimeoutError|NoLivingConnectionsError)$/.test(error.name);
  if (!isOut && status !== 502 && status !== 503 && status !== 504) return told(error);
  const message =
    "The search engine does not answer. Whoever runs Docent can see whether OpenSearch runs, and check OPENSEARCH_URL.";
  return new PublicError("unavailable", "search.unreachable", message, { cause: error });
}

/** The cluster's own words: the client's error says little more than that there was one. */
function told(error: unknown): unknown {
  if (!isRefusal(error)) return error;
  const body = JSON.stringify(error.meta.body ?? null).slice(0, 1_000);
  return new Error(`the search engine refused a request (${error.statusCode}): ${body}`, { cause: error });
}

function isRefusal(error: unknown): error is errors.ResponseError {
  return error instanceof Error && error.name === "ResponseError" && "meta" in error;
}

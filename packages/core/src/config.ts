import { z } from "zod";
import { isNetwork } from "./sources/source-rules.ts";
import { samplers } from "./telemetry/samplers.ts";

/** Values with commas between them, or an array of them. */
function list<T extends z.ZodType<string>>(item: T) {
  const split = (given: unknown) =>
    typeof given === "string"
      ? given
          .split(",")
          .map((one) => one.trim())
          .filter(Boolean)
      : given;
  return z.preprocess(split, z.array(item));
}

/** "name=value,name=value", encoded as in an address, or an object. */
const pairs = z.preprocess(
  (given) => {
    if (typeof given !== "string") return given;
    const parts = given.split(",").filter((part) => part.includes("="));
    const decoded = (text: string) => (/%(?![\da-f]{2})/i.test(text) ? text : decodeURIComponent(text)).trim();
    return Object.fromEntries(
      parts.map((part) => [decoded(part.slice(0, part.indexOf("="))), decoded(part.slice(part.indexOf("=") + 1))]),
    );
  },
  z.record(z.string(), z.string()),
);

/** Numbers of the index in OpenSearch, as JSON or as an object. */
const Tuning = z.preprocess(
  (given) => (typeof given === "string" ? fromJson(given) : given),
  z
    .strictObject({
      m: z.number().int().min(2).max(100),
      efConstruction: z.number().int().min(10).max(4096),
      efSearch: z.number().int().min(10).max(4096),
      k1: z.number().min(0).max(10),
      b: z.number().min(0).max(1),
      replicas: z.number().int().min(0).max(10),
    })
    .partial(),
);

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Everything a desk on one machine can be told. The defaults run without any. */
export const Config = z.object({
  /** Folder for the database, files and index. */
  dataFolder: z.string().min(1).default("./.docent"),
  host: z.string().min(1).default("127.0.0.1"),
  port: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Any PostgreSQL instead of the one in the data folder. */
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** A cluster of OpenSearch that holds the index, instead of the data folder: https://user:password@host. */
  openSearchUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** What the names of the desk's indexes in it begin with. */
  openSearchPrefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "takes lower-case letters, digits and hyphens")
    .default("docent"),
  /** For a domain of Amazon OpenSearch Service without a password: requests are signed for this region. */
  openSearchRegion: z.string().min(1).optional(),
  /** How its index is laid out and searched. */
  openSearchTuning: Tuning.optional(),
  /** Seals model keys and signs sessions. Made at the first start and kept in the data folder when absent. */
  secret: z.string().min(32, "needs at least 32 characters").optional(),
  /** Address people use when a proxy with TLS stands in front, e.g. https://docent.example.org. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Where a local Ollama is looked for; empty switches the search off. */
  ollamaUrl: z.union([z.url(), z.literal("")]).default("http://127.0.0.1:11434"),
  /** Models that run on this machine; `models` in the data folder when absent. */
  modelsFolder: z.string().min(1).optional(),
  /** A file of models that are in the catalogue from the start on, and changed there only. */
  catalogue: z.string().min(1).optional(),
  /** Where such models are fetched from: `<hub>/<model>/resolve/main/<file>`. */
  modelHub: z.url({ protocol: /^https?$/ }).default("https://huggingface.co"),
  /**
   * Where letters leave: `smtp://user:password@host:port`, `smtps://…`, or `ses:` (`ses:eu-central-1`) for Amazon SES.
   * Kept in `letters` in the data folder when absent.
   */
  mailUrl: z
    .string()
    .regex(/^(smtps?:\/\/[^\s]+|ses:[a-z0-9-]*)$/, "must begin with smtp://, smtps:// or ses:")
    .optional(),
  /** The sender of letters: "Docent <docent@example.org>". */
  mailFrom: z.string().min(3).max(320).default("Docent <docent@localhost>"),
  /** The issuer of an OpenID Connect service by which people sign in, e.g. https://login.example.org/realms/staff. */
  oidcIssuer: z.url({ protocol: /^https?$/ }).optional(),
  oidcClientId: z.string().min(1).optional(),
  oidcClientSecret: z.string().min(1).optional(),
  /** What the button on the sign-in page says. */
  oidcName: z.string().min(1).max(60).default("Single sign-on"),
  /** Add the demo library at the first start. */
  demo: z.stringbool().default(true),
  /** Folders of this machine that administrators may make sources of, with a comma between them. */
  sourceFolders: list(z.string().min(1)).default([]),
  /** Buckets that administrators may make sources of by the desk's own AWS role, with a comma between them. */
  sourceBuckets: list(z.string().min(3)).default([]),
  /** Private addresses and networks that sources may read, such as an intranet's: "10.1.2.3, 10.2.0.0/16". */
  sourceNetworks: list(z.string().refine(isNetwork, "is no address or network")).default([]),
  /** Least pause between two requests of a source to one host, in milliseconds. */
  sourceDelay: z.coerce.number().int().min(0).max(60_000).default(500),
  /** A collector of OpenTelemetry, e.g. http://127.0.0.1:4318; empty switches it off. */
  otelEndpoint: z.union([z.url({ protocol: /^https?$/ }), z.literal("")]).default(""),
  /** As "name=value,name=value". */
  otelHeaders: pairs.default({}),
  otelServiceName: z.string().min(1).default("docent"),
  otelResource: pairs.default({}),
  otelSampler: z.enum(samplers).default("parentbased_always_on"),
  /** Of a sampler that takes a share. */
  otelSamplerShare: z.coerce.number().min(0).max(1).default(1),
  /** Passes questions and answers on to the collector. */
  otelContent: z.union([z.boolean(), z.stringbool()]).default(false),
  /** How many extraction processes run side by side. */
  extractors: z.coerce.number().int().min(1).max(64).optional(),
});
export type Config = z.infer<typeof Config>;

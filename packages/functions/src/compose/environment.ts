import { Config } from "@docent/core/config";
import { PublicError } from "@docent/core/error";
import type { z } from "zod";
import { telemetryKeys } from "./telemetry.ts";

const names: Record<keyof Config, string> = {
  dataFolder: "DOCENT_DATA",
  host: "DOCENT_HOST",
  port: "PORT",
  databaseUrl: "DATABASE_URL",
  openSearchUrl: "OPENSEARCH_URL",
  openSearchPrefix: "OPENSEARCH_PREFIX",
  openSearchRegion: "OPENSEARCH_REGION",
  openSearchTuning: "OPENSEARCH_TUNING",
  secret: "DOCENT_SECRET",
  publicUrl: "DOCENT_URL",
  ollamaUrl: "DOCENT_OLLAMA_URL",
  modelsFolder: "DOCENT_MODELS",
  catalogue: "DOCENT_CATALOGUE",
  modelHub: "DOCENT_MODEL_HUB",
  mailUrl: "DOCENT_MAIL_URL",
  mailFrom: "DOCENT_MAIL_FROM",
  oidcIssuer: "DOCENT_OIDC_ISSUER",
  oidcClientId: "DOCENT_OIDC_CLIENT_ID",
  oidcClientSecret: "DOCENT_OIDC_CLIENT_SECRET",
  oidcName: "DOCENT_OIDC_NAME",
  demo: "DOCENT_DEMO",
  sourceFolders: "DOCENT_SOURCE_FOLDERS",
  sourceBuckets: "DOCENT_SOURCE_BUCKETS",
  sourceNetworks: "DOCENT_SOURCE_NETWORKS",
  sourceDelay: "DOCENT_SOURCE_DELAY",
  extractors: "DOCENT_EXTRACTORS",
  otelEndpoint: "OTEL_EXPORTER_OTLP_ENDPOINT",
  otelHeaders: "OTEL_EXPORTER_OTLP_HEADERS",
  otelServiceName: "OTEL_SERVICE_NAME",
  otelResource: "OTEL_RESOURCE_ATTRIBUTES",
  otelSampler: "OTEL_TRACES_SAMPLER",
  otelSamplerShare: "OTEL_TRACES_SAMPLER_ARG",
  otelContent: "DOCENT_OTEL_CONTENT",
};

/** Reads the configuration from the environment. Throws a PublicError that names each variable that is wrong. */
export function readEnvironment(environment: NodeJS.ProcessEnv = process.env): Config {
  return read(Config, environment);
}

/** Reads of the environment only what it says of a collector. */
export function readTelemetryEnvironment(environment: NodeJS.ProcessEnv): Pick<Config, keyof typeof telemetryKeys> {
  return read(Config.pick(telemetryKeys), environment);
}

function read<T extends z.ZodType>(schema: T, environment: NodeJS.ProcessEnv): z.output<T> {
  const given = Object.fromEntries(
    Object.entries(names)
      .filter(([, variable]) => environment[variable] !== undefined)
      .map(([key, variable]) => [key, environment[variable]]),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const key = issue.path[0];
    const variable = Object.entries(names).find(([name]) => name === key)?.[1] ?? String(key);
    return `${variable}: ${issue.message}`;
  });
  throw new PublicError(
    "invalid",
    "config.invalid",
    `Docent cannot start with this configuration. ${problems.join("; ")}`,
  );
}

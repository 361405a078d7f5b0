/// <reference path="../.sst/platform/config.d.ts" />
import type { Stage } from "./stage";

/** What the function that answers is told of a collector. */
export interface Telemetry {
  environment: Record<string, $util.Input<string>>;
  permissions: sst.aws.FunctionPermissionArgs[];
}

const passedOn = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
  "OTEL_SERVICE_NAME",
  "OTEL_TRACES_SAMPLER",
  "OTEL_TRACES_SAMPLER_ARG",
  "DOCENT_OTEL_CONTENT",
];

/**
 * Tells a collector of OpenTelemetry how answers went, when the deployment names one by OpenTelemetry's own variables.
 * What is sent along with everything is mostly a key: it lies in a secret, and the function is told its ARN.
 */
export function telemetry(stage: Stage): Telemetry {
  const told = (name: string) => process.env[name] || undefined;
  if (!told("OTEL_EXPORTER_OTLP_ENDPOINT")) return { environment: {}, permissions: [] };
  const resource = [`deployment.environment.name=${$app.stage}`, told("OTEL_RESOURCE_ATTRIBUTES")];
  const environment: Telemetry["environment"] = {
    OTEL_RESOURCE_ATTRIBUTES: resource.filter(Boolean).join(","),
    ...Object.fromEntries(passedOn.flatMap((name) => (told(name) ? [[name, told(name)]] : []))),
  };
  const headers = told("OTEL_EXPORTER_OTLP_HEADERS");
  if (!headers) return { environment, permissions: [] };
  const secret = new aws.secretsmanager.Secret("CollectorHeaders", { recoveryWindowInDays: stage.prod ? 30 : 0 });
  new aws.secretsmanager.SecretVersion("CollectorHeadersVersion", {
    secretId: secret.id,
    secretString: $util.secret(headers),
  });
  return {
    environment: { ...environment, DOCENT_OTEL_HEADERS_SECRET_ARN: secret.arn },
    permissions: [{ actions: ["secretsmanager:GetSecretValue"], resources: [secret.arn] }],
  };
}

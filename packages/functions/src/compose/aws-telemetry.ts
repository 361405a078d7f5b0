import type { Telemetry } from "@docent/core/telemetry/telemetry";
import { awsLog } from "./aws-log.ts";
import { secretOf } from "./aws-secrets.ts";
import { readTelemetryEnvironment } from "./environment.ts";
import { telemetryFor } from "./telemetry.ts";

/** Figures are sent when an invocation ends; a clock would send them from a process that is just being woken. */
const never = 2 ** 31 - 1;

/**
 * Tells the collector that the deployment names what a function did. What it asks to be sent with everything, such as a
 * key, lies in a secret of the account. Without a way to read that, nothing is told and everything else goes on.
 */
export async function awsTelemetry(environment = process.env): Promise<Telemetry | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, DOCENT_OTEL_HEADERS_SECRET_ARN: arn } = environment;
  if (!endpoint) return undefined;
  try {
    const headers = arn && (await secretOf(arn));
    const config = readTelemetryEnvironment({
      ...environment,
      ...(headers && { OTEL_EXPORTER_OTLP_HEADERS: headers }),
    });
    const otelResource = { ...placeOf(environment), ...config.otelResource };
    return await telemetryFor({ ...config, otelResource }, { log: awsLog, everyMs: never });
  } catch (error) {
    awsLog.warn("telemetry.failed", { error });
    return undefined;
  }
}

/** Which process of which function it was, so that what several of them counted is not taken for the count of one. */
function placeOf({
  AWS_LAMBDA_FUNCTION_NAME: name = "",
  AWS_LAMBDA_LOG_STREAM_NAME: instance = "",
  AWS_REGION: region = "",
}: NodeJS.ProcessEnv): Record<string, string> {
  return {
    "cloud.provider": "aws",
    "cloud.region": region,
    "faas.name": name,
    "faas.instance": instance,
    "service.instance.id": instance,
  };
}

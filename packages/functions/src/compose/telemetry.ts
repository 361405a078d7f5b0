import type { Config } from "@docent/core/config";
import type { OtlpOptions } from "@docent/core/telemetry/otlp-telemetry";
import type { Telemetry } from "@docent/core/telemetry/telemetry";

/** What can be told of a collector, each under the name that OpenTelemetry gives it. */
export const telemetryKeys = {
  otelEndpoint: true,
  otelHeaders: true,
  otelServiceName: true,
  otelResource: true,
  otelSampler: true,
  otelSamplerShare: true,
  otelContent: true,
} as const;

/** What tells the collector that is named, if one is. Loaded only for those who want it. */
export async function telemetryFor(
  config: Pick<Config, keyof typeof telemetryKeys>,
  options: Pick<OtlpOptions, "log" | "depths" | "everyMs">,
): Promise<Telemetry | undefined> {
  if (!config.otelEndpoint) return undefined;
  const { otlpTelemetry } = await import("@docent/core/telemetry/otlp-telemetry");
  return otlpTelemetry({
    endpoint: config.otelEndpoint,
    headers: config.otelHeaders,
    serviceName: config.otelServiceName,
    resource: config.otelResource,
    sampler: config.otelSampler,
    ratio: config.otelSamplerShare,
    content: config.otelContent,
    ...options,
  });
}

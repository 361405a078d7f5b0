import { setTimeout as pause } from "node:timers/promises";
import { diag, DiagLogLevel } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from "@opentelemetry/sdk-trace";
import type { QueueDepth } from "../jobs/job-queue.ts";
import type { Log } from "./log.ts";
import { runMetrics } from "./run-metrics.ts";
import { runSpans } from "./run-spans.ts";
import type { samplers } from "./samplers.ts";
import type { Telemetry } from "./telemetry.ts";

export interface OtlpOptions {
  /** Of the collector, without `/v1/traces`. */
  endpoint: string;
  headers?: Record<string, string>;
  serviceName: string;
  resource?: Record<string, string>;
  sampler?: (typeof samplers)[number];
  /** For a sampler that takes a share: 0 to 1. */
  ratio?: number;
  /** Whether questions and answers are passed on. */
  content?: boolean;
  depths?: () => Promise<QueueDepth[]>;
  log: Pick<Log, "warn">;
  /** How often figures are sent. */
  everyMs?: number;
}

const exportTimeoutMs = 5_000;
const flushMs = 3_000;
const scope = "docent";

/** Spans and figures for a collector of OpenTelemetry, as JSON over HTTP. A collector that does not answer loses them. */
export function otlpTelemetry(options: OtlpOptions): Telemetry {
  const { endpoint, headers = {}, serviceName, content = false, log, everyMs = 60_000 } = options;
  const warn = (text: string) => log.warn("telemetry.failed", { text });
  const quiet = () => {};
  diag.setLogger(
    { error: warn, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const at = (signal: string) => {
    return { url: `${endpoint.replace(/\/+$/, "")}/v1/${signal}`, headers, timeoutMillis: exportTimeoutMs };
  };
  const resource = resourceFromAttributes({ ...options.resource, "service.name": serviceName });
  const tracers = new TracerProvider({
    resource,
    sampler: samplerOf(options),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter(at("traces")),
        scheduledDelayMillis: Math.min(everyMs, 5_000),
      }),
    ],
  });
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter(at("metrics")),
        exportIntervalMillis: everyMs,
        exportTimeoutMillis: Math.min(exportTimeoutMs, everyMs),
      }),
    ],
  });
  const spans = runSpans(tracers.getTracer(scope), content);
  const metrics = runMetrics(meters.getMeter(scope), options.depths);
  return {
    answered(run) {
      try {
        spans(run);
        metrics(run);
      } catch (error) {
        log.warn("telemetry.failed", { error });
      }
    },
    flush: () => inTime([tracers.forceFlush(), meters.forceFlush()]),
    close: () => inTime([tracers.shutdown(), meters.shutdown()]),
  };
}

async function inTime(sending: Promise<void>[]): Promise<void> {
  await Promise.race([Promise.allSettled(sending), pause(flushMs, undefined, { ref: false })]);
}

function samplerOf({ sampler = "parentbased_always_on", ratio = 1 }: OtlpOptions): Sampler {
  const roots = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
  };
  switch (sampler) {
    case "always_on":
    case "always_off":
    case "traceidratio":
      return roots[sampler]();
    case "parentbased_always_on":
      return new ParentBasedSampler({ root: roots.always_on() });
    case "parentbased_always_off":
      return new ParentBasedSampler({ root: roots.always_off() });
    case "parentbased_traceidratio":
      return new ParentBasedSampler({ root: roots.traceidratio() });
  }
}

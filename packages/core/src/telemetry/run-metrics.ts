import type { Meter } from "@opentelemetry/api";
import type { QueueDepth } from "../jobs/job-queue.ts";
import { genAiKeyOf } from "./gen-ai.ts";
import type { AnsweredRun } from "./telemetry.ts";

const seconds = { unit: "s", advice: { explicitBucketBoundaries: [0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120] } };

/** Counts answers and what their models took; `depths` is looked at whenever figures are sent. */
export function runMetrics(meter: Meter, depths: (() => Promise<QueueDepth[]>) | undefined) {
  const questions = meter.createCounter("docent.questions", { unit: "{question}" });
  const whole = meter.createHistogram("docent.answer.duration", seconds);
  const first = meter.createHistogram("docent.answer.first_text", seconds);
  const calls = meter.createHistogram("gen_ai.client.operation.duration", seconds);
  const tokens = meter.createHistogram("gen_ai.client.token.usage", {
    unit: "{token}",
    advice: { explicitBucketBoundaries: [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144] },
  });
  if (depths) {
    meter.createObservableGauge("docent.queue.jobs", { unit: "{job}" }).addCallback(async (result) => {
      for (const { name, waiting, running } of await depths()) {
        result.observe(waiting, { "docent.queue": name, "docent.job.state": "waiting" });
        result.observe(running, { "docent.queue": name, "docent.job.state": "running" });
      }
    });
  }
  return (run: AnsweredRun): void => {
    const how = { "docent.run.state": run.state, "docent.tier": run.tier };
    questions.add(1, how);
    whole.record((run.end - run.start) / 1000, how);
    if (run.firstMs !== null) first.record(run.firstMs / 1000, how);
    for (const call of run.calls) {
      const key = genAiKeyOf(call);
      calls.record(call.milliseconds / 1000, key);
      tokens.record(call.tokens.input, { ...key, "gen_ai.token.type": "input" });
      if (call.tokens.output > 0) tokens.record(call.tokens.output, { ...key, "gen_ai.token.type": "output" });
    }
  };
}

import { inProcessRunWorker } from "@docent/core/chat/in-process-run-worker";
import type { RunToAnswer } from "@docent/core/chat/remote-run-worker";
import { calledBy } from "@docent/core/telemetry/caller";
import { awsTelemetry } from "../compose/aws-telemetry.ts";
import { invoked } from "./invocation.ts";
import { stage } from "./stage.ts";

const lookMs = 300;
/** So long before its end the function calls off what it could not finish. */
const closingMs = 10_000;

let telemetry: ReturnType<typeof awsTelemetry> | undefined;

/** Answers the question that is named, and whatever another function that died has left. Safe to be called twice for the same. */
export const handler = invoked(
  ({ runId }: RunToAnswer) => ({ runId }),
  async ({ runId, traceparent }, invocation): Promise<void> => {
    const [{ ports, stops }, told] = await Promise.all([stage(), (telemetry ??= awsTelemetry())]);
    const worker = inProcessRunWorker({ ...ports, telemetry: told });
    const look = setInterval(() => {
      if (runId === undefined) return;
      stops
        .isRaised(runId)
        .then((raised) => (raised ? worker.stop(runId) : undefined))
        .catch((error: unknown) => ports.log.warn("run.stop_not_seen", { error }));
    }, lookMs);
    const leftMs = (invocation?.getRemainingTimeInMillis() ?? 15 * 60_000) - closingMs;
    const deadline = setTimeout(() => void worker.close(), leftMs);
    try {
      if (runId !== undefined) await calledBy(traceparent, () => worker.start(runId));
      await worker.sweep();
      await worker.settle();
    } finally {
      clearInterval(look);
      clearTimeout(deadline);
      await worker.close();
      // whoever asked has everything by now; what is not sent before the function sleeps may never be
      await told?.flush();
    }
  },
);

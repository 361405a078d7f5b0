import { inProcessRunWorker } from "@docent/core/chat/in-process-run-worker";
import { stage } from "./stage.ts";

const lookMs = 300;
/** So long before its end the function calls off what it could not finish. */
const closingMs = 10_000;

interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** Answers one question, and whatever another function that died has left. Safe to be called twice for the same. */
export async function handler({ runId }: { runId: string }, invocation?: Invocation): Promise<void> {
  const { ports, stops } = await stage();
  const worker = inProcessRunWorker(ports);
  const look = setInterval(() => {
    stops
      .isRaised(runId)
      .then((raised) => (raised ? worker.stop(runId) : undefined))
      .catch((error: unknown) => ports.log.warn("run.stop_not_seen", { runId, error }));
  }, lookMs);
  const leftMs = (invocation?.getRemainingTimeInMillis() ?? 15 * 60_000) - closingMs;
  const deadline = setTimeout(() => void worker.close(), leftMs);
  try {
    await worker.start(runId);
    await worker.settle();
  } finally {
    clearInterval(look);
    clearTimeout(deadline);
    await worker.close();
  }
}

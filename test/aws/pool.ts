import { runBundle, type Bundle, type RunningFunction, type RunningProcess, type RunOptions } from "./bundle.ts";

/**
 * A function as Lambda runs it: each process serves one event at a time and stands still in between, and an event that
 * finds all of them busy has another one started.
 */
export function functionPool(
  bundle: Pick<Bundle, "path">,
  environment: Record<string, string>,
  options: RunOptions = {},
): RunningFunction {
  const idle: RunningProcess[] = [];
  const all: RunningProcess[] = [];
  let closed = false;

  function take(): RunningProcess {
    // what it would write to may be another's by now
    if (closed) throw new Error("the function was taken away");
    for (let found = idle.pop(); found; found = idle.pop()) {
      if (found.ended()) continue;
      found.freeze(false);
      return found;
    }
    const started = runBundle(bundle, environment, options);
    all.push(started);
    return started;
  }

  return {
    async handler(event, context) {
      const serving = take();
      try {
        return await serving.handler(event, context);
      } finally {
        serving.freeze(true);
        idle.push(serving);
      }
    },
    close() {
      closed = true;
      for (const started of all) started.close();
    },
  };
}

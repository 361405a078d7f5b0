import { runBundle, type Bundle, type RunningFunction } from "./bundle.ts";

/**
 * A function as Lambda runs it: each process serves one event at a time, and an event that finds all of them busy has
 * another one started.
 */
export function functionPool(bundle: Bundle, environment: Record<string, string>): RunningFunction {
  const idle: RunningFunction[] = [];
  const all: RunningFunction[] = [];

  function start(): RunningFunction {
    const started = runBundle(bundle, environment);
    all.push(started);
    return started;
  }

  return {
    async handler(event, context) {
      const serving = idle.pop() ?? start();
      try {
        return await serving.handler(event, context);
      } finally {
        idle.push(serving);
      }
    },
    close() {
      for (const started of all) started.close();
    },
  };
}

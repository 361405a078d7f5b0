import { AsyncLocalStorage } from "node:async_hooks";
import { lineLog } from "./log.ts";

const about = new AsyncLocalStorage<Record<string, unknown>>();

/** A function's log, under the names by which CloudWatch knows an event's time and weight. */
export const awsLog = lineLog("info", (level) => ({
  timestamp: new Date().toISOString(),
  level: level.toUpperCase(),
  ...about.getStore(),
}));

/** Does the work; every line that is logged meanwhile says what it was about. */
export function logAbout<T>(fields: Record<string, unknown>, work: () => T): T {
  return about.run({ ...about.getStore(), ...fields }, work);
}

import type { Log } from "@docent/core/telemetry/log";
import { plainError } from "@docent/core/telemetry/plain-error";

const levels = ["debug", "info", "warn", "error"] as const;

/** Writes one JSON line per event to standard error, from `least` upwards. */
export function lineLog(least: (typeof levels)[number]): Log {
  const write =
    (level: (typeof levels)[number]) =>
    (event: string, fields: Record<string, unknown> = {}) => {
      if (levels.indexOf(level) < levels.indexOf(least)) return;
      const plain = Object.fromEntries(
        Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? plainError(value).stack : value]),
      );
      process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...plain })}\n`);
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

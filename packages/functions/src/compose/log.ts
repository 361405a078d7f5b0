import type { Log } from "@docent/core/telemetry/log";
import { plainError } from "@docent/core/telemetry/plain-error";

const levels = ["debug", "info", "warn", "error"] as const;
export type Level = (typeof levels)[number];

/** Writes one JSON line per event to standard error, from `least` upwards, each with what `head` says. */
export function lineLog(least: Level, head = timeAndLevel): Log {
  const write =
    (level: Level) =>
    (event: string, fields: Record<string, unknown> = {}) => {
      if (levels.indexOf(level) < levels.indexOf(least)) return;
      const plain = Object.fromEntries(
        Object.entries(fields).map(([key, value]) => [key, value instanceof Error ? plainError(value).stack : value]),
      );
      process.stderr.write(`${JSON.stringify({ ...head(level), event, ...plain })}\n`);
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

function timeAndLevel(level: Level): Record<string, unknown> {
  return { time: new Date().toISOString(), level };
}

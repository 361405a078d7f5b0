import type { Log } from "@docent/core/telemetry/log";

const levels = ["debug", "info", "warn", "error"] as const;

/** Writes one JSON line per event to standard error, from `least` upwards. */
export function lineLog(least: (typeof levels)[number]): Log {
  const write =
    (level: (typeof levels)[number]) =>
    (event: string, fields: Record<string, unknown> = {}) => {
      if (levels.indexOf(level) < levels.indexOf(least)) return;
      const plain = Object.fromEntries(
        Object.entries(fields).map(([key, value]) => [
          key,
          value instanceof Error ? (value.stack ?? value.message) : value,
        ]),
      );
      process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...plain })}\n`);
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

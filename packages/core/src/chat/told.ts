import { EventEmitter, on } from "node:events";

/**
 * Yields what the work tells while it is under way, and returns what it comes to. Whoever stops listening ends the work by
 * its signal.
 */
export async function* told<Event, Result>(
  work: (tell: (event: Event) => void, signal: AbortSignal) => Promise<Result>,
  signal?: AbortSignal,
): AsyncGenerator<Event, Result> {
  const leaving = new AbortController();
  const emitter = new EventEmitter();
  const events = on(emitter, "event", { close: ["end"] });
  const either = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal;
  const done = work((event) => emitter.emit("event", event), either).finally(() => emitter.emit("end"));
  // it is waited for below, when everything has been told
  done.catch(() => undefined);
  try {
    for await (const [event] of events) yield event as Event;
    return await done;
  } finally {
    leaving.abort();
  }
}

import { AsyncLocalStorage } from "node:async_hooks";

const callers = new AsyncLocalStorage<string | undefined>();

/** Does the work in the name of what called: a W3C `traceparent`. */
export function calledBy<T>(traceparent: string | undefined, work: () => T): T {
  return callers.run(traceparent, work);
}

/** What called for the work under way, as far as it said so. */
export function caller(): string | undefined {
  return callers.getStore();
}

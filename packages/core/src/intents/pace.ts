import { setImmediate } from "node:timers/promises";

/** Longer than this nobody else should wait for long work. */
const sliceMs = 12;

/** To be awaited between the steps of long work: lets others have their turn when the slice is used up. */
export function pace(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < sliceMs) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}

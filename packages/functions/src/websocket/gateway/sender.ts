/** What a client is told of its subscription. The `id` of an event is what it goes on from when it lost its socket. */
export type Told = { type: "started" } | { type: "data"; id: string | undefined; data: unknown } | { type: "stopped" };

export interface SenderOptions {
  send: (frame: string) => Promise<void>;
  encode: (told: Told) => string;
  /** Makes one of the data of two events that follow each other, where it tells the same; undefined where it does not. */
  fold?: ((earlier: unknown, later: unknown) => unknown) | undefined;
  /** As many may wait to be sent before `ready` holds up whoever makes them. */
  waitingMax?: number;
}

export interface Sender {
  push(told: Told): void;
  /** Waits until there is room for more. Throws when sending failed. */
  ready(): Promise<void>;
  /** Waits until everything was sent. Throws when sending failed. */
  drain(): Promise<void>;
  readonly frames: number;
}

/**
 * Sends what it is given in its order: one is on its way at a time. What piles up meanwhile is folded together, so that a reader
 * far behind catches up in a few frames.
 */
export function senderOf({ send, encode, fold, waitingMax = 32 }: SenderOptions): Sender {
  let waiting: Told[] = [];
  let running: Promise<void> | undefined;
  let failure: { error: unknown } | undefined;
  let frames = 0;
  let wake = Promise.withResolvers<void>();

  async function run(): Promise<void> {
    // those that are pushed at once leave together
    await Promise.resolve();
    try {
      for (let told = waiting.shift(); told; told = waiting.shift()) {
        await send(encode(told));
        frames += 1;
        signal();
      }
    } catch (error) {
      failure = { error };
      waiting = [];
    } finally {
      running = undefined;
      signal();
    }
  }

  function signal(): void {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  }

  return {
    push(told) {
      if (failure) return;
      const folded = foldInto(waiting.at(-1), told, fold);
      if (folded) waiting[waiting.length - 1] = folded;
      else waiting.push(told);
      running ??= run();
    },
    async ready() {
      while (!failure && waiting.length >= waitingMax) await wake.promise;
      if (failure) throw failure.error;
    },
    async drain() {
      while (running) await running;
      if (failure) throw failure.error;
    },
    get frames() {
      return frames;
    },
  };
}

function foldInto(earlier: Told | undefined, later: Told, fold: SenderOptions["fold"]): Told | undefined {
  if (!fold || earlier?.type !== "data" || later.type !== "data") return undefined;
  // an event without an id may not be repeated, one with an id may: they do not mix
  if ((earlier.id === undefined) !== (later.id === undefined)) return undefined;
  const data = fold(earlier.data, later.data);
  return data === undefined ? undefined : { type: "data", id: later.id, data };
}

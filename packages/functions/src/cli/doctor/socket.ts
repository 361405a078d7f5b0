import { setTimeout as sleep } from "node:timers/promises";
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { WebSocket } from "ws";
import { pieceOf } from "@docent/core/doctor/echo";
import { fail, ok, warn, type Finding } from "@docent/core/doctor/finding";
import { reasonOf } from "@docent/core/doctor/reason";
import type { AppRouter } from "../../trpc/router.ts";

export interface Admission {
  ticket: string;
  socketUrl: string | null;
}

const pieces = 60;
const everyMs = 50;
/** The line is cut when so many have come. */
const cutAfter = 20;
const openMs = 10_000;
const silentMs = 10_000;
/** As late as this, text comes in bursts that people notice. */
const heldMs = 1_000;
const length = pieceOf(1).length;

/**
 * Listens to a text that everybody knows by a live connection, as the console does to an answer, ends that connection in
 * the middle without a word, and looks whether the rest arrives by the next.
 */
export async function socket(origin: string, admit: () => Promise<Admission>): Promise<Finding> {
  const first = await admit().catch((error: unknown) => ({ refused: reasonOf(error) }));
  if ("refused" in first) return fail("socket.closed", { message: first.refused });
  const line = openLine(origin, first, admit);
  try {
    return await listen(line);
  } finally {
    await line.close();
  }
}

/** What came of the text, piece by piece. */
interface Heard {
  times: number[];
  /** Pieces that came where another belongs, or too early. */
  wrong: number;
  delays: number[];
}

async function listen(line: Line): Promise<Finding> {
  const heard: Heard = { times: Array.from({ length: pieces }, () => 0), wrong: 0, delays: [] };
  let heardAt = performance.now();
  let cutAt: number | undefined;
  let backMs: number | undefined;
  let refused: string | undefined;
  const over = Promise.withResolvers<void>();
  const watching = line.client.doctor.echo.subscribe(
    { pieces, everyMs },
    {
      onData({ data }) {
        heardAt = performance.now();
        if (cutAt !== undefined) backMs ??= Math.round(heardAt - cutAt);
        hear(heard, data);
        if (cutAt === undefined && got(heard) >= cutAfter) {
          cutAt = heardAt;
          line.cut();
        }
      },
      onComplete: () => over.resolve(),
      onError(error) {
        refused = reasonOf(error);
        over.resolve();
      },
    },
  );
  const quiet = new AbortController();
  const patience = async () => {
    const isLate = () => performance.now() - heardAt > (got(heard) === 0 ? openMs : silentMs);
    while (!isLate()) await sleep(100, undefined, { signal: quiet.signal });
  };
  await Promise.race([over.promise, patience()]);
  quiet.abort();
  watching.unsubscribe();
  return verdict(heard, { backMs: backMs ?? 0, wasCut: cutAt !== undefined, reason: refused ?? line.trouble() });
}

function hear(heard: Heard, { offset, text, at }: { offset: number; text: string; at: number }): void {
  heard.delays.push(Date.now() - at);
  const from = offset / length;
  const next = heard.times.indexOf(0);
  if (next !== -1 && from > next) heard.wrong += 1;
  // what was slow on its way may come as several pieces in one
  for (let part = 0; part * length < text.length; part++) {
    const number = from + part;
    if (text.slice(part * length, (part + 1) * length) !== pieceOf(number + 1)) heard.wrong += 1;
    else heard.times[number] = (heard.times[number] ?? 0) + 1;
  }
}

function got({ times }: Heard): number {
  return times.filter((count) => count > 0).length;
}

function verdict(
  heard: Heard,
  { backMs, wasCut, reason }: { backMs: number; wasCut: boolean; reason: string | undefined },
): Finding {
  const { times, wrong, delays } = heard;
  const doubled = times.filter((count) => count > 1).length;
  const lost = pieces - got(heard);
  const facts = { got: pieces - lost, pieces };
  if (lost === pieces) return fail("socket.closed", { message: reason ?? `${openMs / 1000} s` });
  if (!wasCut) return fail("socket.dumb", facts);
  if (doubled > 0 || wrong > 0) return fail("socket.torn", { lost, doubled, wrong });
  if (lost > 0) return fail("socket.lost", facts);
  const spread = Math.max(...delays) - Math.min(...delays);
  if (spread > heldMs) return warn("socket.held", { seconds: (spread / 1000).toFixed(1) });
  return ok("socket.whole", { pieces, cuts: 1, ms: backMs });
}

type Line = ReturnType<typeof openLine>;

/** A live connection that can be cut, and opens again by itself with a ticket of its own each time. */
function openLine(origin: string, first: Admission, admit: () => Promise<Admission>) {
  const sockets: WebSocket[] = [];
  let trouble: string | undefined;
  let given: Admission | undefined = first;
  class Held extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      sockets.push(this);
      this.on("error", (error) => (trouble = reasonOf(error)));
    }
  }
  const socketClient = createWSClient({
    async url() {
      const { ticket, socketUrl } = given ?? (await admit());
      given = undefined;
      const url = new URL(socketUrl ?? "/trpc", origin.replace(/^http/, "ws"));
      url.searchParams.set("ticket", ticket);
      return url.toString();
    },
    WebSocket: Held as unknown as typeof globalThis.WebSocket,
    retryDelayMs: (attempt) => (attempt === 0 ? 0 : 500),
  });
  return {
    client: createTRPCClient<AppRouter>({ links: [wsLink({ client: socketClient })] }),
    cut: () => sockets.at(-1)?.terminate(),
    trouble: () => trouble,
    async close() {
      await socketClient.close();
      for (const one of sockets) one.terminate();
    },
  };
}

import { createServer, type AddressInfo, type Socket } from "node:net";
import type { PGlite } from "@electric-sql/pglite";

type Lite = Pick<PGlite, "execProtocolRaw" | "runExclusive">;

/** PGlite behind PostgreSQL's own protocol, for programs of other processes: one of them at a time, transaction by transaction. */
export async function postgresServer(lite: Lite) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serve(lite, socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://postgres:none@127.0.0.1:${port}/postgres`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function serve(lite: Lite, socket: Socket): void {
  let held = Buffer.alloc(0);
  let isStarted = false;
  let working = Promise.resolve();
  let release: (() => void) | undefined;
  const leave = () => {
    release?.();
    release = undefined;
  };

  /** The first message has no letter before its length. */
  const next = (): Buffer | undefined => {
    const start = isStarted ? 1 : 0;
    if (held.length < start + 4) return undefined;
    const length = start + held.readInt32BE(start);
    if (held.length < length) return undefined;
    const message = held.subarray(0, length);
    held = held.subarray(length);
    isStarted = true;
    return message;
  };

  const answer = async (message: Buffer) => {
    if (!release) release = await take(lite);
    const reply = Buffer.from(await lite.execProtocolRaw(new Uint8Array(message)));
    if (!socket.destroyed) socket.write(reply);
    // ReadyForQuery outside of a transaction
    if (reply.subarray(-6).equals(Buffer.from([0x5a, 0, 0, 0, 5, 0x49]))) leave();
  };

  socket.on("data", (data) => {
    held = Buffer.concat([held, data]);
    for (let message = next(); message; message = next()) {
      const whole = message;
      // Terminate would end the database for everybody
      if (whole[0] === 0x58 && whole.length === 5) return socket.end();
      working = working.then(() => answer(whole)).catch(() => void socket.destroy());
    }
  });
  socket.on("error", () => undefined);
  socket.on("close", () => void working.then(leave));
}

/** Waits for a turn, and gives the function that ends it. */
function take(lite: Lite): Promise<() => void> {
  return new Promise((resolve) => {
    void lite.runExclusive(() => new Promise<void>((end) => resolve(end)));
  });
}

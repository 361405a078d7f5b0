import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { preparedFile } from "../aws/prepared.ts";
import { tie } from "../fakes/tied-sockets.ts";

/** The line between a browser and the desk, which a test can cut. */
export interface Cable extends AsyncDisposable {
  /** Where the browser finds the desk. */
  url: string;
  /** Ends every connection, and takes no new one until it is mended. */
  cut(): void;
  mend(): void;
}

export async function layCable(to: string): Promise<Cable> {
  if (preparedFile) return cableOfStage(to);
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(port), hostname);
    tie(near, far, sockets);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => void (whole = true),
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** There the line that matters leads to the gateway that holds the sockets, which has an address of its own. */
async function cableOfStage(url: string): Promise<Cable> {
  const { socketsOf } = await import("../aws/stage-desk.ts");
  const sockets = socketsOf(url);
  const mend = () => sockets.refuse(false);
  return {
    url,
    cut() {
      sockets.refuse(true);
      for (const open of sockets.open.values()) sockets.cut(open, true);
    },
    mend,
    [Symbol.asyncDispose]: () => Promise.resolve(mend()),
  };
}

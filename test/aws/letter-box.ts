import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";

export interface LetterBox extends AsyncDisposable {
  url: string;
}

/** A mail server that keeps what it is given in a folder, a file a letter. */
export async function letterBox(folder: string): Promise<LetterBox> {
  await mkdir(folder, { recursive: true });
  let letters = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, _session, done) {
      stream
        .toArray()
        .then((chunks) => {
          const name = `${Date.now()}-${String((letters += 1)).padStart(4, "0")}.eml`;
          return writeFile(join(folder, name), Buffer.concat(chunks as Buffer[]));
        })
        .then(() => done(), done);
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

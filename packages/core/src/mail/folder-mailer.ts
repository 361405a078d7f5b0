import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { newId } from "../id.ts";
import type { Mailer } from "./mailer.ts";

/** Keeps letters as .eml files, newest last, for desks without a mail service. Mail programs open them. */
export function folderMailer({ folder, from }: { folder: string; from: string }): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  return {
    place: { kind: "folder", path: folder },
    async send(letter) {
      const { message } = await transport.sendMail({ from, ...letter });
      const path = join(folder, `${newId("letter")}.eml`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // whoever watches the folder never sees half a letter
      await writeFile(`${path}.part`, message, { mode: 0o600 });
      await rename(`${path}.part`, path);
    },
    async close() {
      transport.close();
    },
  };
}

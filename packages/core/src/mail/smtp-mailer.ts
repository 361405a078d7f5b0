import { createTransport } from "nodemailer";
import type { Mailer } from "./mailer.ts";

const patienceMs = 15_000;

/** Hands letters to a mail server: `smtps://` for TLS from the start, `smtp://` for TLS as soon as the server offers it. */
export function smtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const { hostname, port, protocol, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // a password never leaves over a connection that anybody can read
    requireTLS: !secure && username !== "",
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  return {
    place: { kind: "smtp", host: hostname },
    async send(letter) {
      await transport.sendMail({ from, ...letter });
    },
    async greet() {
      await transport.verify();
    },
    async close() {
      transport.close();
    },
  };
}

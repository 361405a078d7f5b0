import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { fail, ok, type Finding } from "@docent/core/doctor/finding";
import type { AppRouter } from "../../trpc/router.ts";
import type { Client } from "../desk.ts";
import { messageOf } from "./message.ts";

/** Somebody in front of a desk: with what they prove who they are. */
export interface Visitor {
  client: Client;
  /** Live connections open for sessions only, not for keys. */
  hasSession: boolean;
  leave: () => Promise<void>;
}

export interface Proof {
  email?: string | undefined;
  password?: string | undefined;
  key?: string | undefined;
}

/** With the token of the data folder, which lets commands in. */
export function byToken(url: URL, token: string): Visitor {
  return { client: clientOf(url, { authorization: `Bearer ${token}` }), hasSession: true, leave: async () => {} };
}

/** Lets somebody in by a password or a key. Without either only the way to the desk can be checked. */
export async function enter(
  url: URL,
  { email, password, key }: Proof,
): Promise<{ finding: Finding; visitor?: Visitor }> {
  if (key) {
    const visitor = {
      client: clientOf(url, { authorization: `Bearer ${key}` }),
      hasSession: false,
      leave: async () => {},
    };
    return { finding: ok("sign_in.done", { name: "API key" }), visitor };
  }
  if (!email) return { finding: ok("sign_in.not_asked") };
  const headers = { "content-type": "application/json", origin: url.origin };
  const post = (path: string, body: object, more = {}) =>
    fetch(new URL(path, url), { method: "POST", headers: { ...headers, ...more }, body: JSON.stringify(body) });
  const answer = await post("/api/auth/sign-in/email", { email, password: password ?? (await asked()) });
  if (!answer.ok) {
    const message = await messageOf(answer);
    const { status } = answer;
    return { finding: status >= 500 ? fail("sign_in.broken", { status }) : fail("sign_in.refused", { message }) };
  }
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const client = clientOf(url, { cookie, origin: url.origin });
  const leave = async () => void (await post("/api/auth/sign-out", {}, { cookie }).catch(() => undefined));
  return introduced({ client, hasSession: true, leave });
}

async function introduced(visitor: Visitor): Promise<{ finding: Finding; visitor?: Visitor }> {
  try {
    const { user } = await visitor.client.session.me.query();
    return { finding: ok("sign_in.done", { name: user?.name ?? "?" }), visitor };
  } catch (error) {
    return { finding: fail("sign_in.refused", { message: error instanceof Error ? error.message : String(error) }) };
  }
}

function clientOf(url: URL, headers: Record<string, string>): Client {
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: new URL("/trpc", url).href, headers, maxItems: 1 })],
  });
}

/** Asked for on a terminal, and not shown. */
async function asked(): Promise<string> {
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write("Password: ");
  const prompt = createInterface({ input: process.stdin, output: mute, terminal: process.stdin.isTTY });
  const password = await prompt.question("");
  prompt.close();
  process.stderr.write("\n");
  return password;
}

import { request } from "node:http";
import { createTRPCClient, httpBatchLink, type TRPCClient } from "@trpc/client";
import type { Role } from "@docent/core/users/role";
import type { AppRouter } from "@docent/functions/trpc/router";

export type Client = TRPCClient<AppRouter>;

/** Somebody with an account who is signed in, with a client for what a test prepares. */
export interface Person {
  name: string;
  email: string;
  password: string;
  cookie: { name: string; value: string };
  client: Client;
}

export const password = "a password of some length";

export function clientOf(url: string, cookie?: Person["cookie"]): Client {
  const headers = { origin: url, ...(cookie && { cookie: `${cookie.name}=${cookie.value}` }) };
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${url}/trpc`, headers })] });
}

let people = 0;

/** Creates an account and signs in. Everybody comes from an address of their own, for the desk throttles by address. */
export async function newPerson(url: string, administrator: Client, role: Role): Promise<Person> {
  const email = `person${++people}@example.org`;
  const name = `Person ${people}`;
  await administrator.user.create.mutate({ name, email, role, password, keepsPassword: true });
  const cookie = await signIn(url, email, people);
  return { name, email, password, cookie, client: clientOf(url, cookie) };
}

/** Makes the first administrator with the code that the desk printed. */
export async function firstPerson(url: string, companyName: string, code: string): Promise<Person> {
  const person = { name: "Administrator", email: "administrator@example.org", password };
  await clientOf(url).session.setup.mutate({ companyName, ...person, code });
  const cookie = await signIn(url, person.email, 0);
  return { ...person, cookie, client: clientOf(url, cookie) };
}

/** Signs in from the loopback address of that number. */
async function signIn(url: string, email: string, from: number): Promise<Person["cookie"]> {
  const localAddress = `127.1.${Math.floor(from / 200)}.${(from % 200) + 1}`;
  const cookies = await new Promise<string[]>((resolve, reject) => {
    const sending = request(
      `${url}/api/auth/sign-in/email`,
      { method: "POST", localAddress, headers: { origin: url, "content-type": "application/json" } },
      (response) => {
        response.resume();
        if (response.statusCode === 200) resolve(response.headers["set-cookie"] ?? []);
        else reject(new Error(`signing in was answered with ${response.statusCode}`));
      },
    );
    sending.on("error", reject);
    sending.end(JSON.stringify({ email, password }));
  });
  const [, name, value] = cookies.map((cookie) => /^([^=;]+)=([^;]+)/.exec(cookie)).find(Boolean) ?? [];
  if (!name || !value) throw new Error("signing in gave no cookie");
  return { name, value };
}

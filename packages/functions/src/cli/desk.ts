import { Readable } from "node:stream";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, TRPCClientError } from "@trpc/client";
import { EventSource } from "eventsource";
import { PublicError } from "@docent/core/error";
import type { Config } from "@docent/core/config";
import { findDesk } from "../compose/data-folder.ts";
import { lineLog } from "../compose/log.ts";
import { startDesk } from "../local/desk.ts";
import type { AppRouter } from "../trpc/router.ts";

export type Client = ReturnType<typeof createTRPCClient<AppRouter>>;

/** A desk that a command talks to: the running one, or one that lives as long as the command. */
export interface Desk {
  client: Client;
  /** Sends one file. Throws the server's PublicError. */
  upload(
    libraryId: string,
    name: string,
    content: Blob,
    about: { category: string | undefined; batch: string; file: string },
  ): Promise<{ documentId: string; unchanged: boolean }>;
  /** All of it, as an archive. */
  backup(passphrase: string | undefined): Promise<Readable>;
  close(): Promise<void>;
}

/** Finds the desk that holds the data folder, or opens the folder itself. Throws `folder.in_use` when another command has it open. */
export async function openDesk(config: Config): Promise<Desk> {
  const running = await findDesk(config.dataFolder);
  if (running?.url) return connect(running.url, running.token, async () => {});
  const alone = { ...config, port: 0, host: "127.0.0.1" };
  const desk = await startDesk(alone, lineLog("error"), { console: false, announce: false });
  const own = await findDesk(config.dataFolder);
  return connect(desk.url, own?.token ?? "", () => desk.close());
}

function connect(url: string, token: string, close: () => Promise<void>): Desk {
  const authorization = `Bearer ${token}`;
  const client = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({
          url: `${url}/trpc`,
          EventSource,
          eventSourceOptions: () => ({
            fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, authorization } }),
          }),
        }),
        false: httpBatchLink({ url: `${url}/trpc`, headers: { authorization }, maxItems: 1 }),
      }),
    ],
  });
  return {
    client,
    async upload(libraryId, name, content, { category, ...of }) {
      const query = new URLSearchParams({ name, ...of, ...(category !== undefined && { category }) });
      const response = await fetch(`${url}/api/libraries/${libraryId}/documents?${query}`, {
        method: "POST",
        headers: { authorization },
        body: content,
      });
      const answer: unknown = await response.json();
      if (response.ok && isAdded(answer)) return answer;
      throw toPublicError(answer);
    },
    async backup(passphrase) {
      const response = await fetch(`${url}/api/backup`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify({ passphrase }),
      });
      if (!response.ok || !response.body) throw toPublicError(await response.json());
      return Readable.from(response.body, { objectMode: false });
    },
    close,
  };
}

function isAdded(value: unknown): value is { documentId: string; unchanged: boolean } {
  return typeof value === "object" && value !== null && "documentId" in value && "unchanged" in value;
}

/** The error a desk sent, as the PublicError it was on the other side. */
export function toPublicError(cause: unknown): PublicError {
  const fields =
    cause instanceof TRPCClientError
      ? { message: cause.message, code: codeOf(cause.data) }
      : { message: messageOf(cause), code: codeOf(cause) };
  return new PublicError("invalid", fields.code, fields.message, { cause });
}

function codeOf(value: unknown): string {
  const named = typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
  return named ? String(value.code) : "internal";
}

function messageOf(value: unknown): string {
  const named = typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
  return named ? String(value.message) : "Something went wrong on the desk's side.";
}

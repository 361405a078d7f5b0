import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTRPCClient, createWSClient, httpBatchLink, splitLink, wsLink } from "@trpc/client";
import { WebSocket } from "ws";
import { Config } from "@docent/core/config";
import { newId } from "@docent/core/id";
import type { RunEvent } from "@docent/core/chat/run-event";
import { startDesk, type RunningDesk } from "@docent/functions/local/desk";
import type { AppRouter } from "@docent/functions/trpc/router";
import { socketOptions } from "../packages/web/src/app/socket.ts";
import { prepared, preparedFile } from "./aws/prepared.ts";
import { putReadyDatabase } from "./ready-database.ts";
import { silentLog } from "./scope.ts";

export const administrator = {
  companyName: "Test",
  name: "Administrator",
  email: "admin@example.org",
  password: "long enough to be safe",
};

export interface TestDesk extends RunningDesk {
  folder: string;
  /** Creates the first administrator and signs in. */
  setUp(): Promise<Person>;
  end(): Promise<void>;
}

/** A whole desk in a throw-away folder, served on a free port: in this process, or on a stage where tests run on one (`npm run test:stage`). */
export async function testDesk(config: Partial<Config> = {}): Promise<TestDesk> {
  if (preparedFile) {
    const { stageDesk } = await import("./aws/stage-desk.ts");
    const desk = await stageDesk(prepared(preparedFile), config);
    return { ...desk, setUp: () => setUp(desk) };
  }
  const folder = config.dataFolder ?? (await mkdtemp(join(tmpdir(), "docent-desk-")));
  if (!config.databaseUrl) await putReadyDatabase(folder);
  const desk = await startDesk(
    Config.parse({ port: 0, demo: "false", ollamaUrl: "", ...config, dataFolder: folder }),
    silentLog,
    { console: false, announce: true },
  );
  return {
    ...desk,
    folder,
    setUp: () => setUp(desk),
    async end() {
      await desk.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function setUp({ url, setUpUrl }: RunningDesk): Promise<Person> {
  const code = new URL(setUpUrl ?? url).hash.slice(1);
  await visitor(url).client.session.setup.mutate({ ...administrator, code });
  return signIn(url, administrator.email, administrator.password);
}

export interface Person {
  client: ReturnType<typeof createTRPCClient<AppRouter>>;
  headers: Record<string, string>;
  upload(libraryId: string, name: string, content: string | Uint8Array): Promise<Response>;
  /** Uploads and waits until it is searchable or failed. */
  add(libraryId: string, name: string, content: string | Uint8Array): Promise<string>;
  /** Asks and collects every event until the answer ends. */
  ask(question: string, more?: { conversationId?: string }): Promise<RunEvent[]>;
  close(): void;
}

/** Somebody with a browser's habits: same origin, whatever cookie was given. */
export function visitor(url: string, cookie = ""): Person {
  const headers = { ...(cookie ? { cookie } : {}), origin: url };
  const http = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${url}/trpc`, headers })] });
  const socket = createWSClient({
    ...socketOptions(url, () => http.session.ticket.mutate()),
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    lazy: { enabled: true, closeMs: 1000 },
  });
  const client = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: wsLink({ client: socket }),
        false: httpBatchLink({ url: `${url}/trpc`, headers }),
      }),
    ],
  });
  const upload = (libraryId: string, name: string, content: string | Uint8Array) =>
    fetch(`${url}/api/libraries/${libraryId}/documents?name=${encodeURIComponent(name)}`, {
      method: "POST",
      headers,
      body: content as BodyInit,
    });
  return {
    client,
    headers,
    upload,
    async add(libraryId, name, content) {
      const { documentId } = (await (await upload(libraryId, name, content)).json()) as { documentId: string };
      for (;;) {
        const [state] = await client.document.states.query({ ids: [documentId] });
        if (state && state.state !== "queued" && state.state !== "working") return documentId;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async ask(question, more = {}) {
      const runId = newId("run");
      await client.chat.ask.mutate({ runId, conversationId: newId("conversation"), question, ...more });
      const events: RunEvent[] = [];
      await new Promise<void>((resolve, reject) => {
        const watching = client.chat.watch.subscribe(
          { runId },
          {
            onData: ({ data }) => {
              events.push(data);
              if (data.type !== "finished" && data.type !== "stopped" && data.type !== "failed") return;
              watching.unsubscribe();
              resolve();
            },
            onError: reject,
          },
        );
      });
      return events;
    },
    close: () => void socket.close(),
  };
}

/** Signs in as a browser does. Throws with the desk's message when it is refused. */
export async function signIn(url: string, email: string, password: string): Promise<Person> {
  const response = await trySignIn(url, email, password);
  if (!response.ok) throw new Error(await response.text());
  return visitor(url, cookieOf(response));
}

export function trySignIn(url: string, email: string, password: string): Promise<Response> {
  return fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email, password }),
  });
}

export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

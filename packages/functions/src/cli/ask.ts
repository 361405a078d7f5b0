import { newId } from "@docent/core/id";
import { PublicError } from "@docent/core/error";
import type { Outcome, RunEvent } from "@docent/core/chat/run-event";
import { toPublicError, type Client, type Desk } from "./desk.ts";
import { filterOf, type Narrowing } from "./filter.ts";
import { findLibrary } from "./library.ts";
import type { Report } from "./report.ts";

export interface Options extends Narrowing {
  library?: string;
}

/** Asks in a conversation of its own and waits for the whole answer. Throws when the answer failed. */
export async function ask(desk: Desk, question: string, options: Options): Promise<Report> {
  const libraryIds = options.library ? [(await findLibrary(desk.client, options.library)).id] : undefined;
  const runId = newId("run");
  const conversationId = newId("conversation");
  const where = { ...(libraryIds && { libraryIds }), ...filterOf(options) };
  await desk.client.chat.ask.mutate({ runId, conversationId, question, ...where });
  const { tier, text, sources, model, milliseconds } = await outcomeOf(desk.client, runId);
  const citations = sources
    .filter((source) => source.cited)
    .map(({ n, documentId, title, headings, page, category, metadata, quote }) => ({
      n,
      documentId,
      title,
      heading: headings.join(" > "),
      page,
      ...(category !== undefined && { category }),
      ...(metadata && { metadata }),
      quote,
    }));
  const lines = citations.map((one) => `[${one.n}] ${one.title}${one.heading ? ` · ${one.heading}` : ""}`);
  return {
    json: { runId, tier, text, citations, model, milliseconds },
    text: [text, ...(lines.length ? ["", ...lines] : [])].join("\n"),
  };
}

function outcomeOf(client: Client, runId: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const subscription = client.chat.watch.subscribe(
      { runId },
      {
        onData: ({ data }: { data: RunEvent }) => {
          switch (data.type) {
            case "finished":
            case "stopped":
              subscription.unsubscribe();
              return resolve(data.outcome);
            case "failed":
              subscription.unsubscribe();
              return reject(new PublicError("unavailable", data.error.code, data.error.message));
            case "stage":
            case "sources":
            case "text-delta":
          }
        },
        onError: (error) => reject(toPublicError(error)),
      },
    );
  });
}

import type { Problem } from "../app/problem.ts";
import type { Outputs } from "../app/trpc.ts";
import type { Posting } from "../app/post-file.ts";

/** With one question. The desk takes no more. */
export const picturesMax = 4;

/** A picture that the desk has. */
export type Picture = Outputs["conversation"]["get"]["turns"][number]["pictures"][number];

/** A picture on its way to a question. */
export interface Attachment {
  key: number;
  name: string;
  /** Shown while it is on its way; absent until it could be opened. */
  preview: string | null;
  state: "preparing" | "sending" | "ready" | "failed";
  /** How much of it has been sent, from 0 to 1. */
  sent: number;
  problem: Problem | null;
  picture: Picture | null;
}

export interface AttachmentsOptions {
  shrink(file: Blob): Promise<Blob>;
  post(body: Blob, onProgress: (bytes: number) => void): Posting;
  /** Takes back one that the desk has already. */
  remove(id: string): Promise<unknown>;
  problemOf(error: unknown): Problem;
  previewOf(body: Blob): string;
  forget(preview: string): void;
}

interface Held {
  shown: Attachment;
  file: Blob;
  posting?: Posting;
}

export type Attachments = ReturnType<typeof createAttachments>;

/** The pictures that are being attached to the next question, held outside of React. */
export function createAttachments(options: AttachmentsOptions) {
  const listeners = new Set<() => void>();
  let held: Held[] = [];
  let snapshot: readonly Attachment[] = [];
  let keys = 0;

  function tell(): void {
    snapshot = held.map(({ shown }) => shown);
    for (const listener of listeners) listener();
  }

  function change(one: Held, changes: Partial<Attachment>): void {
    one.shown = { ...one.shown, ...changes };
    tell();
  }

  async function send(one: Held): Promise<void> {
    change(one, { state: "preparing", sent: 0, problem: null });
    try {
      const body = await options.shrink(one.file);
      if (!held.includes(one)) return;
      const { preview } = one.shown;
      change(one, { state: "sending", preview: preview ?? options.previewOf(body) });
      one.posting = options.post(body, (bytes) => change(one, { sent: Math.min(1, bytes / body.size) }));
      const picture = (await one.posting.finished) as unknown as Picture;
      if (held.includes(one)) change(one, { state: "ready", sent: 1, picture });
      else await options.remove(picture.id);
    } catch (error) {
      if (held.includes(one)) change(one, { state: "failed", problem: options.problemOf(error) });
    }
  }

  function drop(one: Held): void {
    held = held.filter((other) => other !== one);
    if (one.shown.preview) options.forget(one.shown.preview);
    tell();
  }

  return {
    /** Attaches as many as there is room for. Gives how many that were. */
    add(files: readonly { name: string; file: Blob }[]): number {
      const room = files.slice(0, picturesMax - held.length);
      for (const { name, file } of room) {
        const shown: Attachment = { key: ++keys, name, preview: null, state: "preparing", sent: 0, problem: null, picture: null }; // prettier-ignore
        const one: Held = { shown, file };
        held = [...held, one];
        void send(one);
      }
      tell();
      return room.length;
    },

    retry(key: number): void {
      const one = held.find(({ shown }) => shown.key === key);
      if (one) void send(one);
    },

    remove(key: number): void {
      const one = held.find(({ shown }) => shown.key === key);
      if (!one) return;
      drop(one);
      if (one.shown.state === "sending") one.posting?.abort();
      // what stays behind goes by itself after a day
      if (one.shown.picture) options.remove(one.shown.picture.id).catch(() => undefined);
    },

    /** Hands over the pictures that are ready: they belong to a question now. */
    take(): Picture[] {
      const pictures = held.flatMap(({ shown }) => shown.picture ?? []);
      for (const one of held) drop(one);
      return pictures;
    },

    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    get: () => snapshot,
  };
}

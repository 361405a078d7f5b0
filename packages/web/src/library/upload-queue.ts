import type { Problem } from "../app/problem.ts";

/** The desk takes no larger file; said before it is sent. */
export const fileBytesMax = 200 * 1024 * 1024;
const atOnceMax = 4;
const notifyMs = 100;

export type UploadState = "waiting" | "sending" | "done" | "unchanged" | "failed" | "cancelled";

export interface Upload {
  id: number;
  libraryId: string;
  name: string;
  /** The id of the category that the document gets. */
  category: string | null;
  file: File;
  sent: number;
  state: UploadState;
  problem: Problem | null;
}

export interface NamedFile {
  /** With its folders, as it will be called in the library. */
  name: string;
  file: File;
}

export interface Sending {
  finished: Promise<{ unchanged: boolean }>;
  abort(): void;
}

export interface UploadQueueOptions {
  send: (upload: Upload, onProgress: (bytes: number) => void) => Sending;
  problemOf: (error: unknown) => Problem;
  onDone: (libraryId: string) => void;
}

export type UploadQueue = ReturnType<typeof createUploadQueue>;

/** Files on their way to the desk, at most four at once. Lives outside of React: leaving the page stops nothing. */
export function createUploadQueue({ send, problemOf, onDone }: UploadQueueOptions) {
  const uploads = new Map<number, Upload>();
  const sendings = new Map<number, Sending>();
  const listeners = new Set<() => void>();
  let shown: readonly Upload[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextId = 1;

  function notify(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      shown = [...uploads.values()];
      for (const listener of listeners) listener();
    }, notifyMs);
  }

  function change(id: number, changes: Partial<Upload>): void {
    const upload = uploads.get(id);
    if (!upload) return;
    uploads.set(id, { ...upload, ...changes });
    notify();
  }

  function startNext(): void {
    for (const upload of uploads.values()) {
      if (sendings.size >= atOnceMax) return;
      if (upload.state === "waiting") void start(upload);
    }
  }

  async function start(upload: Upload): Promise<void> {
    const { id, libraryId } = upload;
    const sending = send(upload, (sent) => change(id, { sent }));
    sendings.set(id, sending);
    change(id, { state: "sending", sent: 0, problem: null });
    try {
      const { unchanged } = await sending.finished;
      change(id, { state: unchanged ? "unchanged" : "done", sent: upload.file.size });
      onDone(libraryId);
    } catch (error) {
      if (uploads.get(id)?.state === "sending") change(id, { state: "failed", problem: problemOf(error) });
    } finally {
      sendings.delete(id);
      startNext();
    }
  }

  function cancel(id: number): void {
    const state = uploads.get(id)?.state;
    if (state !== "waiting" && state !== "sending") return;
    change(id, { state: "cancelled" });
    sendings.get(id)?.abort();
  }

  return {
    cancel,
    add(libraryId: string, files: readonly NamedFile[], category: string | null = null): void {
      for (const { name, file } of files) {
        const id = nextId++;
        const tooLarge = file.size > fileBytesMax;
        const problem = tooLarge ? { code: "file.too_large", message: "" } : null;
        uploads.set(id, {
          id,
          libraryId,
          name,
          category,
          file,
          sent: 0,
          state: tooLarge ? "failed" : "waiting",
          problem,
        });
      }
      notify();
      startNext();
    },
    cancelAll(libraryId: string): void {
      for (const upload of uploads.values()) if (upload.libraryId === libraryId) cancel(upload.id);
    },
    retry(id: number): void {
      change(id, { state: "waiting", problem: null });
      startNext();
    },
    /** Takes away what has come to an end. */
    clear(libraryId: string): void {
      for (const { id, state, libraryId: own } of uploads.values()) {
        if (own === libraryId && state !== "waiting" && state !== "sending") uploads.delete(id);
      }
      notify();
    },
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: (): readonly Upload[] => shown,
  };
}

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
  /** The import that it belongs to, as soon as the desk has begun one. */
  batch: Promise<string>;
  batchId: string | null;
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

/** Why a file never reached the desk. */
export type Unsent = "file.too_large" | "upload.cancelled" | "connection.lost";

export interface UploadQueueOptions {
  /** Begins an import of these files. Gives its id. */
  open: (libraryId: string, files: readonly NamedFile[]) => Promise<string>;
  /** Has the desk account for a file that does not reach it. */
  onUnsent: (upload: Upload, code: Unsent) => void;
  send: (upload: Upload, onProgress: (bytes: number) => void) => Sending;
  problemOf: (error: unknown) => Problem;
  onDone: (libraryId: string) => void;
}

export type UploadQueue = ReturnType<typeof createUploadQueue>;

/** Files on their way to the desk, at most four at once. Lives outside of React: leaving the page stops nothing. */
export function createUploadQueue({ open, onUnsent, send, problemOf, onDone }: UploadQueueOptions) {
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
      if (uploads.get(id)?.state === "sending") fail(upload, problemOf(error));
    } finally {
      sendings.delete(id);
      startNext();
    }
  }

  function fail(upload: Upload, problem: Problem): void {
    change(upload.id, { state: "failed", problem });
    if (problem.code === "connection.lost") onUnsent(upload, "connection.lost");
    if (problem.code !== "batch.stopped") return;
    // the import takes nothing more
    for (const { id, state, batch } of uploads.values()) {
      if (batch === upload.batch && state === "waiting") change(id, { state: "cancelled", problem });
    }
  }

  function cancel(id: number): void {
    const upload = uploads.get(id);
    if (upload?.state !== "waiting" && upload?.state !== "sending") return;
    change(id, { state: "cancelled" });
    sendings.get(id)?.abort();
    onUnsent(upload, "upload.cancelled");
  }

  /** Once its id is known the import can be opened. */
  async function tellId(batch: Promise<string>): Promise<void> {
    const batchId = await batch;
    for (const upload of uploads.values()) if (upload.batch === batch) change(upload.id, { batchId });
  }

  return {
    cancel,
    add(libraryId: string, files: readonly NamedFile[], category: string | null = null): void {
      if (!files.length) return;
      const batch = open(libraryId, files);
      // when it fails each of the files says so
      void tellId(batch).catch(() => undefined);
      for (const { name, file } of files) {
        const id = nextId++;
        const tooLarge = file.size > fileBytesMax;
        const problem = tooLarge ? { code: "file.too_large", message: "" } : null;
        const state = tooLarge ? "failed" : "waiting";
        const upload: Upload = { id, libraryId, name, category, batch, batchId: null, file, sent: 0, state, problem };
        uploads.set(id, upload);
        if (tooLarge) onUnsent(upload, "file.too_large");
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

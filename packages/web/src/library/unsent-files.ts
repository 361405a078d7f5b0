import type { Unsent, Upload } from "./upload-queue.ts";

const atOnceMax = 500;
const gatherMs = 500;
const againMs = 5_000;

interface File {
  key: string;
  name: string;
  bytes: number;
}

/** Tells the desk of files that do not reach it, many at once, and again when it cannot be reached. */
export function createUnsentFiles(tell: (batchId: string, code: Unsent, files: File[]) => Promise<unknown>) {
  let waiting: { batchId: string; code: Unsent; file: File }[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function later(ms: number): void {
    timer ??= setTimeout(() => void flush(), ms);
  }

  async function flush(): Promise<void> {
    timer = undefined;
    const now = waiting.splice(0);
    for (const own of Map.groupBy(now, ({ batchId, code }) => `${batchId} ${code}`).values()) {
      for (let from = 0; from < own.length; from += atOnceMax) await send(own.slice(from, from + atOnceMax));
    }
  }

  async function send(some: typeof waiting): Promise<void> {
    const [first] = some;
    if (!first) return;
    try {
      await tell(
        first.batchId,
        first.code,
        some.map(({ file }) => file),
      );
    } catch (error) {
      // what the desk refuses to hear it would refuse again
      if (isAnswer(error)) return;
      waiting.push(...some);
      later(againMs);
    }
  }

  return {
    async add({ id, name, file, batch }: Upload, code: Unsent): Promise<void> {
      const batchId = await batch.catch(() => undefined);
      if (batchId === undefined) return;
      waiting.push({ batchId, code, file: { key: String(id), name, bytes: file.size } });
      later(gatherMs);
    },
  };
}

function isAnswer(error: unknown): boolean {
  return typeof error === "object" && error !== null && "data" in error && Boolean(error.data);
}

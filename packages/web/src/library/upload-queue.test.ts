import { expect, test, vi } from "vitest";
import { createUploadQueue, fileBytesMax, type Upload } from "./upload-queue.ts";

class Stopped extends Error {}

/** A desk that takes each file when it is told to. */
function desk() {
  const underWay = new Map<string, { accept: () => void; refuse: (error: Error) => void; aborted: boolean }>();
  const arrived: string[] = [];
  const unsent: string[] = [];
  const queue = createUploadQueue({
    open: () => Promise.resolve("bat_1"),
    onUnsent: ({ name }, code) => void unsent.push(`${name} ${code}`),
    send: ({ name }) => {
      const { promise, resolve, reject } = Promise.withResolvers<{ unchanged: boolean }>();
      const sending = { accept: () => resolve({ unchanged: false }), refuse: reject, aborted: false };
      underWay.set(name, sending);
      return {
        finished: promise.finally(() => underWay.delete(name)),
        abort: () => {
          sending.aborted = true;
          reject(new Error("aborted"));
        },
      };
    },
    problemOf: (error) => ({ code: error instanceof Stopped ? "batch.stopped" : "connection.lost", message: "" }),
    onDone: (libraryId) => void arrived.push(libraryId),
  });
  const add = (...names: string[]) =>
    queue.add(
      "lib_1",
      names.map((name) => ({ name, file: new File(["text"], name) })),
    );
  const state = (name: string): Upload["state"] | undefined =>
    queue.get().find((upload) => upload.name === name)?.state;
  return { queue, underWay, arrived, unsent, add, state };
}

test("at most four files are sent at once, and the next follows when one has arrived", async () => {
  const { underWay, arrived, add } = desk();

  add("1", "2", "3", "4", "5", "6");
  expect([...underWay.keys()]).toEqual(["1", "2", "3", "4"]);
  underWay.get("2")?.accept();

  await vi.waitFor(() => expect([...underWay.keys()]).toEqual(["1", "3", "4", "5"]));
  expect(arrived).toEqual(["lib_1"]);
});

test("a refused file says why and can be sent again; the others go on", async () => {
  const { queue, underWay, add, state } = desk();
  add("good", "bad");

  underWay.get("bad")?.refuse(new Error("no"));
  underWay.get("good")?.accept();
  await vi.waitFor(() => expect(state("bad")).toBe("failed"));
  expect(state("good")).toBe("done");
  queue.retry(queue.get().find(({ name }) => name === "bad")?.id ?? 0);
  underWay.get("bad")?.accept();

  await vi.waitFor(() => expect(state("bad")).toBe("done"));
});

test("a cancelled file is not sent, whether it waits or is on its way", async () => {
  const { queue, underWay, add, state } = desk();
  add("1", "2", "3", "4", "5");
  await vi.waitFor(() => expect(state("5")).toBe("waiting"));
  const sending = underWay.get("1");

  queue.cancelAll("lib_1");

  await vi.waitFor(() => expect(state("1")).toBe("cancelled"));
  expect(state("5")).toBe("cancelled");
  expect(sending?.aborted).toBe(true);
  expect(underWay.has("5")).toBe(false);
});

test("a file that the desk would refuse for its size is not sent at all", async () => {
  const { queue, underWay } = desk();
  const file = new File([], "film.pdf");
  Object.defineProperty(file, "size", { value: fileBytesMax + 1 });

  queue.add("lib_1", [{ name: "film.pdf", file }]);

  await vi.waitFor(() => expect(queue.get()).toMatchObject([{ state: "failed", problem: { code: "file.too_large" } }]));
  expect(underWay.size).toBe(0);
});

test("each file keeps the category that was chosen when it was added", () => {
  const { queue } = desk();
  const files = (name: string) => [{ name, file: new File(["text"], name) }];

  queue.add("lib_1", files("a"), "cat_1");
  queue.add("lib_1", files("b"));

  return vi.waitFor(() => expect(queue.get().map(({ category }) => category)).toEqual(["cat_1", null]));
});

test("files know their import, and the desk is told of those that do not reach it", async () => {
  const { queue, underWay, unsent, add } = desk();
  add("1", "2", "3", "4", "5");
  await vi.waitFor(() => expect(queue.get()[0]?.batchId).toBe("bat_1"));

  underWay.get("1")?.refuse(new Error("lost"));
  queue.cancel(queue.get()[1]?.id ?? 0);

  await vi.waitFor(() => expect(unsent.toSorted()).toEqual(["1 connection.lost", "2 upload.cancelled"]));
});

test("once an import is stopped the files that wait are not sent", async () => {
  const { underWay, unsent, add, state } = desk();
  add("1", "2", "3", "4", "5", "6");

  underWay.get("1")?.refuse(new Stopped());

  await vi.waitFor(() => expect([state("1"), state("5"), state("6")]).toEqual(["failed", "cancelled", "cancelled"]));
  expect(unsent).toEqual([]);
});

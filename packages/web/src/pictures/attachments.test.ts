import { expect, test } from "vitest";
import { UploadError } from "../app/post-file.ts";
import { createAttachments, type Picture } from "./attachments.ts";
import { PictureError } from "./shrink.ts";
import { problemOfPicture } from "./use-attachments.ts";

interface Sending {
  accept: (id: string) => void;
  refuse: (error: Error) => void;
  progress: (bytes: number) => void;
  aborted: boolean;
}

/** A desk that takes each picture when it is told to. */
function desk({ broken = "" } = {}) {
  const sent: Sending[] = [];
  const removed: string[] = [];
  const previews = new Set<string>();
  const attachments = createAttachments({
    shrink: async (file) => {
      if ((await file.text()) === broken) throw new PictureError("picture.undecodable");
      return file;
    },
    post: (_, progress) => {
      const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
      const lost = () => reject(new UploadError({ code: "connection.lost", message: "" }));
      const sending: Sending = { accept: (id) => resolve({ id }), refuse: reject, progress, aborted: false };
      sent.push(sending);
      return {
        finished: promise,
        abort: () => {
          sending.aborted = true;
          lost();
        },
      };
    },
    remove: async (id) => void removed.push(id),
    problemOf: problemOfPicture,
    previewOf: () => {
      const preview = `blob:${previews.size}`;
      previews.add(preview);
      return preview;
    },
    forget: (preview) => void previews.delete(preview),
  });
  const add = (...names: string[]) => attachments.add(names.map((name) => ({ name, file: new Blob([name]) })));
  const states = () => attachments.get().map(({ state }) => state);
  return { attachments, add, states, sent, removed, previews };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("a picture is made ready, sent, and handed over to its question", async () => {
  const { attachments, add, states, sent, previews } = desk();

  add("one");
  expect(states()).toEqual(["preparing"]);
  await settled();
  sent[0]?.progress(1);
  expect(attachments.get()[0]).toMatchObject({ state: "sending", sent: 1 / 3, preview: "blob:0" });
  sent[0]?.accept("pic_1");
  await settled();

  expect(states()).toEqual(["ready"]);
  expect(attachments.take()).toEqual([{ id: "pic_1" } as Picture]);
  expect(attachments.get()).toEqual([]);
  expect(previews.size).toBe(0);
});

test("no more than four go with a question", () => {
  const { add, states } = desk();

  expect(add("1", "2", "3")).toBe(3);
  expect(add("4", "5", "6")).toBe(1);
  expect(states()).toHaveLength(4);
});

test("what cannot be opened, or is refused, says why and is tried again", async () => {
  const { attachments, add, states, sent } = desk({ broken: "bad" });

  add("bad", "good");
  await settled();
  sent[0]?.refuse(new UploadError({ code: "picture.too_large", message: "too large" }));
  await settled();

  expect(attachments.get().map(({ problem }) => problem?.code)).toEqual(["picture.undecodable", "picture.too_large"]);
  attachments.retry(attachments.get()[1]?.key ?? 0);
  await settled();
  sent[1]?.accept("pic_2");
  await settled();
  expect(states()).toEqual(["failed", "ready"]);
});

test("one that is taken back while it is on its way stays nowhere", async () => {
  const { attachments, add, states, sent, removed } = desk();

  add("underway", "arrived");
  await settled();
  sent[1]?.accept("pic_2");
  await settled();
  for (const { key } of attachments.get()) attachments.remove(key);
  await settled();

  expect(states()).toEqual([]);
  expect(sent[0]?.aborted).toBe(true);
  expect(removed).toEqual(["pic_2"]);
});

test("one that arrives after it was taken back is taken back at the desk too", async () => {
  const { attachments, add, sent, removed } = desk();

  add("slow");
  await settled();
  sent[0]?.accept("pic_3");
  attachments.remove(attachments.get()[0]?.key ?? 0);
  await settled();

  expect(removed).toEqual(["pic_3"]);
});

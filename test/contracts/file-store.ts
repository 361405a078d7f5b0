import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { FileStore } from "@docent/core/storage/file-store";

/** What every file store promises. */
export function fileStoreContract(name: string, make: () => Promise<FileStore>) {
  const bytes = new Uint8Array([0, 255, 1, 254]);

  test(`${name} gives back what was put, replaced or not`, async () => {
    const files = await make();
    await files.put("com_1/ver_1", bytes);
    await files.put("com_1/ver_1", Readable.from([bytes, bytes]));

    expect(new Uint8Array(await buffer(await files.open("com_1/ver_1")))).toEqual(new Uint8Array([...bytes, ...bytes]));
    expect(await files.withPath("com_1/ver_1", (path) => readFile(path))).toHaveLength(8);
  });

  test(`${name} keeps the old file when the new one breaks off`, async () => {
    const files = await make();
    await files.put("com_1/ver_1", bytes);
    const broken = Readable.from(
      (function* () {
        yield bytes;
        throw new Error("connection lost");
      })(),
    );

    await expect(files.put("com_1/ver_1", broken)).rejects.toThrow("connection lost");

    expect(await buffer(await files.open("com_1/ver_1"))).toHaveLength(4);
  });

  test(`${name} says so when a file is not there, and removing it twice is fine`, async () => {
    const files = await make();
    await files.put("com_1/ver_1", bytes);
    await files.remove("com_1/ver_1");
    await files.remove("com_1/ver_1");

    await expect(files.open("com_1/ver_1")).rejects.toMatchObject({ code: "file.not_found" });
  });

  test(`${name} sweeps away every file but those that are named`, async () => {
    const files = await make();
    for (const key of ["com_1/ver_1", "com_1/ver_2", "com_2/ver_3"]) await files.put(key, bytes);

    await files.sweep(new Set(["com_1/ver_1", "com_2/ver_3"]));

    expect(await buffer(await files.open("com_1/ver_1"))).toHaveLength(4);
    expect(await buffer(await files.open("com_2/ver_3"))).toHaveLength(4);
    await expect(files.open("com_1/ver_2")).rejects.toMatchObject({ code: "file.not_found" });
  });

  test(`${name} keeps a file of many megabytes to the last byte, however it comes in`, async () => {
    const files = await make();
    const piece = Buffer.alloc(1_000_003, "0123456789");
    const hash = createHash("sha256");
    for (let i = 0; i < 18; i++) hash.update(piece);

    await files.put("com_1/ver_1", Readable.from(Array.from({ length: 18 }, () => piece)));

    const read = await files.withPath("com_1/ver_1", (path) => readFile(path));
    expect(createHash("sha256").update(read).digest("hex")).toBe(hash.digest("hex"));
  });

  test(`${name} takes an empty file`, async () => {
    const files = await make();
    await files.put("com_1/ver_1", Readable.from([]));

    expect(await buffer(await files.open("com_1/ver_1"))).toHaveLength(0);
  });

  test.each(["../outside", "/etc/passwd", "com_1/../../x", "a\0b", ""])(`${name} refuses the key %j`, async (key) => {
    const files = await make();

    await expect(files.put(key, bytes)).rejects.toThrow();
  });
}

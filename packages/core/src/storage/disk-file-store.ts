import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { newId } from "../id.ts";
import { requireFileKey } from "./file-key.ts";
import { fileNotFound } from "./file-not-found.ts";
import type { FileStore } from "./file-store.ts";

/** Keeps files in a folder. A file is written beside its place and renamed into it, so a crash leaves all or nothing. */
export function diskFileStore(folder: string): FileStore {
  const pathOf = (key: string) => {
    requireFileKey(key);
    return join(folder, key);
  };

  return {
    async put(key, content) {
      const path = pathOf(key);
      const part = `${path}.${newId("version")}.part`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await pipeline(content instanceof Readable ? content : [content], createWriteStream(part));
        await rename(part, path);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    async open(key) {
      const path = pathOf(key);
      const handle = await open(path).catch((error: unknown) => Promise.reject(fileNotFound(error)));
      return createReadStream(path, { fd: handle });
    },
    async withPath(key, work) {
      const path = pathOf(key);
      const handle = await open(path).catch((error: unknown) => Promise.reject(fileNotFound(error)));
      await handle.close();
      return work(path);
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
    async sweep(kept) {
      await mkdir(folder, { recursive: true });
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name);
        const key = relative(folder, path).replaceAll(sep, "/");
        if (entry.isFile() && !kept.has(key)) await rm(path, { force: true });
      }
    },
  };
}

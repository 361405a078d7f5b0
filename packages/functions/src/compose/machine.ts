import { statfs } from "node:fs/promises";
import type { Machine } from "@docent/core/doctor/machine";

/** The machine that holds this data folder. */
export function machineOf(folder: string): Machine {
  return {
    async disk() {
      const { bavail, blocks, bsize } = await statfs(folder);
      return { free: bavail * bsize, total: blocks * bsize };
    },
    memory: () => ({ free: process.availableMemory(), own: process.memoryUsage.rss() }),
  };
}

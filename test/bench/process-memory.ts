import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { residentBytes } from "@docent/core/knowledge/extract/resident-bytes";

const everyMs = 250;

/** Looks again and again how much memory a process and those that it started hold together; `stop` gives the most, in megabytes. */
export function watchMemory(pid: number): { stop(): number } {
  let most = 0;
  const timer = setInterval(() => {
    bytesOfTree(pid)
      .then((bytes) => (most = Math.max(most, bytes)))
      // it has ended
      .catch(() => undefined);
  }, everyMs);
  return {
    stop() {
      clearInterval(timer);
      return Math.round(most / 1024 / 1024);
    },
  };
}

async function bytesOfTree(pid: number): Promise<number> {
  const below = await Promise.all((await childrenOf(pid)).map(bytesOfTree));
  return below.reduce((sum, bytes) => sum + bytes, (await residentBytes(pid)) ?? 0);
}

async function childrenOf(pid: number): Promise<number[]> {
  const listed =
    process.platform === "linux"
      ? await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")
      : await promisify(execFile)("pgrep", ["-P", String(pid)]).then(
          ({ stdout }) => stdout,
          () => "",
        );
  return listed.split(/\s+/).filter(Boolean).map(Number);
}

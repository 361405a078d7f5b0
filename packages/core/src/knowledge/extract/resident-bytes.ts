import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Memory that a process holds, native memory included; undefined where it is gone or the system does not say. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  const kilobytes = process.platform === "linux" ? await fromProc(pid) : await fromPs(pid);
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

async function fromProc(pid: number): Promise<string | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
}

async function fromPs(pid: number): Promise<string | undefined> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return /\d+/.exec(stdout)?.[0];
}

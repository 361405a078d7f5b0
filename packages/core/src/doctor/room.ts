import type { Scope } from "../scope.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";

const megabyte = 1024 ** 2;
const gigabyte = 1024 ** 3;

/** Whether documents still fit. */
export async function disk({ machine }: Pick<Scope, "machine">): Promise<Finding | undefined> {
  return machine && diskFinding(await machine.disk());
}

/** The same, where no desk runs. A tenth of a large disk is still much. */
export function diskFinding({ free, total }: { free: number; total: number }): Finding {
  const facts = { free: sizeText(free), total: sizeText(total) };
  if (free < 500 * megabyte) return fail("disk.full", facts);
  const isScarce = free < 2 * gigabyte || (free < total / 10 && free < 20 * gigabyte);
  return isScarce ? warn("disk.scarce", facts) : ok("disk.free", facts);
}

/** Whether there is memory for what large files take. */
export async function memory({ machine }: Pick<Scope, "machine">): Promise<Finding | undefined> {
  if (!machine) return undefined;
  const { free, own } = machine.memory();
  const facts = { free: sizeText(free), own: sizeText(own) };
  return free < 300 * megabyte ? warn("memory.scarce", facts) : ok("memory.free", facts);
}

function sizeText(bytes: number): string {
  return bytes < gigabyte ? `${Math.round(bytes / megabyte)} MB` : `${(bytes / gigabyte).toFixed(1)} GB`;
}

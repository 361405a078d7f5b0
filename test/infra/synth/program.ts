import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { platform, root, work } from "./place.ts";

/** What `app()` of sst.config.ts says, completed as the command line does. */
export interface App {
  name: string;
  stage: string;
  home: string;
  removal: string;
  protect: boolean;
  providers: { aws: { region: string; defaultTags: { tags: Record<string, string> } } };
}

/** Lines that stand on top of every module bundled for Node. */
export const nodeBanner = [
  `import { createRequire as topLevelCreateRequire } from 'module';`,
  `const require = topLevelCreateRequire(import.meta.url);`,
  `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"`,
  `const __filename = topLevelFileUrlToPath(import.meta.url)`,
  `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))`,
].join("\n");

const configFile = join(root, "sst.config.ts");
const own = (name: string) => join(platform, `synth.${name}.${process.pid}.mjs`);

/** Evaluates `app()`, as SST 4.17 does in pkg/project/project.go. Throws when the file has imports at its top. */
export async function readApp(stage: string, region?: string): Promise<App> {
  const file = own("app");
  await bundle({
    outfile: file,
    banner: "function $config(input) { return input }",
    code: `import mod from '${configFile}'; export default await mod.app({ stage: ${JSON.stringify(stage)} });`,
    plugins: [noTopLevelImports],
  });
  try {
    const { default: said } = (await import(pathToFileURL(file).href)) as { default: Partial<App> };
    const aws = said.providers?.aws;
    return {
      name: said.name ?? "",
      stage,
      home: said.home ?? "aws",
      removal: said.removal ?? "retain",
      protect: said.protect ?? false,
      providers: {
        aws: {
          ...aws,
          region: region ?? aws?.region ?? "us-east-1",
          defaultTags: { tags: { ...aws?.defaultTags?.tags, "sst:app": said.name ?? "", "sst:stage": stage } },
        },
      },
    };
  } finally {
    forget(file);
  }
}

/** Bundles `run()` with SST's components, as pkg/js/js.go does. Gives the file; `forget` it afterwards. */
export async function bundleProgram(app: App, dev: boolean): Promise<string> {
  const file = own("run");
  const lock = JSON.parse(readFileSync(join(work, "provider-lock.json"), "utf8")) as {
    alias: string;
    package: string;
  }[];
  const command = {
    command: "deploy",
    dev,
    paths: { home: join(work, "home"), root, work, platform },
    state: { version: {} },
  };
  await bundle({
    outfile: file,
    define: { $app: JSON.stringify(app), $cli: JSON.stringify(command), $dev: String(dev) },
    inject: [join(platform, "src/shim/run.js")],
    plugins: [
      globals([
        ...lock.map((each) => `import * as ${each.alias} from "${each.package}";`),
        `import * as sst from "${join(platform, "src/components")}";`,
      ]),
    ],
    code: `import { run } from "${join(platform, "src/auto/run.ts")}"; import mod from '${configFile}'; export default async () => run(mod.run);`,
  });
  return file;
}

/** Deletes a bundled program and its map. */
export function forget(file: string): void {
  rmSync(file, { force: true });
  rmSync(`${file}.map`, { force: true });
}

interface Bundle {
  code: string;
  outfile: string;
  define?: Record<string, string>;
  inject?: string[];
  banner?: string;
  plugins: Plugin[];
}

async function bundle({ code, outfile, define = {}, inject = [], banner = "", plugins }: Bundle): Promise<void> {
  await build({
    stdin: { contents: code, resolveDir: root, sourcefile: "eval.ts", loader: "ts" },
    banner: { js: `${nodeBanner}\n${banner}` },
    bundle: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    sourcemap: true,
    nodePaths: [join(platform, "node_modules")],
    external: [
      "@pulumi/*",
      "undici",
      "@pulumiverse/*",
      "@sst-provider/*",
      "@aws-sdk/*",
      "esbuild",
      "archiver",
      "glob",
      "vite",
    ],
    define,
    inject,
    outfile,
    logLevel: "error",
    plugins,
  });
}

/** Gives every file outside of .sst the globals `sst` and `aws`. */
function globals(lines: string[]): Plugin {
  return {
    name: "globals",
    setup(build_) {
      build_.onLoad({ filter: /\.(js|ts|jsx|tsx)$/ }, ({ path }) => {
        if (path.startsWith(work)) return undefined;
        return { contents: `${lines.join("\n")}\n${readFileSync(path, "utf8")}`, loader: "default" };
      });
    },
  };
}

const noTopLevelImports: Plugin = {
  name: "no-top-level-imports",
  setup(build_) {
    build_.onResolve({ filter: /.*/ }, ({ importer, kind }) =>
      basename(importer) === "sst.config.ts" && kind === "import-statement"
        ? { errors: [{ text: "sst.config.ts must not have top-level imports" }] }
        : undefined,
    );
  },
};

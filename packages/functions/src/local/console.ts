import { existsSync, globSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { consoleFolder } from "../compose/local.ts";

/** Builds the console when it has not been built, or when its sources are newer than what was built. */
export async function buildConsole(): Promise<void> {
  const built = join(consoleFolder(), "index.html");
  const web = join(consoleFolder(), "..");
  const sources = globSync(["index.html", "vite.config.ts", "package.json", "src/**/*"], { cwd: web });
  const newest = Math.max(...sources.map((source) => statSync(join(web, source)).mtimeMs));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  // the server beside starts to serve this folder before anything is in it
  mkdirSync(consoleFolder(), { recursive: true });
  const { build } = await import("vite");
  await build({ root: web, configFile: join(web, "vite.config.ts"), logLevel: "error" });
}

import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const executablePath = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);

if (!executablePath) {
  console.log(
    "Browser tests skipped: no Chromium found. Install one (Debian: apt-get install chromium) or set CHROMIUM.",
  );
  process.exit(0);
}

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results/failures",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  reporter: process.env["CI"] ? [["list"], ["json", { outputFile: "../../test-results/browser.json" }]] : [["list"]],
  use: {
    locale: "en-GB",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath,
      // without a locale of UTF-8, Chromium names downloads in ASCII only
      env: { ...process.env, LC_ALL: "C.UTF-8" },
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    },
    trace: "off",
    screenshot: "only-on-failure",
  },
});

import { defineConfig } from "@playwright/test";
import inBrowser from "../browser/playwright.config.ts";

/** What a person does in a browser where a stage differs most from a laptop: sockets, functions that hold nothing, files that go into the bucket. */
export default defineConfig({
  ...inBrowser,
  testDir: "../browser",
  testMatch: ["first-start", "conversations", "streaming", "documents", "feedback", "sign-in"].map(
    (name) => `${name}.spec.ts`,
  ),
  outputDir: "../../test-results/stage",
  globalSetup: "./browser-setup.ts",
  timeout: 120_000,
  expect: { timeout: 30_000 },
});

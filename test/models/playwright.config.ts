import { defineConfig } from "@playwright/test";
import browser from "../browser/playwright.config.ts";

export default defineConfig({
  ...browser,
  testDir: ".",
  testMatch: "*.spec.ts",
  globalSetup: "./browser-setup.ts",
  outputDir: "../../test-results/failures-models",
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: "list",
});

import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: join(import.meta.dirname, "../.."),
    include: ["test/models/**/*.test.ts"],
    globalSetup: ["test/models/global-setup.ts"],
    environment: "node",
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // a model that is told to stop ends what it is at first
    expect: { poll: { timeout: 30_000 } },
    isolate: false,
    maxWorkers: 1,
  },
});

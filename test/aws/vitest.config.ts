import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { onParts, onStage, testsOnStage } from "./journeys.ts";

export default defineConfig({
  test: {
    root: join(import.meta.dirname, "../.."),
    testNamePattern: testsOnStage,
    globalSetup: ["test/aws/global-setup.ts"],
    environment: "node",
    testTimeout: 120_000,
    hookTimeout: 120_000,
    isolate: false,
    maxWorkers: 2,
    restoreMocks: true,
    projects: [
      { extends: true, test: { name: "desks", include: [...onStage, "test/aws/backup.test.ts"] } },
      { extends: true, test: { name: "parts", include: onParts } },
    ],
  },
});

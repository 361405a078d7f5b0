import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "infra",
    include: ["test/infra/**/*.test.ts"],
    root: `${import.meta.dirname}/../..`,
    testTimeout: 60_000,
    fileParallelism: false,
  },
});

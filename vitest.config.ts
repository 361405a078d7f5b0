import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: ["packages/{core,functions}/src/**/*.test.ts", "test/{contracts,journeys}/**/*.test.ts"],
          environment: "node",
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // One process and one PGlite for the whole run: opening a database costs seconds, truncating it milliseconds.
          isolate: false,
          maxWorkers: 1,
          restoreMocks: true,
        },
      },
      {
        test: {
          name: "web",
          include: ["packages/web/src/**/*.test.{ts,tsx}"],
          environment: "jsdom",
          testTimeout: 20_000,
          restoreMocks: true,
        },
      },
    ],
  },
});

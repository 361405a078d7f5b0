import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: "test/ready-database.ts",
    projects: [
      {
        test: {
          name: "node",
          include: ["packages/{core,functions}/src/**/*.test.ts", "test/{aws,contracts,journeys}/**/*.test.ts"],
          environment: "node",
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // Two processes with one PGlite each for the whole run: opening a database costs seconds, truncating it milliseconds.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          restoreMocks: true,
        },
      },
      {
        test: {
          name: "web",
          include: ["packages/web/src/**/*.test.{ts,tsx}"],
          environment: "node", // a page costs a second: files that need one say so
          testTimeout: 20_000,
          restoreMocks: true,
          sequence: { groupOrder: 1 }, // projects with numbers of workers of their own run one after the other
        },
      },
    ],
  },
});

import { readFileSync } from "node:fs";
import { z } from "zod";

const Vitest = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const Playwright = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }),
  errors: z.array(z.unknown()),
});

interface Count {
  passed: number;
  failed: number;
}

/** Adds up the JSON reports named as arguments into one line: Playwright's first, then those of vitest. */
function main([playwrightFile = "", ...vitestFiles]: string[]): void {
  const counts = [count(playwrightFile, ofPlaywright), ...vitestFiles.map((file) => count(file, ofVitest))];
  const passed = counts.reduce((sum, one) => sum + one.passed, 0);
  const failed = counts.reduce((sum, one) => sum + one.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** A report that cannot be read counts as one failure: its runner did not come to an end. */
function count(file: string, read: (report: unknown) => Count): Count {
  try {
    return read(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    console.log(`no report in ${file}: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1 };
  }
}

function ofVitest(report: unknown): Count {
  const { numPassedTests, numFailedTests, testResults } = Vitest.parse(report);
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

function ofPlaywright(report: unknown): Count {
  const { stats, errors } = Playwright.parse(report);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

main(process.argv.slice(2));

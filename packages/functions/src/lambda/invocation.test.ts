import { expect, test, vi } from "vitest";
import { awsLog } from "../compose/aws-log.ts";
import { invoked } from "./invocation.ts";

test("a line of the log says when, how grave, of which invocation and what that was about", async () => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const lines = () => written.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
  const handler = invoked(
    ({ runId }: { runId: string }) => ({ runId }),
    async () => {
      await Promise.resolve();
      awsLog.warn("run.late", { seconds: 3 });
    },
  );
  const invocation = (awsRequestId: string) => ({ awsRequestId, getRemainingTimeInMillis: () => 1 });
  await Promise.all([handler({ runId: "run_1" }, invocation("a")), handler({ runId: "run_2" }, invocation("b"))]);
  awsLog.error("outside");

  expect(lines()).toEqual([
    {
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      level: "WARN",
      requestId: "a",
      runId: "run_1",
      event: "run.late",
      seconds: 3,
    },
    expect.objectContaining({ requestId: "b", runId: "run_2" }),
    { timestamp: expect.any(String) as string, level: "ERROR", event: "outside" },
  ]);
});

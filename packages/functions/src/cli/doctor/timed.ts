import type { CheckName } from "@docent/core/doctor/check-name";
import { fail, type Checked, type Finding } from "@docent/core/doctor/finding";
import { reasonOf } from "@docent/core/doctor/reason";

/** One check with its time. What breaks is a finding like others. */
export async function timed(check: CheckName, run: () => Promise<Finding | undefined>): Promise<Checked | undefined> {
  const start = performance.now();
  const finding = await run().catch((error: unknown) => fail("check.broken", { message: reasonOf(error) }));
  return finding && { check, ...finding, milliseconds: Math.round(performance.now() - start) };
}

import * as Examine from "@docent/core/doctor/examine";
import { worst, type Verdict } from "@docent/core/doctor/finding";
import { reasonOf } from "@docent/core/doctor/reason";
import { nameOf, told } from "@docent/core/doctor/wording";
import { forCompany, type Ports } from "@docent/core/scope";

/** How a deployment asks the desk whether it is well; no request of anybody's looks like this. */
export interface Examination {
  examine: true;
}

/** With what starting a function takes, less than the function may take. */
const patienceMs = 15_000;

/** What a deployment is told: a sentence. It is never an error, for what stands would not be put right by deploying it again. */
export async function examined(
  stage: () => Promise<{ ports: Ports; company: { id: string } }>,
): Promise<{ verdict: Verdict; says: string }> {
  try {
    const { ports, company } = await stage();
    const scope = forCompany({ ...ports, actor: { type: "public" } }, company.id, "doctor");
    const { checks } = await Examine.run(scope, { patienceMs });
    const lines = checks.flatMap((checked) => {
      if (checked.verdict === "ok") return [];
      const { says, fix } = told(checked, "en");
      return [`${nameOf(checked.check, "en")}: ${says} ${fix ?? ""}`.trim()];
    });
    const says = lines.length > 0 ? lines.join("\n") : `All ${checks.length} checks are fine.`;
    return { verdict: worst(checks), says };
  } catch (error) {
    return { verdict: "fail", says: `The desk does not start: ${reasonOf(error)}` };
  }
}

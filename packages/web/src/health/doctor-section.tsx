import { CheckCircleOutlined, CloseCircleOutlined, MedicineBoxOutlined, WarningOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import type { ReactNode } from "react";
import { nameOf, told } from "@docent/core/doctor/wording";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { errorText, problemText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";

type Report = Outputs["doctor"]["run"];
type Checked = Report["checks"][number];

/** Of administrators: has the desk check what it stands on, and says what to do about what is not well. */
export function DoctorSection() {
  const { t } = useLanguage();
  const { user } = useMe();
  const check = useMutation(useTRPC().doctor.run.mutationOptions());
  if (user.role !== "admin") return null;
  return (
    <section className="card" aria-labelledby="health-doctor">
      <div className="card-head">
        <h2 id="health-doctor">{t.doctor.title}</h2>
        <p>{t.doctor.lead}</p>
      </div>
      <Button icon={<MedicineBoxOutlined aria-hidden />} loading={check.isPending} onClick={() => check.mutate()}>
        {check.data ? t.doctor.again : t.doctor.start}
      </Button>
      <div aria-live="polite">
        {check.isPending && <p className="quiet">{t.doctor.running}</p>}
        {check.error && <Alert className="health-checked" type="error" showIcon title={errorText(t, check.error)} />}
        {check.data && !check.isPending && <Results report={check.data} />}
      </div>
      <p className="quiet health-outside">
        {t.doctor.outside} <code>npm run docent -- doctor --url</code>
      </p>
    </section>
  );
}

const icons: Record<Checked["verdict"], ReactNode> = {
  ok: <CheckCircleOutlined />,
  warn: <WarningOutlined />,
  fail: <CloseCircleOutlined />,
};

/** What is not well comes first and stays open; the rest can be read by whoever wants to. */
function Results({ report: { checks } }: { report: Report }) {
  const { t, format } = useLanguage();
  const of = (verdict: Checked["verdict"]) => checks.filter((one) => one.verdict === verdict);
  const [fine, warned, failed] = [of("ok"), of("warn"), of("fail")];
  const n = (list: Checked[]) => format.number(list.length);
  const said =
    failed.length > 0
      ? t.doctor.someFail(n(failed))
      : warned.length > 0
        ? t.doctor.someWarn(n(warned))
        : t.doctor.allFine(n(fine));
  return (
    <div className="health-checked">
      <p>
        <strong>{said}</strong>
      </p>
      <Findings checks={[...failed, ...warned]} />
      <details open={failed.length + warned.length === 0}>
        <summary>{t.doctor.fine(n(fine))}</summary>
        <Findings checks={fine} />
      </details>
    </div>
  );
}

function Findings({ checks }: { checks: readonly Checked[] }) {
  const { t, language } = useLanguage();
  if (checks.length === 0) return null;
  return (
    <ul className="health-findings">
      {checks.map((checked) => {
        const { check, verdict } = checked;
        const { says, fix } = told(
          inLanguage(checked, (problem) => problemText(t, problem)),
          language,
        );
        return (
          <li key={check}>
            <span className={`health-verdict health-${verdict}`} role="img" aria-label={t.doctor.verdicts[verdict]}>
              {icons[verdict]}
            </span>
            <div>
              <strong>{nameOf(check, language)}</strong>
              <p>{says}</p>
              {fix !== undefined && <p className="quiet">{fix}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** What a model's server said is told as everywhere else in the console. */
function inLanguage(checked: Checked, say: (problem: { code: string; message: string }) => string): Checked {
  const { code, message } = checked.facts ?? {};
  if (typeof code !== "string" || typeof message !== "string") return checked;
  return { ...checked, facts: { ...checked.facts, message: say({ code, message }) } };
}

import { Link } from "@tanstack/react-router";
import { Checkbox } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";

interface GateSetsProps {
  sets: Outputs["testRun"]["sets"];
  /** The libraries whose sets are not to be run. */
  left: readonly string[];
  onLeft: (left: string[]) => void;
}

const namedMax = 5;

/** Which test sets can be run, and which libraries have no cases. */
export function GateSets({ sets, left, onLeft }: GateSetsProps) {
  const { t, format } = useLanguage();
  const texts = t.testSets.gate;
  const full = sets.filter(({ cases }) => cases > 0);
  const empty = sets.filter(({ cases }) => cases === 0);
  if (full.length === 0) {
    return (
      <>
        <p>{texts.noCases}</p>
        <Link to="/tune/tests">{texts.add}</Link>
      </>
    );
  }
  const questions = full.reduce((sum, { libraryId, cases }) => sum + (left.includes(libraryId) ? 0 : cases), 0);
  const names = empty.slice(0, namedMax).map(({ name }) => texts.named(name));
  const others = empty.length - names.length;
  return (
    <>
      <p>{texts.lead}</p>
      <ul className="gate-sets" aria-label={t.testSets.title}>
        {full.map(({ libraryId, name, cases }) => (
          <li key={libraryId}>
            <Checkbox
              checked={!left.includes(libraryId)}
              onChange={({ target }) =>
                onLeft(target.checked ? left.filter((one) => one !== libraryId) : [...left, libraryId])
              }
            >
              {texts.set(name, format.number(cases), cases)}
            </Checkbox>
          </li>
        ))}
      </ul>
      <p className="quiet">{texts.asks(format.number(2 * questions))}</p>
      {empty.length > 0 && (
        <p className="quiet">
          {texts.without(
            format.list(others > 0 ? [...names, texts.others(format.number(others))] : names),
            empty.length,
          )}
        </p>
      )}
    </>
  );
}

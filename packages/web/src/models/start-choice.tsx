import { Segmented } from "antd";
import { useLanguage } from "../app/language.tsx";
import { kinds, type Kind, type Provider } from "./entry.ts";
import { startingPoints } from "./starting-points.ts";

export interface Start {
  provider: Provider;
  baseUrl?: string | undefined;
}

interface StartChoiceProps {
  kind: Kind;
  onKind: (kind: Kind) => void;
  onStart: (start: Start) => void;
}

/** What a new model is to do, and where it is. */
export function StartChoice({ kind, onKind, onStart }: StartChoiceProps) {
  const { t } = useLanguage();
  const texts = t.models.catalogue;
  return (
    <>
      <p className="start-label" id="start-kind">
        {texts.start.kind}
      </p>
      <Segmented<Kind>
        aria-labelledby="start-kind"
        value={kind}
        onChange={onKind}
        options={kinds.map((value) => ({ value, label: texts.list.kinds[value] }))}
      />
      <p className="quiet start-lead">{texts.use[kind].lead}</p>
      <p className="start-label" id="start-where">
        {texts.start.where}
      </p>
      <ul className="start-points" aria-labelledby="start-where">
        {startingPoints
          .filter(({ examples }) => examples[kind] !== undefined)
          .map(({ name, provider, baseUrl }) => (
            <li key={name}>
              <button type="button" onClick={() => onStart({ provider, baseUrl })}>
                <strong>{texts.start.points[name].name}</strong>
                <span className="quiet">{texts.start.points[name].about}</span>
              </button>
            </li>
          ))}
      </ul>
    </>
  );
}

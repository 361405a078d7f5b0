import { Alert } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText, problemText } from "../app/problem.ts";
import type { Kind, Tried } from "./entry.ts";

interface ModelTriedProps {
  kind: Kind;
  data: Tried | undefined;
  error: unknown;
}

/** What came of trying a model; nothing before the first try. */
export function ModelTried({ kind, data, error }: ModelTriedProps) {
  const { t, format } = useLanguage();
  const texts = t.models.catalogue.tried;
  if (!data && !error) return null;
  return (
    <Alert
      className="model-tried"
      type={data?.ok ? "success" : "error"}
      showIcon
      role="status"
      title={data?.ok ? texts.works(format.seconds(data.milliseconds)) : texts.not}
      description={data ? data.ok ? <Said kind={kind} tried={data} /> : <Wrong tried={data} /> : errorText(t, error)}
    />
  );
}

function Said({ kind, tried: { message, dimensions } }: { kind: Kind; tried: Tried }) {
  const { t, format } = useLanguage();
  const texts = t.models.catalogue.tried;
  return kind === "embed" ? texts.embed(message, format.number(dimensions ?? 0)) : texts[kind](message);
}

/** The desk's own words are the most exact: which permission is missing, which region, what the server said. They are English. */
function Wrong({ tried: { code = "", message } }: { tried: Tried }) {
  const { t, language } = useLanguage();
  const ours = problemText(t, { code, message: code });
  if (language === "en" || ours === code) return <span lang="en">{message}</span>;
  return (
    <>
      <p>{ours}</p>
      <p className="quiet">
        {t.models.catalogue.tried.detail}
        <span lang="en">{message}</span>
      </p>
    </>
  );
}

import { Alert } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText, problemText } from "../app/problem.ts";
import type { Outputs } from "../app/trpc.ts";

interface ManagedTriedProps {
  data: Outputs["knowledgeBase"]["try"] | undefined;
  error: unknown;
}

/** What came of trying a knowledge base; nothing before the first try. */
export function ManagedTried({ data, error }: ManagedTriedProps) {
  const { t, format, language } = useLanguage();
  if (!data && !error) return null;
  if (!data) return <Alert type="error" showIcon role="status" title={errorText(t, error)} />;
  const { ok, message, code = "", milliseconds } = data;
  if (ok) {
    const told = message ? t.managed.found(message) : t.managed.worksEmpty;
    const title = t.managed.works(format.seconds(milliseconds));
    return <Alert type="success" showIcon role="status" title={title} description={told} />;
  }
  const ours = problemText(t, { code, message: code });
  const detail = <span lang="en">{message}</span>;
  return (
    <Alert
      type="error"
      showIcon
      role="status"
      title={t.models.catalogue.tried.not}
      description={language === "en" || ours === code ? detail : [ours, " ", t.models.catalogue.tried.detail, detail]}
    />
  );
}

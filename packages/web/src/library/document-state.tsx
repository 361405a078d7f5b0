import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, SyncOutlined } from "@ant-design/icons";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";

export type DocumentInfo = Outputs["document"]["list"]["items"][number];

/** State as icon and word: searchable, on its way with its stage, or failed with its stage. */
export function DocumentState({ document }: { document: Pick<DocumentInfo, "state" | "stage" | "searchable"> }) {
  const { t } = useLanguage();
  const { state, stage } = document;
  switch (state) {
    case "searchable":
    case "superseded":
      return (
        <span className="state state-good">
          <CheckCircleFilled aria-hidden /> {t.document.searchable}
        </span>
      );
    case "queued":
      return (
        <span className="state">
          <ClockCircleOutlined aria-hidden /> {t.document.queued}
        </span>
      );
    case "working":
      return (
        <span className="state state-moving">
          <SyncOutlined aria-hidden /> {t.document.stages[stage]}
        </span>
      );
    case "failed":
      return (
        <span className="state state-bad">
          <CloseCircleFilled aria-hidden /> {t.document.failedAt[stage]}
        </span>
      );
  }
}

/** Why it failed, and whether an older version still answers meanwhile. */
export function DocumentProblem({
  document,
}: {
  document: Pick<DocumentInfo, "state" | "error" | "errorCode" | "searchable">;
}) {
  const { t } = useLanguage();
  if (document.state !== "failed") return null;
  const known = document.errorCode ? t.fileProblems[document.errorCode] : undefined;
  const said = document.error ?? t.common.unknownProblem;
  return (
    <span className="document-problem" title={known && said}>
      {known ?? said}
      {document.searchable && ` ${t.document.olderVersion}`}
    </span>
  );
}

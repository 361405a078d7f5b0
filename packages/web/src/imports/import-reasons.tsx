import { ReloadOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { LibraryView } from "../app/search-params.ts";
import { useTRPC } from "../app/trpc.ts";
import { useImportChanges } from "./import-actions.tsx";
import { failed, isGoingOn, pollMs, reasonText, type ImportInfo } from "./import-text.ts";

interface ImportReasonsProps {
  info: ImportInfo;
  reason: string | undefined;
  onView: (view: Partial<LibraryView>) => void;
}

/** Why files failed, most frequent first; pressing one shows only those, which can be tried again. */
export function ImportReasons({ info, reason, onView }: ImportReasonsProps) {
  const { t, format } = useLanguage();
  const { retry } = useImportChanges();
  const some = failed(info) > 0;
  const { data } = useQuery(
    useTRPC().batch.reasons.queryOptions(
      { id: info.id },
      { enabled: some, staleTime: 0, placeholderData: keepPreviousData, refetchInterval: isGoingOn(info) && pollMs },
    ),
  );
  if (!some || !data?.length) return null;
  return (
    <div className="import-reasons">
      <h3>{t.imports.reasonsTitle}</h3>
      <ul>
        {data.map(({ code, count }) => {
          const pressed = code === reason;
          const text = reasonText(t, code);
          return (
            <li key={code}>
              <button
                type="button"
                className="import-reason"
                aria-pressed={pressed}
                title={t.imports.reasonOnly(text, format.number(count))}
                onClick={() => onView({ reason: pressed ? undefined : code, files: pressed ? undefined : "failed" })}
              >
                <span className="figures import-bad">{format.number(count)}</span> {text}
              </button>
              {pressed && info.counts.failed > 0 && (
                <Button
                  size="small"
                  type="text"
                  icon={<ReloadOutlined aria-hidden />}
                  loading={retry.isPending}
                  onClick={() => retry.mutate({ id: info.id, code })}
                >
                  {t.imports.retryReason}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

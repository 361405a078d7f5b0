import { Alert } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { View } from "./cut-place.ts";

/** What has changed since, and what to do. */
export function StaleNote({ title, changes }: { title: string; changes: View["stale"] }) {
  const { t, format } = useLanguage();
  if (!changes.length) return null;
  const said = (value: string | number | null) =>
    value === null ? t.studio.stale.none : typeof value === "number" ? format.number(value) : value;
  return (
    <Alert
      className="studio-note"
      type="warning"
      showIcon
      title={title}
      description={
        <>
          {changes
            .map(({ what, before, now }) => t.studio.stale[what](said(before), said(now)))
            .join(t.studio.stale.comma)}
          <br />
          {t.studio.stale.whatNow}
        </>
      }
    />
  );
}

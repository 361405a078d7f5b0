import { useLanguage } from "../app/language.tsx";
import type { TraceRead } from "./trace-read.ts";

export type Written = TraceRead["written"];

/** The written question or summary by which a passage was found; nothing where it does not count any more. */
export function WrittenLead({ trigger, written }: { trigger: string | undefined; written: Written }) {
  const { t } = useLanguage();
  const lead = trigger === undefined ? undefined : written[trigger];
  if (!lead) return null;
  return (
    <span className="passage-written">
      {t.written.leadsHere[lead.kind]} → {lead.text}
    </span>
  );
}

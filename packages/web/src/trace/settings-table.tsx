import type { Trace } from "@docent/core/chat/trace";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { modelName } from "./model-name.ts";
import { isSilent } from "./standing.ts";

export type DeskSettings = Outputs["trace"]["settings"];

/** Whether a cut that was in force then lies elsewhere today. */
export function cutsDiffer({ cuts }: Trace, settings: DeskSettings): boolean {
  return cuts.some(({ measure, hard, soft }) => {
    const place = placeOf(settings, measure);
    return !place || place.hard !== hard || place.soft !== soft;
  });
}

function placeOf({ cuts }: DeskSettings, measure: string) {
  const known: Record<string, { hard: number; soft: number } | undefined> = cuts;
  return known[measure];
}

/** What the question was answered with then, as far as its trace says, and what it would be answered with today. */
export function SettingsTable({ trace, settings }: { trace: Trace; settings: DeskSettings }) {
  const { t, format } = useLanguage();
  const names = t.trace.replay.settingNames;
  const end = (cut: number) => (isSilent(cut) ? t.trace.replay.none : format.score(cut));
  const pair = (cut: { hard: number; soft: number } | undefined) =>
    cut && !isSilent(cut.hard) ? t.trace.replay.cutPair(end(cut.hard), end(cut.soft)) : t.trace.replay.none;
  const model = (id: string | null | undefined) =>
    id == null ? t.trace.replay.none : modelName(t, id, t.ask.quotedShort);
  const rows = [
    { name: names.generation, past: trace.generation || t.trace.replay.none, today: settings.generation },
    { name: names.reranker, past: model(trace.reranked?.model), today: model(settings.reranker) },
    { name: names.model, past: model(trace.model), today: model(settings.model ?? "quoting") },
    ...trace.cuts.map((cut) => ({
      name: names.cut(t.studio.names[cut.measure] ?? cut.measure),
      past: pair(cut),
      today: pair(placeOf(settings, cut.measure)),
    })),
  ];
  return (
    <details className="card replay-settings">
      <summary>{t.trace.replay.settings}</summary>
      <table className="figures">
        <thead>
          <tr>
            <td />
            <th scope="col">{t.trace.replay.past}</th>
            <th scope="col">{t.trace.replay.today}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, past, today }) => (
            <tr key={name} className={past === today ? undefined : "differs"}>
              <th scope="row">{name}</th>
              <td>{past}</td>
              <td>{today}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

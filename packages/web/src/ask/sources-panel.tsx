import { CloseOutlined } from "@ant-design/icons";
import type { Source } from "@docent/core/chat/citation";
import { Button, Drawer } from "antd";
import { useEffect } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import type { SourceFocus } from "./source-focus.ts";
import type { Turn } from "./conversation-cache.ts";
import { isRunning } from "./phase.ts";
import { useShown } from "./shown.ts";
import { SourceCard } from "./source-card.tsx";

interface SourcesPanelProps {
  turn: Turn;
  focus: SourceFocus | null;
  onFocus: (focus: SourceFocus | null) => void;
}

/** The passages of one answer: a column where there is room, else a sheet that opens on demand. */
export function SourcesPanel({ turn, focus, onFocus }: SourcesPanelProps) {
  const { t } = useLanguage();
  const { sources, outcome, phase } = useShown(turn);
  const wide = useMedia("(min-width: 1240px)");
  const narrow = useMedia("(max-width: 720px)");
  const close = () => {
    onFocus(null);
    focus?.from?.focus();
  };
  useEffect(() => {
    if (!wide || !focus) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      onFocus(null);
      focus.from?.focus();
    };
    document.addEventListener("keydown", listen, { capture: true });
    return () => document.removeEventListener("keydown", listen, { capture: true });
  }, [wide, focus, onFocus]);

  const refused = phase === "finished" && (outcome?.tier === "refused" || outcome?.tier === "candidates");
  const fromPictures = outcome?.basis === "pictures";
  const list = <SourceList sources={sources} focusedNumber={focus?.n ?? null} />;
  if (!wide) {
    return (
      <Drawer
        placement={narrow ? "bottom" : "right"}
        size={narrow ? "70%" : 400}
        open={focus !== null}
        onClose={close}
        title={t.ask.sources}
        styles={{ body: { padding: 16 } }}
      >
        {list}
      </Drawer>
    );
  }
  return (
    <aside className="ask-sources" aria-label={t.ask.sources}>
      <header>
        <h2>{t.ask.sources}</h2>
        {focus && (
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t.ask.backToText}
            onClick={close}
          />
        )}
      </header>
      {sources.length && !refused && !fromPictures ? (
        list
      ) : (
        <p className="quiet">{isRunning(phase) ? t.ask.noSources : t.ask.nothingCited}</p>
      )}
    </aside>
  );
}

/** What the answer cites; what was only read is folded away as soon as something is cited. */
function SourceList({ sources, focusedNumber }: { sources: readonly Source[]; focusedNumber: number | null }) {
  const { t } = useLanguage();
  const cited = sources.filter((source) => source.cited);
  const others = sources.filter((source) => !source.cited);
  const cards = (list: readonly Source[]) => (
    <ul className="source-list">
      {list.map((source) => (
        <li key={source.chunkId}>
          <SourceCard source={source} focused={source.n === focusedNumber} numbered />
        </li>
      ))}
    </ul>
  );
  if (!cited.length) {
    return (
      <section className="source-others">
        <h3>{t.ask.read}</h3>
        {cards(others)}
      </section>
    );
  }
  return (
    <>
      {cards(cited)}
      {others.length > 0 && (
        <details className="source-others" open={others.some((source) => source.n === focusedNumber) || undefined}>
          <summary>{t.ask.alsoRead(others.length)}</summary>
          {cards(others)}
        </details>
      )}
    </>
  );
}

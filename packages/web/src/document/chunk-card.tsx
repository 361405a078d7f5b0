import { EditOutlined, HistoryOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { Button, Switch } from "antd";
import { useLanguage } from "../app/language.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { ChunkTags } from "./chunk-tags.tsx";
import type { Card } from "./drafts.ts";

interface ChunkCardProps {
  card: Card;
  now: number;
  /** Its text too, where it does not stand beside the card. */
  withText: boolean;
  highlighted: boolean;
  /** Set while a change of a former version is to be put on a chunk. */
  onPlace: (() => void) | undefined;
  onTurn: (off: boolean) => void;
  onEdit: () => void;
  onHistory: () => void;
  /** Absent for those who may not see the questions. */
  onQuestions: (() => void) | undefined;
}

/** A chunk as those see it who may change it: where it stands, whether it is used, what found it. */
export function ChunkCard({ card, now, withText, highlighted, onPlace, ...on }: ChunkCardProps) {
  const { t, format } = useLanguage();
  const number = format.number(card.position + 1);
  const length = Array.from(card.text).length;
  const asked = card.asked
    ? t.chunks.asked(format.number(card.asked), card.asked, format.number(card.cited))
    : t.chunks.neverAsked;
  const place = [...(card.page === null ? [] : [t.document.page(format.number(card.page))]), ...card.headings];
  return (
    <section
      className={highlighted ? "chunk-card highlighted" : "chunk-card"}
      aria-label={t.chunks.number(number)}
      data-off={card.off || undefined}
    >
      <header>
        <strong>{t.chunks.number(number)}</strong>
        <span className="quiet figures">{t.chunks.size(format.number(length), length)}</span>
        <label className="chunk-switch">
          <span>{card.off ? t.chunks.off : t.chunks.used}</span>
          <Switch
            size="small"
            checked={!card.off}
            aria-label={t.chunks.usedOf(number)}
            onChange={(used) => on.onTurn(!used)}
          />
        </label>
      </header>
      {place.length > 0 && <p className="chunk-path">{place.join(" › ")}</p>}
      {withText && (
        <div className="chunk-text">
          {card.question !== null && <h3>{card.question}</h3>}
          {card.metadata && <ChunkTags metadata={card.metadata} />}
          <Markdown text={card.text} />
        </div>
      )}
      {card.edited && (
        <p className="chunk-fact">
          {[
            t.chunks.revision(format.number(card.revision)),
            t.chunks.edited(card.edited.by || t.companies.person.former, format.ago(card.edited.at, now)),
          ].join(" · ")}
        </p>
      )}
      <footer>
        {onPlace && (
          <Button size="small" type="primary" aria-label={t.chunks.leftovers.hereOf(number)} onClick={onPlace}>
            {t.chunks.leftovers.here}
          </Button>
        )}
        <Button
          size="small"
          icon={<EditOutlined aria-hidden />}
          aria-label={t.chunks.editOf(number)}
          onClick={on.onEdit}
        >
          {t.chunks.edit}
        </Button>
        {card.revision > 0 && (
          <Button
            size="small"
            icon={<HistoryOutlined aria-hidden />}
            aria-label={t.chunks.historyOf(number)}
            aria-haspopup="dialog"
            onClick={on.onHistory}
          >
            {t.chunks.history}
          </Button>
        )}
        {card.asked > 0 && on.onQuestions ? (
          <Button
            size="small"
            type="text"
            className="chunk-asked"
            icon={<QuestionCircleOutlined aria-hidden />}
            aria-haspopup="dialog"
            onClick={on.onQuestions}
          >
            {asked}
          </Button>
        ) : (
          <span className="chunk-fact">{asked}</span>
        )}
      </footer>
    </section>
  );
}

import { CheckOutlined, CopyOutlined, FileTextOutlined, ReloadOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { useCopy } from "../ui/copy.ts";
import type { Turn } from "./conversation-cache.ts";
import { modelName } from "../trace/model-name.ts";
import { Thumbs } from "./thumbs.tsx";
import { TraceButton } from "./trace-button.tsx";

interface TurnFootProps {
  turn: Turn;
  outcome: NonNullable<Turn["outcome"]>;
  conversationId: string;
  onAgain: (() => void) | undefined;
  onSources: ((from: HTMLElement) => void) | undefined;
}

/** What can be done with an answer, and what it took. */
export function TurnFoot({ turn, outcome, conversationId, onAgain, onSources }: TurnFootProps) {
  const { t, format } = useLanguage();
  const { copied, copy } = useCopy();
  const wide = useMedia("(min-width: 1240px)");
  const count = outcome.sources.filter((source) => source.cited).length || outcome.sources.length;
  /** Given before this desk was there: nothing is known of how, nor how long it took. */
  const isFormer = outcome.model === "predecessor";
  return (
    <footer className="turn-foot">
      <div className="turn-actions">
        {outcome.text && (
          <>
            <Tooltip title={copied ? t.common.copied : t.common.copy}>
              <Button
                type="text"
                size="small"
                icon={copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
                aria-label={t.common.copy}
                onClick={() => copy(outcome.text)}
              />
            </Tooltip>
            <Thumbs turn={turn} conversationId={conversationId} />
          </>
        )}
        {onAgain && (
          <Tooltip title={t.ask.again}>
            <Button
              type="text"
              size="small"
              icon={<ReloadOutlined aria-hidden />}
              aria-label={t.ask.again}
              onClick={onAgain}
            />
          </Tooltip>
        )}
        {!isFormer && <TraceButton runId={turn.runId} />}
        {!wide && count > 0 && onSources && (
          <Button
            type="text"
            size="small"
            icon={<FileTextOutlined aria-hidden />}
            onClick={(event) => onSources(event.currentTarget)}
          >
            {t.ask.sourceCount(count)}
          </Button>
        )}
      </div>
      <span className="turn-facts figures">
        {!isFormer && `${t.ask.seconds(format.seconds(outcome.milliseconds.total))} · `}
        {outcome.modelName ?? modelName(t, outcome.model, t.ask.quotedShort)}
      </span>
    </footer>
  );
}

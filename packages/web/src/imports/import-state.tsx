import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  MinusCircleOutlined,
  PauseCircleOutlined,
  StopOutlined,
  SyncOutlined,
} from "@ant-design/icons";
import { useLanguage } from "../app/language.tsx";
import { missing, pageOf, type FileInfo, type ImportInfo } from "./import-text.ts";

/** State as icon and word. */
export function ImportState({ info }: { info: ImportInfo }) {
  const { t } = useLanguage();
  const { state, counts } = info;
  switch (state) {
    case "running": {
      const waits = counts.underway === 0 && (missing(info) > 0 || info.expected === null);
      return (
        <span className="state state-moving">
          {waits ? <ClockCircleOutlined aria-hidden /> : <SyncOutlined aria-hidden />}{" "}
          {waits ? t.imports.waiting : t.imports.states.running}
        </span>
      );
    }
    case "paused":
      return (
        <span className="state">
          <PauseCircleOutlined aria-hidden /> {t.imports.states.paused}
        </span>
      );
    case "stopped":
      return (
        <span className="state">
          <StopOutlined aria-hidden /> {t.imports.states.stopped}
        </span>
      );
    case "complete":
      return (
        <span className="state state-good">
          <CheckCircleFilled aria-hidden /> {t.imports.states.complete}
        </span>
      );
  }
}

const kinds = {
  searchable: { className: "state state-good", Icon: CheckCircleFilled },
  unchanged: { className: "state state-good", Icon: CheckCircleFilled },
  underway: { className: "state state-moving", Icon: SyncOutlined },
  failed: { className: "state state-bad", Icon: CloseCircleFilled },
  refused: { className: "state state-bad", Icon: CloseCircleFilled },
  replaced: { className: "state", Icon: MinusCircleOutlined },
  removed: { className: "state", Icon: MinusCircleOutlined },
};

/** Of a file the state, and while it is read or where it failed the stage. */
export function FileState({ file }: { file: FileInfo }) {
  const { t, format } = useLanguage();
  const { state, stage } = file;
  const page = pageOf(file);
  const said = page ? t.imports.page(format.number(page.at), format.number(page.of)) : t.imports.fileStates[state];
  const { className, Icon } = kinds[state];
  return (
    <span className={className}>
      <Icon aria-hidden /> {state === "failed" && stage ? t.document.failedAt[stage] : said}
    </span>
  );
}

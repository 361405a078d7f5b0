import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  CloseOutlined,
  MinusCircleOutlined,
  ReloadOutlined,
  SyncOutlined,
} from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button, Progress } from "antd";
import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { problemText } from "../app/problem.ts";
import type { Upload, UploadQueue, UploadState } from "./upload-queue.ts";
import { isUnderWay } from "./uploads-context.tsx";

const shownMax = 60;
const order: readonly UploadState[] = ["failed", "sending", "waiting", "cancelled", "unchanged", "done"];

/** The files on their way, those that need attention first. */
export function UploadPanel({ uploads, queue }: { uploads: readonly Upload[]; queue: UploadQueue }) {
  const { t, format } = useLanguage();
  const first = uploads[0];
  if (!first) return null;
  const bytes = uploads.reduce((sum, { file }) => sum + file.size, 0);
  const sent = uploads.reduce((sum, upload) => sum + (isUnderWay(upload) ? upload.sent : upload.file.size), 0);
  const ended = uploads.filter((upload) => !isUnderWay(upload)).length;
  const failed = uploads.filter(({ state }) => state === "failed").length;
  const arrived = uploads.filter(({ state }) => state === "done" || state === "unchanged").length;
  const underWay = ended < uploads.length;
  const lastBatch = uploads.findLast(({ batchId }) => batchId !== null)?.batchId;
  // once all is over, only what needs attention is left to see
  const listed = underWay ? uploads : uploads.filter(({ state }) => state === "failed" || state === "cancelled");
  const sorted = listed.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state)).slice(0, shownMax);
  return (
    <section className="uploads" aria-label={t.library.uploads}>
      <header>
        <strong>
          {underWay
            ? t.library.uploading(format.number(ended), format.number(uploads.length))
            : t.library.uploaded(format.number(arrived), arrived)}
        </strong>
        {failed > 0 && <span className="uploads-failed">{t.library.uploadFailed(format.number(failed))}</span>}
        {lastBatch && (
          <Link
            to="/library/$libraryId"
            params={{ libraryId: first.libraryId }}
            search={{ show: "imports", batch: lastBatch }}
          >
            {t.imports.uploadLink}
          </Link>
        )}
        <span className="uploads-space" />
        {underWay ? (
          <Button size="small" onClick={() => queue.cancelAll(first.libraryId)}>
            {t.library.cancelAll}
          </Button>
        ) : (
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t.common.close}
            onClick={() => queue.clear(first.libraryId)}
          />
        )}
      </header>
      {underWay && (
        <Progress percent={bytes ? Math.floor((sent / bytes) * 100) : 0} size="small" aria-label={t.library.uploads} />
      )}
      {sorted.length > 0 && (
        <ul>
          {sorted.map((upload) => (
            <UploadLine key={upload.id} upload={upload} queue={queue} />
          ))}
        </ul>
      )}
      {listed.length > shownMax && (
        <p className="quiet">{t.library.andMore(format.number(listed.length - shownMax))}</p>
      )}
    </section>
  );
}

const icons = {
  waiting: <ClockCircleOutlined aria-hidden />,
  sending: <SyncOutlined aria-hidden />,
  done: <CheckCircleFilled aria-hidden />,
  unchanged: <CheckCircleFilled aria-hidden />,
  failed: <CloseCircleFilled aria-hidden />,
  cancelled: <MinusCircleOutlined aria-hidden />,
} satisfies Record<UploadState, ReactNode>;

function UploadLine({ upload, queue }: { upload: Upload; queue: UploadQueue }) {
  const { t, format } = useLanguage();
  const { id, name, state, file, sent, problem } = upload;
  const share = file.size ? sent / file.size : 0;
  return (
    <li className={`upload upload-${state}`}>
      <span className="upload-icon" aria-hidden>
        {icons[state]}
      </span>
      <span className="upload-name" title={name}>
        {name}
      </span>
      <span className="upload-state figures">
        {state === "sending" ? `${format.percent(share)} · ${format.bytes(file.size)}` : t.library.uploadStates[state]}
      </span>
      {isUnderWay(upload) && (
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t.library.cancelUpload(name)}
          onClick={() => queue.cancel(id)}
        />
      )}
      {(state === "failed" || state === "cancelled") && problem?.code !== "file.too_large" && (
        <Button
          type="text"
          size="small"
          icon={<ReloadOutlined aria-hidden />}
          aria-label={t.library.retryUpload(name)}
          onClick={() => queue.retry(id)}
        />
      )}
      {problem && <span className="upload-problem">{problemText(t, problem)}</span>}
    </li>
  );
}

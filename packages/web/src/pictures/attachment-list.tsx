import { CloseOutlined, ExclamationCircleFilled, ReloadOutlined } from "@ant-design/icons";
import { Button, Progress } from "antd";
import { useLanguage } from "../app/language.tsx";
import { problemText } from "../app/problem.ts";
import type { Attachment, Attachments } from "./attachments.ts";

interface AttachmentListProps {
  list: readonly Attachment[];
  attachments: Attachments;
}

/** The pictures that go with the question being written, each to be taken back. */
export function AttachmentList({ list, attachments }: AttachmentListProps) {
  const { t } = useLanguage();
  const failed = list.filter(({ problem }) => problem);
  return (
    <>
      {list.length > 0 && (
        <ul className="attachments" aria-label={t.pictures.attached}>
          {list.map((one) => (
            <Thumbnail key={one.key} one={one} attachments={attachments} />
          ))}
        </ul>
      )}
      {failed.length > 0 && (
        <div role="alert" className="attachment-problems">
          {failed.map(({ key, name, problem }) => (
            <p key={key}>
              <strong>{name}</strong> {problem && problemText(t, problem)}
            </p>
          ))}
        </div>
      )}
    </>
  );
}

function Thumbnail({ one, attachments }: { one: Attachment; attachments: Attachments }) {
  const { t, format } = useLanguage();
  const { key, name, preview, state, sent } = one;
  const said = state === "sending" ? t.pictures.sending(format.percent(sent)) : t.pictures[state === "ready" ? "ready" : "preparing"]; // prettier-ignore
  return (
    <li className={`attachment attachment-${state}`}>
      {preview && <img src={preview} alt={name} title={name} />}
      {state !== "ready" && state !== "failed" && (
        <span className="attachment-state">
          <Progress type="circle" size={28} percent={Math.round(sent * 100)} showInfo={false} aria-label={said} />
        </span>
      )}
      {state === "failed" && (
        <Button
          className="attachment-state"
          type="text"
          danger
          icon={preview ? <ReloadOutlined aria-hidden /> : <ExclamationCircleFilled aria-hidden />}
          aria-label={t.pictures.retry(name)}
          title={t.pictures.retry(name)}
          onClick={() => attachments.retry(key)}
        />
      )}
      <span role="status" className="unseen">
        {state === "failed" ? "" : `${name}: ${said}`}
      </span>
      <Button
        className="attachment-remove"
        shape="circle"
        size="small"
        icon={<CloseOutlined aria-hidden />}
        aria-label={t.pictures.remove(name)}
        title={t.pictures.remove(name)}
        onClick={() => attachments.remove(key)}
      />
    </li>
  );
}

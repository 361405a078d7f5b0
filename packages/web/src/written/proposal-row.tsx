import { CheckOutlined, CloseOutlined, EditOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Input, Tag } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Inputs, Outputs } from "../app/trpc.ts";

export type Proposal = Outputs["proposal"]["list"]["items"][number]["proposals"][number];
export type Change = Omit<Inputs["proposal"]["review"]["items"][number], "id">;

interface ProposalRowProps {
  proposal: Proposal;
  onChange: (change: Change) => Promise<void>;
}

/** A written question or summary, and what can become of it. */
export function ProposalRow({ proposal, onChange }: ProposalRowProps) {
  const { t } = useLanguage();
  const [draft, setDraft] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { kind, text, state, outdated, model } = proposal;
  const change = async (next: Change) => {
    setBusy(true);
    await onChange(next);
    setBusy(false);
    setDraft(null);
  };
  const named = (action: string) => ({ "aria-label": t.written.actionOf(action, text), title: action });
  return (
    <li className="proposal" data-proposal>
      {draft === null ? (
        <p>
          <Tag>{t.written.kinds[kind]}</Tag>
          {text}
        </p>
      ) : (
        <Input.TextArea
          autoFocus
          autoSize
          value={draft}
          maxLength={kind === "question" ? 400 : 2_000}
          aria-label={t.written.editOf(text)}
          onChange={({ target }) => setDraft(target.value)}
        />
      )}
      <div className="proposal-actions">
        {draft !== null && (
          <>
            <Button
              size="small"
              type="primary"
              loading={busy}
              disabled={!draft.trim()}
              onClick={() => void change({ state: "accepted", text: draft })}
            >
              {t.written.saveEdit}
            </Button>
            <Button size="small" onClick={() => setDraft(null)}>
              {t.written.cancel}
            </Button>
          </>
        )}
        {draft === null && state === "proposed" && (
          <Button
            size="small"
            icon={<CheckOutlined aria-hidden />}
            loading={busy}
            data-key="a"
            {...named(t.written.accept)}
            onClick={() => void change({ state: "accepted" })}
          >
            {t.written.accept}
          </Button>
        )}
        {draft === null && state !== "proposed" && (
          <Button
            size="small"
            icon={<UndoOutlined aria-hidden />}
            loading={busy}
            {...named(t.written.putBack)}
            onClick={() => void change({ state: "proposed" })}
          >
            {t.written.putBack}
          </Button>
        )}
        {draft === null && state !== "rejected" && (
          <>
            <Button
              size="small"
              type="text"
              icon={<EditOutlined aria-hidden />}
              {...named(t.written.edit)}
              onClick={() => setDraft(text)}
            >
              {t.written.edit}
            </Button>
            <Button
              size="small"
              type="text"
              icon={<CloseOutlined aria-hidden />}
              data-key="r"
              {...named(t.written.reject)}
              onClick={() => void change({ state: "rejected" })}
            >
              {t.written.reject}
            </Button>
          </>
        )}
        {outdated && <span className="proposal-note proposal-outdated">{t.written.outdated}</span>}
        <span className="proposal-note quiet">{model === null ? t.written.imported : t.written.by(model)}</span>
      </div>
    </li>
  );
}

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Form, Modal, Select } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { TextFilter } from "../ui/text-filter.tsx";

const shownMax = 20;

interface DocumentDialogProps {
  question: string;
  onChoose: (documentId: string) => Promise<void>;
  onClose: () => void;
}

/** Names the document that answers a group of questions. */
export function DocumentDialog({ question, onChoose, onClose }: DocumentDialogProps) {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const texts = t.feedback.inbox;
  const libraries = useQuery(trpc.library.list.queryOptions()).data?.filter(({ role }) => role !== null) ?? [];
  const [picked, setPicked] = useState<string | undefined>(undefined);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState("");
  const libraryId = picked ?? libraries[0]?.id;
  const list = useQuery(
    trpc.document.list.queryOptions(
      { libraryId: libraryId ?? "", pageSize: shownMax, state: "searchable", ...(text && { text }) },
      { enabled: libraryId !== undefined, placeholderData: keepPreviousData },
    ),
  );
  const choose = async (id: string) => {
    setBusy(id);
    await onChoose(id);
    setBusy("");
  };
  return (
    <Modal open title={texts.document} onCancel={onClose} footer={null} width={560} destroyOnHidden>
      <p className="quiet dialog-lead">{texts.documentLead}</p>
      <p>
        <strong>{question}</strong>
      </p>
      <Form layout="vertical">
        <Form.Item label={t.feedback.dialog.library} htmlFor="gap-library">
          <Select<string | undefined>
            id="gap-library"
            showSearch={{ optionFilterProp: "label" }}
            value={libraryId}
            options={libraries.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id: string | undefined) => setPicked(id)}
          />
        </Form.Item>
        <TextFilter label={texts.documentSearch} value={text} onChange={setText} />
      </Form>
      {list.data?.items.length === 0 && <p className="quiet">{texts.documentNone}</p>}
      <ul className="gap-documents">
        {list.data?.items.map(({ id, title }) => (
          <li key={id}>
            <span>{title}</span>
            <Button
              size="small"
              loading={busy === id}
              aria-label={`${texts.documentClose}: ${title}`}
              onClick={() => void choose(id)}
            >
              {texts.documentClose}
            </Button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}

import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient, type Outputs } from "../app/trpc.ts";
import { Proof } from "./proof.tsx";
import { SimilarRows, type Row } from "./similar-rows.tsx";

type Feedback = Outputs["feedback"]["get"];

/** What was made of a pair. */
export interface Injected {
  feedback: Feedback;
  way: "added" | "changed" | "kept";
}

interface InjectDialogProps {
  /** What it comes from; a pair is written by hand when absent. */
  from?: { id?: string; question: string; answer: string | null; runId: string | null } | undefined;
  /** The run to ask again as a proof, where the feedback has none of its own. */
  proofOf?: string;
  onDone: (injected: Injected) => void;
  /** When searches see it. */
  onRead?: (feedback: Feedback) => void;
  onClose: () => void;
}

/** Puts a pair of question and answer into a library, in place of a row that asks the same where there is one, and shows what came of it. */
export function InjectDialog({ from, proofOf, onDone, onRead, onClose }: InjectDialogProps) {
  const { t } = useLanguage();
  const [put, setPut] = useState<Injected | null>(null);
  const done = (injected: Injected) => {
    onDone(injected);
    if (injected.way === "kept") onClose();
    else setPut(injected);
  };
  const title = put ? t.feedback.proof.title : from ? t.feedback.dialog.title : t.feedback.dialog.createTitle;
  return (
    <Modal open title={title} onCancel={onClose} width={put ? 880 : 640} footer={null} destroyOnHidden>
      {put ? (
        <Proof
          feedback={put.feedback}
          runId={put.feedback.runId ?? proofOf ?? null}
          onRead={onRead}
          onClose={onClose}
        />
      ) : (
        <InjectForm from={from} onDone={done} onClose={onClose} />
      )}
    </Modal>
  );
}

function InjectForm({ from, onDone, onClose }: Pick<InjectDialogProps, "from" | "onDone" | "onClose">) {
  const { t, language } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const libraries = useQuery(useTRPC().library.list.queryOptions()).data?.filter(({ role }) => role !== "reader") ?? [];
  const [question, setQuestion] = useState(from?.question ?? "");
  const [answer, setAnswer] = useState(from?.answer ?? "");
  const [picked, setPicked] = useState<string | undefined>(rememberedLibrary());
  const [instead, setInstead] = useState<Row | null>(null);
  const [busy, setBusy] = useState(false);
  const libraryId =
    libraries.find(({ id }) => id === picked)?.id ?? (libraries.length === 1 ? libraries[0]?.id : undefined);
  const texts = t.feedback.dialog;
  const isWritten = question.trim() !== "" && answer.trim() !== "";
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      void message.error(errorText(t, error));
    }
    setBusy(false);
  };
  const send = () =>
    attempt(async () => {
      if (!libraryId) return;
      remember(libraryId);
      const feedback = await client.feedback.inject.mutate({
        ...(from?.id && { id: from.id }),
        question,
        answer,
        libraryId,
        language,
        ...(instead && { instead: { chunkId: instead.chunkId, revision: instead.revision } }),
      });
      onDone({ feedback, way: instead ? "changed" : "added" });
    });
  const keep = () =>
    attempt(async () => {
      onDone({ feedback: await client.feedback.create.mutate({ question, answer }), way: "kept" });
    });
  return (
    <Form layout="vertical" requiredMark={false} onFinish={() => void send()}>
      <p className="quiet dialog-lead">{texts.lead}</p>
      <Form.Item label={texts.question} htmlFor="inject-question">
        <Input.TextArea
          id="inject-question"
          autoFocus={!from}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={2_000}
          value={question}
          onChange={({ target }) => setQuestion(target.value)}
        />
      </Form.Item>
      <Form.Item label={texts.answer} htmlFor="inject-answer">
        <Input.TextArea
          id="inject-answer"
          autoFocus={from !== undefined}
          autoSize={{ minRows: 4, maxRows: 14 }}
          maxLength={12_000}
          value={answer}
          placeholder={texts.answerPlaceholder}
          onChange={({ target }) => setAnswer(target.value)}
        />
      </Form.Item>
      <Form.Item label={texts.library} htmlFor="inject-library">
        <Select<string | undefined>
          id="inject-library"
          showSearch={{ optionFilterProp: "label" }}
          placeholder={texts.libraryPlaceholder}
          notFoundContent={texts.noLibrary}
          value={libraryId}
          options={libraries.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id: string | undefined) => {
            setPicked(id);
            setInstead(null);
          }}
        />
      </Form.Item>
      {libraryId && <SimilarRows libraryId={libraryId} question={question} value={instead} onChange={setInstead} />}
      <div className="dialog-keys">
        <Button type="primary" htmlType="submit" loading={busy} disabled={!isWritten || !libraryId}>
          {instead ? texts.sendInstead : texts.send}
        </Button>
        {!from && (
          <Button disabled={!isWritten || busy} onClick={() => void keep()}>
            {texts.keep}
          </Button>
        )}
        <Button type="text" onClick={onClose}>
          {texts.cancel}
        </Button>
      </div>
    </Form>
  );
}

const memory = "docent.corrections-library";

/** Corrections mostly go where the last one went. */
function rememberedLibrary(): string | undefined {
  return localStorage.getItem(memory) ?? undefined;
}

function remember(libraryId: string): void {
  localStorage.setItem(memory, libraryId);
}

import { Input, Modal, Segmented } from "antd";
import { useId, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPCClient } from "../app/trpc.ts";
import { FindFields } from "./find-fields.tsx";
import type { Case } from "./test-case.ts";

interface CaseDialogProps {
  libraryId: string;
  edited: Case | undefined;
  onDone: () => void;
}

/** A question, and what an answer to it must come to. */
export function CaseDialog({ libraryId, edited, onDone }: CaseDialogProps) {
  const { t } = useLanguage();
  const texts = t.testSets;
  const id = useId();
  const client = useTRPCClient();
  const [question, setQuestion] = useState(edited?.question ?? "");
  const [mustRefuse, setMustRefuse] = useState(edited?.mustRefuse ?? false);
  const [targets, setTargets] = useState(edited?.mustFind ?? []);
  const [say, setSay] = useState(edited?.mustSay.join("\n") ?? "");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const save = async () => {
    setBusy(true);
    const mustFind = targets.map(({ documentId, quote }) => ({ documentId, ...(quote?.trim() && { quote }) }));
    const mustSay = say.split("\n").map((one) => one.trim()).filter(Boolean); // prettier-ignore
    const wanted = mustRefuse ? { mustFind: [], mustSay: [] } : { mustFind, mustSay };
    try {
      await client.testCase.set.mutate({
        libraryId,
        question,
        mustRefuse,
        ...wanted,
        ...(edited && { id: edited.id }),
      });
      onDone();
    } catch (error) {
      setProblem(errorText(t, error));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={edited ? texts.editTitle : texts.add}
      okText={texts.save}
      cancelText={texts.cancel}
      okButtonProps={{ disabled: !question.trim(), loading: busy }}
      onOk={() => void save()}
      onCancel={onDone}
    >
      <div className="test-fields">
        <label htmlFor={`${id}question`}>{texts.question}</label>
        <Input.TextArea
          id={`${id}question`}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={2000}
          value={question}
          onChange={({ target }) => setQuestion(target.value)}
        />
        <Segmented
          aria-label={texts.expects}
          value={mustRefuse ? "refuse" : "answer"}
          options={[
            { value: "answer", label: texts.mustAnswer },
            { value: "refuse", label: texts.mustRefuse },
          ]}
          onChange={(value) => setMustRefuse(value === "refuse")}
        />
        {!mustRefuse && (
          <>
            <FindFields libraryId={libraryId} targets={targets} onTargets={setTargets} />
            <label htmlFor={`${id}say`}>{texts.say}</label>
            <Input.TextArea
              id={`${id}say`}
              autoSize={{ minRows: 2, maxRows: 8 }}
              value={say}
              onChange={({ target }) => setSay(target.value)}
            />
          </>
        )}
        {problem && <p role="alert">{problem}</p>}
      </div>
    </Modal>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Button, Input, Skeleton } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";
import { Late } from "../ui/late.tsx";

const faults = ["wrong", "source", "incomplete", "beside"] as const;
export type Said = Pick<Inputs["feedback"]["rate"], "fault" | "reason" | "correction">;

interface ThumbFormProps {
  runId: string;
  /** Keeps what was said so far; `last` when nothing is to be added. */
  onSay: (said: Said, last: boolean) => Promise<void>;
  onClose: () => void;
}

/** What was wrong, and what it should have said; shows what was said before. */
export function ThumbForm({ runId, onSay, onClose }: ThumbFormProps) {
  const said = useQuery(useTRPC().feedback.ofRun.queryOptions({ runId }, { staleTime: Infinity }));
  if (said.isPending)
    return (
      <div className="reason">
        <Late>
          <Skeleton active paragraph={{ rows: 4 }} />
        </Late>
      </div>
    );
  return <Fields before={said.data} onSay={onSay} onClose={onClose} />;
}

interface FieldsProps extends Omit<ThumbFormProps, "runId"> {
  before: Outputs["feedback"]["ofRun"] | undefined;
}

function Fields({ before, onSay, onClose }: FieldsProps) {
  const { t } = useLanguage();
  const [fault, setFault] = useState(before?.fault ?? undefined);
  const [reason, setReason] = useState(before?.reason ?? "");
  const [correction, setCorrection] = useState(before?.correction ?? "");
  const texts = t.feedback.said;
  const written = { reason: reason.trim(), correction: correction.trim() };
  const all = (fault: Said["fault"]): Said => ({
    ...(fault && { fault }),
    ...(written.reason && { reason: written.reason }),
    ...(written.correction && { correction: written.correction }),
  });
  const press = (one: (typeof faults)[number]) => {
    const next = fault === one ? undefined : one;
    setFault(next);
    if (next) void onSay(all(next), false);
  };
  const send = () => {
    if (fault || written.reason || written.correction) void onSay(all(fault), true);
  };
  return (
    <form
      className="reason"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) send();
      }}
    >
      <strong>{texts.fault}</strong>
      <div className="reason-choices" role="group" aria-label={texts.fault}>
        {faults.map((one) => (
          <Button
            key={one}
            size="small"
            type={fault === one ? "primary" : "default"}
            aria-pressed={fault === one}
            onClick={() => press(one)}
          >
            {texts.faults[one]}
          </Button>
        ))}
      </div>
      <label>
        <span>{texts.reason}</span>
        <Input.TextArea
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          placeholder={texts.reasonPlaceholder}
        />
      </label>
      <label>
        <span>{texts.correction}</span>
        <Input.TextArea
          autoFocus
          autoSize={{ minRows: 3, maxRows: 8 }}
          maxLength={12_000}
          value={correction}
          onChange={(event) => setCorrection(event.target.value)}
          placeholder={texts.correctionPlaceholder}
        />
      </label>
      <Button type="primary" size="small" htmlType="submit" disabled={!fault && !written.reason && !written.correction}>
        {t.common.send}
      </Button>
    </form>
  );
}

import { Alert, Button, Form } from "antd";
import { useState, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";

interface EntranceFormProps<T> {
  action: string;
  /** What went wrong before anything was entered. */
  problem?: string | undefined;
  onSend: (values: T) => Promise<void>;
  children: ReactNode;
}

/** A form of the pages before the sign-in: what went wrong stands above it, one button sends it. */
export function EntranceForm<T>({ action, problem: given, onSend, children }: EntranceFormProps<T>) {
  const { t } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(given);
  const send = async (values: T) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onSend(values);
    } catch (error) {
      setProblem(errorText(t, error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(values: T) => void send(values)} disabled={busy}>
      {problem && <Alert type="error" showIcon title={problem} role="alert" style={{ marginBottom: 16 }} />}
      {children}
      <Button type="primary" htmlType="submit" block size="large" loading={busy}>
        {action}
      </Button>
    </Form>
  );
}

import { Alert, Form, Input, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";

interface DeleteForGoodProps {
  open: boolean;
  title: string;
  /** What goes, and what does not. */
  children: ReactNode;
  /** To be typed as it is. */
  name: string;
  /** Whether to ask once more before the name is asked for. */
  twice?: boolean;
  remove: (name: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something is deleted that nobody can bring back: its name has to be typed. */
export function DeleteForGood({ open, title, children, name, twice = false, remove, onClose }: DeleteForGoodProps) {
  const { t } = useLanguage();
  const [form] = Form.useForm<{ name: string }>();
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const asks = twice && !sure;
  const close = () => {
    setSure(false);
    setProblem(null);
    onClose();
  };
  const finish = async (typed: { name: string }) => {
    setBusy(true);
    try {
      await remove(typed.name);
      close();
    } catch (error) {
      setProblem(errorText(t, error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={open}
      title={title}
      okText={asks ? t.companies.goOn : t.companies.forGood}
      okButtonProps={{ danger: true }}
      confirmLoading={busy}
      onOk={() => (asks ? setSure(true) : form.submit())}
      onCancel={close}
      destroyOnHidden
      width={480}
      styles={{ header: { paddingInlineEnd: 28 } }}
    >
      {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />}
      <div className="dialog-lead dialog-parts">{children}</div>
      {!asks && (
        <Form form={form} layout="vertical" requiredMark={false} preserve={false} onFinish={finish}>
          <Form.Item
            name="name"
            label={t.companies.typeName(name)}
            validateTrigger="onSubmit"
            rules={[{ validator: async (_, typed = "") => isSame(typed, name) || Promise.reject(t.companies.typed) }]}
          >
            <Input autoFocus autoComplete="off" maxLength={120} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}

function isSame(typed: string, name: string): boolean {
  return typed.trim() === name.trim();
}

import { Alert, Form, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";

interface FormDialogProps<Fields> {
  open: boolean;
  title: string;
  action: string;
  initial?: Fields;
  /** The dialog closes when it is done, and says why when it was refused. */
  onSave: (fields: Fields) => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

/** A few fields in a dialog. */
export function FormDialog<Fields extends object>(props: FormDialogProps<Fields>) {
  const { open, title, action, initial, onSave, onClose, children } = props;
  const { t } = useLanguage();
  const [form] = Form.useForm<Fields>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => {
    setProblem(null);
    onClose();
  };
  const save = async (fields: Fields) => {
    setBusy(true);
    try {
      await onSave(fields);
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
      okText={action}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
      width={440}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        {...(initial && { initialValues: initial })}
        onFinish={(fields) => void save(fields)}
      >
        {problem && <Alert type="error" showIcon title={problem} style={{ marginBottom: 16 }} />}
        {children}
      </Form>
    </Modal>
  );
}

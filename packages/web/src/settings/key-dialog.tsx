import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Form, Input, Modal, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs } from "../app/trpc.ts";
import { useCopy } from "../ui/copy.ts";

type Fields = Omit<Inputs["apiKey"]["create"], "days"> & { days: number };

const scopes = ["ask", "read", "write", "administer"] as const;
const forever = 0;

/** Makes a key and shows it this once. */
export function KeyDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLanguage();
  const { user } = useMe();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const create = useMutation(trpc.apiKey.create.mutationOptions());
  const words = t.accounts.keys;
  const close = () => {
    create.reset();
    onClose();
  };
  const save = ({ days, ...rest }: Fields) =>
    create.mutate(
      { ...rest, days: days === forever ? null : days },
      { onSuccess: () => void queryClient.invalidateQueries({ queryKey: trpc.apiKey.pathKey() }) },
    );
  const key = create.data?.key;
  return (
    <Modal
      open={open}
      title={key ? words.onceTitle : words.add}
      okText={key ? words.done : words.add}
      confirmLoading={create.isPending}
      onOk={() => (key ? close() : form.submit())}
      onCancel={close}
      cancelButtonProps={{ style: { display: key ? "none" : undefined } }}
      mask={{ closable: false }}
      destroyOnHidden
      width={480}
    >
      {key ? (
        <NewKey value={key} />
      ) : (
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ scopes: ["ask"], days: 90 }}
          onFinish={save}
          preserve={false}
        >
          {create.error && (
            <Alert type="error" showIcon title={errorText(t, create.error)} style={{ marginBottom: 16 }} />
          )}
          <Form.Item
            name="name"
            label={words.name}
            rules={[{ required: true, whitespace: true, message: words.nameNeeded }]}
          >
            <Input autoFocus maxLength={120} autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="scopes"
            label={words.scopes}
            rules={[
              {
                validator: async (_, chosen: unknown[]) => {
                  if (chosen.length === 0) throw new Error(words.scopesNeeded);
                },
              },
            ]}
          >
            <Checkbox.Group
              options={scopes
                .filter((scope) => scope !== "administer" || user.role === "admin")
                .map((value) => ({ value, label: words.scope[value] }))}
            />
          </Form.Item>
          <Form.Item name="days" label={words.validity}>
            <Select
              options={[30, 90, 365]
                .map((value) => ({ value, label: words.days(value) }))
                .concat({
                  value: forever,
                  label: words.forever,
                })}
            />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}

function NewKey({ value }: { value: string }) {
  const { t } = useLanguage();
  const { copied, copy } = useCopy();
  return (
    <>
      <p className="quiet dialog-lead">{t.accounts.keys.onceText}</p>
      <div className="new-key">
        <Input readOnly value={value} aria-label={t.accounts.keys.title} onFocus={(event) => event.target.select()} />
        <Button type="primary" onClick={() => copy(value)}>
          {copied ? t.accounts.keys.copied : t.common.copy}
        </Button>
      </div>
    </>
  );
}

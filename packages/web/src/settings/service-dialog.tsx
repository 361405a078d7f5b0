import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Checkbox, Form, Input, Modal } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { ClaimRules, rulesFrom, rulesTo, type RuleField } from "./claim-rules.tsx";

type Service = Outputs["identityProvider"]["list"][number];

interface Fields {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret?: string;
  groupsClaim: string;
  admits: boolean;
  allowPrivate: boolean;
  rules: RuleField[];
}

const fresh: Omit<Fields, "clientSecret"> = {
  name: "",
  issuer: "",
  clientId: "",
  groupsClaim: "groups",
  admits: false,
  allowPrivate: false,
  rules: [],
};

/** Adds a sign-in service or changes one. Saving asks the service itself whether it is there. */
export function ServiceDialog({ service, onClose }: { service: Service | "new" | null; onClose: () => void }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const groups = useQuery(trpc.group.list.queryOptions(undefined, { enabled: service !== null }));
  const add = useMutation(trpc.identityProvider.add.mutationOptions());
  const change = useMutation(trpc.identityProvider.change.mutationOptions());
  const words = t.accounts.services;
  const known = service === "new" ? null : service;
  const problem = add.error ?? change.error;
  const close = () => {
    add.reset();
    change.reset();
    onClose();
  };
  const save = async ({ rules, clientSecret, ...rest }: Fields) => {
    const given = { ...rest, rules: rulesTo(rules) };
    try {
      if (known) await change.mutateAsync({ ...given, id: known.id, ...(clientSecret && { clientSecret }) });
      else await add.mutateAsync({ ...given, clientSecret: clientSecret || null });
      void message.success(words.saved);
      close();
    } catch {
      // shown above the form
    }
    await queryClient.invalidateQueries({ queryKey: trpc.identityProvider.list.queryKey() });
  };
  const text = (name: "name" | "issuer" | "clientId" | "groupsClaim", label: string, more = {}) => (
    <Form.Item name={name} label={label} rules={[{ required: true, whitespace: true, message: words.needed }]}>
      <Input autoComplete="off" disabled={Boolean(known?.configured) && name !== "groupsClaim"} {...more} />
    </Form.Item>
  );
  return (
    <Modal
      open={service !== null}
      title={known ? words.edit(known.name) : words.add}
      okText={t.common.save}
      confirmLoading={add.isPending || change.isPending}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
      width={560}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={known ? { ...known, rules: rulesFrom(known.rules) } : fresh}
        onFinish={(fields) => void save(fields)}
        preserve={false}
      >
        {problem && <Alert type="error" showIcon title={errorText(t, problem)} style={{ marginBottom: 16 }} />}
        {text("name", words.name, { maxLength: 60, autoFocus: true })}
        {text("issuer", words.issuer, { placeholder: "https://login.example.org/realms/staff" })}
        {text("clientId", words.clientId)}
        <Form.Item
          name="clientSecret"
          label={words.clientSecret}
          extra={known?.hasSecret ? words.secretKept : undefined}
        >
          <Input.Password autoComplete="off" disabled={known?.configured ?? false} />
        </Form.Item>
        <p className="quiet callback">
          {words.redirect(known?.redirect ?? `${location.origin}/api/auth/oidc/callback`)}
        </p>
        <Form.Item name="allowPrivate" valuePropName="checked">
          <Checkbox disabled={known?.configured ?? false}>{words.allowPrivate}</Checkbox>
        </Form.Item>
        <Form.Item name="admits" valuePropName="checked">
          <Checkbox>{words.admits}</Checkbox>
        </Form.Item>
        {text("groupsClaim", words.groupsClaim)}
        <ClaimRules groups={groups.data ?? []} />
      </Form>
    </Modal>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Form, Input, Modal, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs } from "../app/trpc.ts";
import { roleOptions } from "./role-options.ts";

interface Fields {
  emails: string;
  role: Inputs["invitation"]["invite"]["role"];
  groupIds?: string[];
}

/** Asks people to join by mail, many at once. */
export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, language, format } = useLanguage();
  const { message, modal } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const groups = useQuery(trpc.group.list.queryOptions(undefined, { enabled: open }));
  const invite = useMutation(trpc.invitation.invite.mutationOptions());
  const words = t.accounts.invitations;
  const close = () => {
    invite.reset();
    onClose();
  };
  const send = ({ emails, role, groupIds = [] }: Fields) =>
    invite.mutate(
      { emails: addressesIn(emails), role, groupIds, language },
      {
        onSuccess: ({ invited, known }) => {
          if (invited.length) void message.success(words.sent(invited.length));
          if (known.length) void modal.info({ title: words.known(format.list(known)) });
          void queryClient.invalidateQueries({ queryKey: trpc.invitation.list.queryKey() });
          close();
        },
      },
    );
  return (
    <Modal
      open={open}
      title={words.invite}
      okText={words.send}
      confirmLoading={invite.isPending}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
      width={480}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: "member" }}
        onFinish={send}
        preserve={false}
      >
        {invite.error && (
          <Alert type="error" showIcon title={errorText(t, invite.error)} style={{ marginBottom: 16 }} />
        )}
        <Form.Item
          name="emails"
          label={words.emails}
          extra={words.emailsHelp}
          validateTrigger="onSubmit"
          rules={[
            { required: true, whitespace: true, message: words.emailsNeeded },
            {
              validator: async (_, value: string = "") => {
                const wrong = addressesIn(value).find((one) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(one));
                if (wrong) throw new Error(words.wrong(wrong));
              },
            },
          ]}
        >
          <Input.TextArea autoFocus autoSize={{ minRows: 3, maxRows: 10 }} autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={t.people.role} extra={t.people.roleHelp}>
          <Select options={roleOptions(t)} />
        </Form.Item>
        {groups.data && groups.data.length > 0 && (
          <Form.Item name="groupIds" label={words.groups}>
            <Select
              mode="multiple"
              optionFilterProp="label"
              options={groups.data.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

function addressesIn(text: string): string[] {
  return text.split(/[\s,;，；、]+/).filter(Boolean);
}

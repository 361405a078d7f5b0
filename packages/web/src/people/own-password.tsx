import { useMutation } from "@tanstack/react-query";
import { Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { EntranceForm } from "./entrance-form.tsx";
import { Entrance } from "./entrance.tsx";
import { PasswordFields } from "./password-fields.tsx";
import { useEnter } from "./use-enter.ts";

/** Stands before everything else for people whose password was set by somebody else. */
export function OwnPasswordPage() {
  const { t } = useLanguage();
  const enter = useEnter();
  const change = useMutation(useTRPC().user.changeOwnPassword.mutationOptions());
  const save = async ({ current, password }: { current: string; password: string }) => {
    await change.mutateAsync({ current, password });
    await enter();
  };
  return (
    <Entrance title={t.accounts.ownPassword.title} lead={t.accounts.ownPassword.lead}>
      <EntranceForm action={t.accounts.ownPassword.action} onSend={save}>
        <Form.Item
          name="current"
          label={t.settings.currentPassword}
          rules={[{ required: true, message: t.people.passwordNeeded }]}
        >
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <PasswordFields label={t.settings.newPassword} />
      </EntranceForm>
    </Entrance>
  );
}

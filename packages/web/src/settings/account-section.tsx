import { useMutation } from "@tanstack/react-query";
import { App, Button, Form, Input, Segmented } from "antd";
import { useAppearance } from "../app/appearance.tsx";
import { languages } from "../app/i18n/languages.ts";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useMe } from "../app/me.ts";
import { appearances } from "../app/theme.ts";
import { useTRPC } from "../app/trpc.ts";
import { OwnLibrary } from "../sharing/own-library.tsx";
import { PasswordFields } from "../people/password-fields.tsx";
import { KeysSection } from "./keys-section.tsx";
import { OwnData } from "./own-data.tsx";

export function AccountSection() {
  const { t, language, speak } = useLanguage();
  const { appearance, setAppearance } = useAppearance();
  const { user } = useMe();
  return (
    <>
      <section className="card">
        <div className="card-head">
          <h2>{user.name}</h2>
          <p>
            {user.email} · {t.roles[user.role]}
          </p>
        </div>
        <div className="choices">
          <span>{t.me.language}</span>
          <Segmented
            aria-label={t.me.language}
            value={language}
            onChange={speak}
            options={languages.map((value) => ({ value, label: t.languages[value] }))}
          />
          <span>{t.me.appearance}</span>
          <Segmented
            aria-label={t.me.appearance}
            value={appearance}
            onChange={setAppearance}
            options={appearances.map((value) => ({ value, label: t.appearances[value] }))}
          />
        </div>
      </section>
      <OwnPassword />
      <KeysSection />
      <OwnData />
      {user.role === "member" && <OwnLibrary />}
    </>
  );
}

interface Passwords {
  current: string;
  password: string;
  again: string;
}

function OwnPassword() {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const [form] = Form.useForm<Passwords>();
  const change = useMutation(useTRPC().user.changeOwnPassword.mutationOptions());
  const save = async ({ current, password }: Passwords) => {
    try {
      await change.mutateAsync({ current, password });
      form.resetFields();
      void message.success(t.settings.passwordChanged);
    } catch (error) {
      form.setFields([{ name: "current", errors: [errorText(t, error)] }]);
    }
  };
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t.settings.ownPassword}</h2>
      </div>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        className="narrow-form"
        onFinish={save}
        disabled={change.isPending}
      >
        <Form.Item
          name="current"
          label={t.settings.currentPassword}
          rules={[{ required: true, message: t.people.passwordNeeded }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <PasswordFields label={t.settings.newPassword} />
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t.settings.changePassword}
        </Button>
      </Form>
    </section>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { signIn } from "./auth.ts";
import { Entrance } from "./entrance.tsx";

export function SignInPage() {
  const { t } = useLanguage();
  const { next } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const enter = async (person: { email: string; password: string }) => {
    setBusy(true);
    setProblem(null);
    try {
      const refusal = await signIn(person);
      if (refusal) {
        setProblem(t.signIn.refusals[refusal]);
        return;
      }
      // whoever was here before leaves nothing behind
      queryClient.clear();
      await router.invalidate();
      await router.navigate({ href: next ?? "/", replace: true });
    } catch (error) {
      setProblem(errorText(t, error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Entrance title={t.signIn.title} lead={t.signIn.lead}>
      <Form layout="vertical" requiredMark={false} onFinish={enter} disabled={busy}>
        {problem && <Alert type="error" showIcon title={problem} role="alert" style={{ marginBottom: 16 }} />}
        <Form.Item
          name="email"
          label={t.people.email}
          validateTrigger="onBlur"
          rules={[{ required: true, type: "email", message: t.people.emailNeeded }]}
        >
          <Input type="email" autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item
          name="password"
          label={t.people.password}
          rules={[{ required: true, message: t.people.passwordNeeded }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block size="large" loading={busy}>
          {t.signIn.action}
        </Button>
      </Form>
    </Entrance>
  );
}

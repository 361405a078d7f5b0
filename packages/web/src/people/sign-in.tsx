import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText, problemText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { signIn } from "./auth.ts";
import { Entrance } from "./entrance.tsx";
import { useEnter } from "./use-enter.ts";

export function SignInPage() {
  const { t } = useLanguage();
  const { next, problem: code, company } = useSearch({ from: "/sign-in" });
  const go = useEnter();
  const { data: ways } = useQuery(
    useTRPC().session.ways.queryOptions({ ...(company && { companyId: company }) }, { staleTime: Infinity }),
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(code ? problemText(t, { code, message: "" }) : null);

  const enter = async (person: { email: string; password: string }) => {
    setBusy(true);
    setProblem(null);
    try {
      const refusal = await signIn(person);
      if (refusal) {
        setProblem(t.signIn.refusals[refusal]);
        return;
      }
      await go(next);
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
      <p className="entrance-links">
        <Link to="/forgot">{t.accounts.forgot.link}</Link>
        {ways?.signUp && <Link to="/sign-up">{t.accounts.signUp.link}</Link>}
      </p>
      {ways?.services.map(({ id, name }) => (
        <Button key={id} block size="large" href={startOf(id, next)} style={{ marginTop: 12 }}>
          {t.accounts.with(name)}
        </Button>
      ))}
    </Entrance>
  );
}

function startOf(id: string, next = "/"): string {
  return `/api/auth/oidc/${encodeURIComponent(id)}/start?${new URLSearchParams({ next })}`;
}

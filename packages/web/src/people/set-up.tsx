import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { signIn } from "./auth.ts";
import { Entrance } from "./entrance.tsx";
import { passwordLengthMin } from "./password.ts";

interface FirstPerson {
  code: string;
  companyName: string;
  name: string;
  email: string;
  password: string;
}

/** Makes the first administrator. The code stands behind `#` in the printed address, so that no server log holds it. */
export function SetUpPage() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [code] = useState(() => codeIn(location.hash));
  const setUp = useMutation(trpc.session.setup.mutationOptions());
  const [problem, setProblem] = useState<string | null>(null);

  const finish = async (person: FirstPerson) => {
    setProblem(null);
    try {
      await setUp.mutateAsync(person);
      await signIn({ email: person.email, password: person.password });
      queryClient.clear();
      await router.invalidate();
      await router.navigate({ to: "/", replace: true });
    } catch (error) {
      setProblem(errorText(t, error));
    }
  };

  return (
    <Entrance title={t.setUp.title} lead={t.setUp.lead}>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={finish}
        initialValues={{ code }}
        disabled={setUp.isPending}
      >
        {problem && <Alert type="error" showIcon title={problem} role="alert" style={{ marginBottom: 16 }} />}
        <Form.Item
          name="code"
          label={t.setUp.code}
          hidden={code !== ""}
          extra={t.setUp.codeHelp}
          rules={[{ required: true, message: t.setUp.codeHelp }]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="companyName"
          label={t.setUp.company}
          rules={[{ required: true, whitespace: true, message: t.setUp.companyNeeded }]}
        >
          <Input autoComplete="organization" autoFocus maxLength={120} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t.people.name}
          rules={[{ required: true, whitespace: true, message: t.people.nameNeeded }]}
        >
          <Input autoComplete="name" maxLength={120} />
        </Form.Item>
        <Form.Item
          name="email"
          label={t.people.email}
          validateTrigger="onBlur"
          rules={[{ required: true, type: "email", message: t.people.emailNeeded }]}
        >
          <Input type="email" autoComplete="username" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t.people.password}
          extra={t.people.passwordRule(passwordLengthMin)}
          validateTrigger="onBlur"
          rules={[{ required: true, min: passwordLengthMin, message: t.people.passwordRule(passwordLengthMin) }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block size="large" loading={setUp.isPending}>
          {t.setUp.action}
        </Button>
      </Form>
    </Entrance>
  );
}

/** `#code=abc` or just `#abc`. */
function codeIn(hash: string): string {
  const inside = hash.replace(/^#/, "");
  return new URLSearchParams(inside).get("code") || (inside.includes("=") ? "" : inside);
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";

/** Whose people may sign up by themselves. */
export function DomainsSection() {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const domains = useQuery(trpc.signUp.domains.queryOptions());
  const set = useMutation(trpc.signUp.setDomains.mutationOptions());
  const save = async (fields: { domains: string[] }) => {
    try {
      queryClient.setQueryData(trpc.signUp.domains.queryKey(), await set.mutateAsync(fields));
      void message.success(t.accounts.domains.saved);
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t.accounts.domains.title}</h2>
        <p>{t.accounts.domains.lead}</p>
      </div>
      <QueryState query={domains} rows={1} />
      {domains.data && (
        <Form layout="vertical" className="narrow-form" initialValues={{ domains: domains.data }} onFinish={save}>
          <Form.Item name="domains" label={t.accounts.domains.label}>
            <Select
              mode="tags"
              open={false}
              suffixIcon={null}
              tokenSeparators={[",", " ", ";", "，"]}
              placeholder={t.accounts.domains.placeholder}
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={set.isPending}>
            {t.common.save}
          </Button>
        </Form>
      )}
    </section>
  );
}

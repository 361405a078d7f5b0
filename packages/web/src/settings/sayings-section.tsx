import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { languages, type Language } from "../app/i18n/languages.ts";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { QueryState } from "../ui/query-state.tsx";
import "./sayings.css";

type Sayings = Outputs["companyText"]["get"];
type Fields = Inputs["companyText"]["set"];

const occasions = ["refusal", "comfort", "handover"] as const;
type Occasion = (typeof occasions)[number];

/** What the desk says in the company's own words, each text with a preview. */
export function SayingsSection() {
  const { t } = useLanguage();
  const sayings = useQuery(useTRPC().companyText.get.queryOptions());
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t.sayings.title}</h2>
        <p>{t.sayings.lead}</p>
      </div>
      <QueryState query={sayings} />
      {sayings.data && <SayingsForm sayings={sayings.data} />}
    </section>
  );
}

function SayingsForm({ sayings }: { sayings: Sayings }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const set = useMutation(trpc.companyText.set.mutationOptions());
  const save = async (fields: Fields) => {
    try {
      const saved = await set.mutateAsync(fields);
      queryClient.setQueryData(trpc.companyText.get.queryKey(), saved);
      void message.success(t.sayings.saved);
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={sayings.texts}
      scrollToFirstError={{ block: "center" }}
      onFinish={save}
      disabled={set.isPending}
    >
      {occasions.map((occasion) => (
        <fieldset key={occasion} className="saying">
          <legend>{t.sayings.occasions[occasion].title}</legend>
          <p className="quiet">
            {t.sayings.occasions[occasion].help}
            <br />
            {t.sayings.mayHold}{" "}
            {sayings.placeholders[occasion].map((name) => (
              <Placeholder key={name} name={name} />
            ))}
          </p>
          <div className="saying-texts">
            {languages.map((language) => (
              <Saying key={language} occasion={occasion} language={language} sayings={sayings} />
            ))}
          </div>
        </fieldset>
      ))}
      <Button type="primary" htmlType="submit" loading={set.isPending}>
        {t.common.save}
      </Button>
    </Form>
  );
}

function Placeholder({ name }: { name: string }) {
  const { t } = useLanguage();
  const meanings: Record<string, string> = t.sayings.placeholders;
  return (
    <span className="saying-placeholder">
      <code>{`{${name}}`}</code> = {meanings[name]}
    </span>
  );
}

function Saying({ occasion, language, sayings }: { occasion: Occasion; language: Language; sayings: Sayings }) {
  const { t, format } = useLanguage();
  const text: unknown = Form.useWatch([occasion, language]);
  const fallback = sayings.defaults[occasion][language];
  const shown = typeof text === "string" && text.trim() ? text : fallback;
  const known = sayings.placeholders[occasion];
  const label = t.sayings.textIn(t.sayings.occasions[occasion].title, t.languages[language]);
  return (
    <div>
      <Form.Item
        name={[occasion, language]}
        label={<span aria-hidden>{t.languages[language]}</span>}
        rules={[
          { max: sayings.charactersMax, message: t.sayings.tooLong(format.number(sayings.charactersMax)) },
          { validator: (_, value) => noneUnknown(typeof value === "string" ? value : "", known, t.problems) },
        ]}
      >
        <Input.TextArea
          aria-label={label}
          lang={language}
          placeholder={fallback}
          autoSize={{ minRows: 3, maxRows: 10 }}
        />
      </Form.Item>
      <div className="saying-preview" lang={language}>
        <span className="quiet">{t.sayings.preview}</span>
        <Markdown text={filled(shown, t.sayings.samples[language])} />
      </div>
    </div>
  );
}

function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{(question|nearest)\}/g, (whole, name: string) => values[name] ?? whole);
}

async function noneUnknown(text: string, known: readonly string[], problems: Record<string, string>): Promise<void> {
  const found = Array.from(text.matchAll(/\{([^{}\n]*)\}/g)).find(([, name = ""]) => !known.includes(name));
  if (found) throw new Error(`${found[0]}: ${problems["company_text.placeholder"]}`);
}

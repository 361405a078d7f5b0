import type { Trace } from "@docent/core/chat/trace";
import { useLanguage } from "../app/language.tsx";
import { modelName } from "./model-name.ts";
import { ParameterFacts } from "./parameter-facts.tsx";

interface ModelCallProps {
  trace: Trace;
  /** The parameters that the asker wanted. */
  wanted?: NonNullable<Trace["parameters"]>["sent"] | undefined;
}

/** Who wrote the answer and how, from what prompt, and for how many tokens. */
export function ModelCall({ trace, wanted }: ModelCallProps) {
  const { model, parameters, promptVersion, template, prompt, tokens, support } = trace;
  const { t, format } = useLanguage();
  return (
    <>
      <dl className="facts figures">
        <dt>{t.trace.facts.model}</dt>
        <dd>{modelName(t, model, t.ask.quotedShort)}</dd>
        {parameters && <ParameterFacts parameters={parameters} wanted={wanted} />}
        {promptVersion !== undefined && (
          <>
            <dt>{t.trace.facts.prompt}</dt>
            <dd>{promptVersion}</dd>
          </>
        )}
        {template && (
          <>
            <dt>{t.trace.facts.template}</dt>
            <dd>
              {template.name} · {t.templates.version(format.number(template.number))}
            </dd>
          </>
        )}
        {tokens && (
          <>
            <dt>{t.trace.facts.tokens}</dt>
            <dd>{t.trace.tokens(format.number(tokens.input), format.number(tokens.output))}</dd>
          </>
        )}
        {support && (
          <>
            <dt>{t.trace.facts.support}</dt>
            <dd>{t.trace.support(format.number(support.checked), format.number(support.unsupported))}</dd>
          </>
        )}
      </dl>
      {prompt !== undefined && (
        <details className="trace-prompt">
          <summary>{t.trace.promptText}</summary>
          <p className="quiet">{t.trace.promptNote}</p>
          <pre tabIndex={0}>{prompt}</pre>
        </details>
      )}
    </>
  );
}

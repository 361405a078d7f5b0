import type { Trace } from "@docent/core/chat/trace";
import { useLanguage } from "../app/language.tsx";

type Sent = NonNullable<Trace["parameters"]>["sent"];
type Name = keyof Sent;

const names = [
  "temperature",
  "topP",
  "topK",
  "outputTokensMax",
  "stop",
  "presencePenalty",
  "frequencyPenalty",
] as const satisfies Name[];

interface ParameterFactsProps {
  parameters: NonNullable<Trace["parameters"]>;
  /** What the asker wanted. */
  wanted: Sent | undefined;
}

/** The parameters that the model was sent, with what was wanted in their place, and those that it was not sent. */
export function ParameterFacts({ parameters: { sent, unsent }, wanted = {} }: ParameterFactsProps) {
  const { t, format } = useLanguage();
  const texts = t.dials.trace;
  const valueOf = (parameters: Sent, name: Name) => {
    const value = parameters[name];
    return typeof value === "number"
      ? format.number(value)
      : (value ?? []).map((stop) => JSON.stringify(stop)).join(" ");
  };
  const told = names.flatMap((name) => {
    if (sent[name] === undefined) return [];
    const value = valueOf(sent, name);
    const asked = wanted[name] === undefined ? value : valueOf(wanted, name);
    return [texts.pair(t.dials.names[name], value) + (asked === value ? "" : texts.asked(asked))];
  });
  const untold = names.flatMap((name) => {
    const why = unsent[name];
    return why ? [texts.withWhy(t.dials.names[name], texts.why[why])] : [];
  });
  return (
    <>
      <dt>{texts.sent}</dt>
      <dd>{told.length ? told.join(" · ") : texts.nothing}</dd>
      {untold.length > 0 && (
        <>
          <dt>{texts.unsent}</dt>
          <dd>{untold.join(" · ")}</dd>
        </>
      )}
    </>
  );
}

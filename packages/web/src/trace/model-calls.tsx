import type { Call } from "@docent/core/usage/call";
import { useLanguage } from "../app/language.tsx";
import { costText } from "../usage/cost-text.ts";

/** Each call of a model for an answer, with what it took and cost, and what all of them did. */
export function ModelCalls({ calls }: { calls: readonly Call[] }) {
  const { t, format } = useLanguage();
  const texts = t.usage.calls;
  const tokens = (input: number, output: number) => t.usage.tokensOf(format.number(input), format.number(output));
  const total = calls.reduce(
    ({ input, output }, call) => ({ input: input + call.tokens.input, output: output + call.tokens.output }),
    { input: 0, output: 0 },
  );
  return (
    <div className="model-calls" role="group" aria-label={texts.title} tabIndex={0}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{texts.stage}</th>
            <th scope="col">{texts.model}</th>
            <th scope="col" className="number">
              {texts.tokens}
            </th>
            <th scope="col" className="number">
              {texts.cost}
            </th>
            <th scope="col" className="number time">
              {texts.time}
            </th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call, at) => (
            // calls have no name of their own, and their order stays
            <tr key={at}>
              <th scope="row">
                {t.usage.stages[call.stage]}
                {call.state !== "answered" && <span className="quiet"> ({texts.states[call.state]})</span>}
              </th>
              <td>{call.model}</td>
              <td className="number">
                {tokens(call.tokens.input, call.tokens.output)}
                {call.estimated && <span className="quiet"> ({texts.estimated})</span>}
              </td>
              <td className="number">{costText(format, costsOf([call]))}</td>
              <td className="number time">{texts.milliseconds(format.number(call.milliseconds))}</td>
            </tr>
          ))}
        </tbody>
        {calls.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={2}>
                {texts.total}
              </th>
              <td className="number">{tokens(total.input, total.output)}</td>
              <td className="number">{costText(format, costsOf(calls))}</td>
              <td className="time" />
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

/** By currency. */
function costsOf(calls: readonly Call[]): Record<string, number> {
  const costs: Record<string, number> = {};
  for (const { cost } of calls) if (cost) costs[cost.currency] = (costs[cost.currency] ?? 0) + cost.amount;
  return costs;
}

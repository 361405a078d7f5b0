import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button } from "antd";
import { useDeferredValue, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useMe } from "../app/me.ts";
import { useTRPC } from "../app/trpc.ts";
import { useGate } from "../test-sets/use-gate.tsx";
import { Failure } from "../ui/failure.tsx";
import { agree, never, type Measure, type Measured, type Place, type Places, type View } from "./cut-place.ts";
import { MeasureCard } from "./measure-card.tsx";
import { TwoNumbers } from "./two-numbers.tsx";
import { WrongList } from "./wrong-list.tsx";

/** The two numbers, the cuts that make them, and the questions that these cuts decide wrongly. */
export function CutsSection({ view, measured }: { view: View; measured: Measured }) {
  const { t, format } = useLanguage();
  const trpc = useTRPC();
  const separable = measured.verdict === "separable";
  const [draft, setDraft] = useState<Places>(view.basis || !separable ? view.inForce : measured.proposed);
  const [looked, setLooked] = useState<Places>({});
  const cuts = { ...view.inForce, ...draft };
  const at = useQuery(
    trpc.calibration.at.queryOptions({ cuts: useDeferredValue(cuts) }, { placeholderData: keepPreviousData }),
  );
  const asProposed = separable && agree(measured.proposed, cuts);
  const asInForce = agree(cuts, view.inForce);
  const place = (measure: Measure): Place => cuts[measure] ?? { hard: never, soft: never };
  const deciding = measured.measures.filter(({ decides }) => decides);
  const routes = measured.measures.filter(({ decides }) => !decides);
  const heldOut = asProposed ? measured.promised : null;
  const mistakes = heldOut ?? at.data?.mistakes ?? measured.now;
  return (
    <>
      <section className="card" aria-labelledby="two-numbers">
        <h2 id="two-numbers">{t.studio.numbers.title}</h2>
        <TwoNumbers
          mistakes={mistakes}
          caption={
            asInForce ? t.studio.numbers.inForce : asProposed ? t.studio.numbers.proposed : t.studio.numbers.moved
          }
          note={t.studio.numbers[heldOut ? "heldOut" : asInForce && !view.basis ? "chosenElsewhere" : "onLabels"]}
        />
        {at.isError && <Failure error={at.error} onRetry={() => void at.refetch()} />}
        <Verdict measured={measured} least={view.least} />
      </section>
      <section className="card" aria-labelledby="cuts">
        <div className="card-head">
          <h2 id="cuts">{t.studio.cuts.title}</h2>
          <p>{t.studio.cuts.lead}</p>
        </div>
        {deciding.map((one) => (
          <MeasureCard
            key={one.measure}
            view={one}
            place={place(one.measure)}
            onPlace={(next) => setDraft({ ...draft, [one.measure]: next })}
          />
        ))}
        <CutActions
          view={view}
          cuts={cuts}
          changed={!asInForce}
          onPropose={separable && !asProposed ? () => setDraft(measured.proposed) : undefined}
          onBack={asInForce ? undefined : () => setDraft(view.inForce)}
        />
        <p className="quiet">{view.basis ? t.studio.cuts.own(format.number(view.basis.labels)) : t.studio.cuts.ours}</p>
      </section>
      {at.data && <WrongList outlook={at.data} />}
      {routes.length > 0 && (
        <section className="card" aria-labelledby="routes">
          <div className="card-head">
            <h2 id="routes">{t.studio.cuts.routes}</h2>
            <p>{t.studio.cuts.routesLead}</p>
          </div>
          {routes.map((one) => {
            const middle = one.points[Math.floor(one.points.length / 2)]?.cut ?? 0;
            return (
              <MeasureCard
                key={one.measure}
                view={one}
                place={looked[one.measure] ?? { hard: middle, soft: middle }}
                onPlace={(next) => setLooked({ ...looked, [one.measure]: next })}
              />
            );
          })}
        </section>
      )}
    </>
  );
}

/** What the labels do not allow to say, and what to do about it. */
function Verdict({ measured: { verdict, softProven }, least }: { measured: Measured; least: View["least"] }) {
  const { t, format } = useLanguage();
  if (verdict === "too_few")
    return (
      <Alert
        className="studio-note"
        type="info"
        showIcon
        title={t.studio.measure.tooFew(format.number(least.labels))}
      />
    );
  if (verdict === "not_separable")
    return <Alert className="studio-note" type="warning" showIcon title={t.studio.measure.notSeparable} />;
  if (softProven) return null;
  return <p className="quiet studio-note">{t.studio.measure.softUnproven(format.number(least.soft))}</p>;
}

interface CutActionsProps {
  view: View;
  cuts: Places;
  changed: boolean;
  onPropose: (() => void) | undefined;
  onBack: (() => void) | undefined;
}

function CutActions({ view, cuts, changed, onPropose, onBack }: CutActionsProps) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const { user } = useMe();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.calibration.pathKey() });
  const store = useMutation(trpc.calibration.store.mutationOptions());
  const reset = useMutation(trpc.calibration.reset.mutationOptions());
  const perform = async (work: () => Promise<unknown>, said: string) => {
    try {
      await work();
      void message.success(said);
    } catch (error) {
      void message.error(errorText(t, error));
    }
    await refresh();
  };
  const { mayMake, gate } = useGate();
  const confirmStore = async () => {
    const { storeTitle: title, storeText: text, stored } = t.studio.cuts;
    if (!(await mayMake({ title, text, change: { type: "cuts", cuts } }))) return;
    await perform(() => store.mutateAsync({ cuts }), stored);
  };
  const confirmReset = async () => {
    if (!(await mayMake({ title: t.testSets.gate.ownCuts, change: { type: "cuts", cuts: null } }))) return;
    await perform(() => reset.mutateAsync(), t.studio.cuts.resetDone);
  };
  const mayStore = user.role === "admin";
  return (
    <div className="cut-actions">
      {gate}
      {mayStore && (
        <Button
          type="primary"
          disabled={!changed && view.basis !== null && view.stale.length === 0}
          onClick={() => void confirmStore()}
        >
          {t.studio.cuts.store}
        </Button>
      )}
      {onPropose && <Button onClick={onPropose}>{t.studio.cuts.propose}</Button>}
      {onBack && <Button onClick={onBack}>{t.studio.cuts.back}</Button>}
      {mayStore && view.basis && (
        <Button type="text" loading={reset.isPending} onClick={() => void confirmReset()}>
          {t.studio.cuts.reset}
        </Button>
      )}
      {!mayStore && <span className="quiet">{t.studio.cuts.onlyAdmin}</span>}
    </div>
  );
}

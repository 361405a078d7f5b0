import { DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Progress, Tag } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { useUndo } from "../ui/use-undo.ts";
import { BudgetDialog } from "./budget-dialog.tsx";
import { inputOf, subjectText } from "./budget-text.ts";
import type { Budget } from "./usage-view.ts";

/** What may be spent, and how far it is. */
export function BudgetsSection() {
  const { t } = useLanguage();
  const texts = t.usage.budgets;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const budgets = useQuery(trpc.budget.list.queryOptions());
  const [editing, setEditing] = useState<Budget | "new" | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.budget.pathKey() });
  const { done, tell } = useUndo(refresh);
  const add = useMutation(trpc.budget.add.mutationOptions());
  const remove = useMutation(trpc.budget.remove.mutationOptions());
  const removeOne = async (budget: Budget) => {
    try {
      await remove.mutateAsync({ id: budget.id });
      await tell(texts.removed(subjectText(t, budget)), () => add.mutateAsync(inputOf(budget)));
    } catch (error) {
      void message.error(errorText(t, error));
      await refresh();
    }
  };
  return (
    <section className="card" aria-labelledby="budgets">
      <div className="card-head usage-head">
        <div>
          <h2 id="budgets">{texts.title}</h2>
          <p>{texts.lead}</p>
        </div>
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => setEditing("new")}>
          {texts.add}
        </Button>
      </div>
      <UndoBar done={done} />
      <QueryState query={budgets} rows={2} />
      {budgets.data?.length === 0 && <p className="quiet">{texts.none}</p>}
      <ul className="budgets">
        {budgets.data?.map((budget) => (
          <BudgetLine
            key={budget.id}
            budget={budget}
            onEdit={() => setEditing(budget)}
            onRemove={() => void removeOne(budget)}
          />
        ))}
      </ul>
      <BudgetDialog budget={editing} onClose={() => setEditing(null)} onSaved={refresh} />
    </section>
  );
}

interface BudgetLineProps {
  budget: Budget;
  onEdit: () => void;
  onRemove: () => void;
}

function BudgetLine({ budget, onEdit, onRemove }: BudgetLineProps) {
  const { t, format } = useLanguage();
  const texts = t.usage.budgets;
  const { subject, tokensMax, costMax, currency, tokens, cost, share, opensAt, model } = budget;
  const name = subjectText(t, budget);
  const spent = [
    tokensMax !== null && texts.of(format.number(tokens), texts.tokens(format.number(tokensMax))),
    costMax !== null && currency !== null && texts.of(format.money(cost, currency), format.money(costMax, currency)),
  ].filter((text) => text !== false);
  return (
    <li aria-label={name}>
      <div className="budget-about">
        <p className="budget-name">
          <strong>{name}</strong>
          {share >= 1 ? (
            <Tag color="error">{texts.spent}</Tag>
          ) : (
            share >= 0.8 && <Tag color="warning">{texts.nearly}</Tag>
          )}
        </p>
        <Progress
          percent={Math.min(100, Math.round(share * 100))}
          status={share >= 1 ? "exception" : "normal"}
          showInfo={false}
          aria-label={name}
        />
        <p className="figures">
          {subject === "everyone" && <span className="quiet">{texts.most} </span>}
          {spent.join(" · ")}
        </p>
        <p className="quiet">
          {[texts.opens(format.moment(opensAt)), model === null ? texts.stops : texts.cheaper(model)].join(" · ")}
        </p>
      </div>
      <Button
        type="text"
        icon={<EditOutlined aria-hidden />}
        aria-label={texts.edit(name)}
        title={texts.edit(name)}
        onClick={onEdit}
      />
      <Button
        type="text"
        danger
        icon={<DeleteOutlined aria-hidden />}
        aria-label={texts.remove(name)}
        title={texts.remove(name)}
        onClick={onRemove}
      />
    </li>
  );
}

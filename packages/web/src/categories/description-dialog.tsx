import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, AutoComplete, Button, Form, Modal, Select } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { CategorySelect } from "./category-select.tsx";
import { changesFrom, pairsOf, problemsIn, withAnother, type Pair } from "./pairs.ts";
import "./categories.css";

type Before = Outputs["document"]["describe"];

interface DescriptionDialogProps {
  /** None while the dialog is closed. */
  documentIds: readonly string[];
  /** Of one document, what is said about it now; several are changed only in what is filled in. */
  held?: { category: string | null; metadata: Record<string, string> };
  onClose: () => void;
  /** With what was said before, to go back to. */
  onDone: (before: Before) => void;
}

/** What is said about one document or about several: their category and further details. */
export function DescriptionDialog(props: DescriptionDialogProps) {
  const { documentIds, held, onClose } = props;
  const { t, format } = useLanguage();
  const { describe } = t.categories;
  const count = documentIds.length;
  return (
    <Modal
      open={count > 0}
      title={held ? describe.titleOne : describe.titleMany(format.number(count), count)}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
      width={520}
    >
      <DescriptionForm {...props} />
    </Modal>
  );
}

const noProblems: ReturnType<typeof problemsIn> = new Map();

/** Stands for leaving the category of several documents as it is. */
const leave = "leave";

function DescriptionForm({ documentIds, held, onClose, onDone }: DescriptionDialogProps) {
  const { t } = useLanguage();
  const { describe } = t.categories;
  const [category, setCategory] = useState<string | null>(held ? held.category : leave);
  const [pairs, setPairs] = useState<Pair[]>(() => pairsOf(held?.metadata ?? {}));
  const [tried, setTried] = useState(false);
  const problems = problemsIn(pairs, !held);
  const save = useMutation(useTRPC().document.describe.mutationOptions());
  const submit = () => {
    setTried(true);
    if (problems.size > 0) return;
    const isChanged = held ? category !== held.category : category !== leave;
    const metadata = changesFrom(held?.metadata ?? {}, pairs);
    if (!isChanged && Object.keys(metadata).length === 0) return onClose();
    save.mutate(
      { ids: [...documentIds], ...(isChanged && { category }), metadata },
      {
        onSuccess: (before) => {
          onDone(before);
          onClose();
        },
      },
    );
  };
  return (
    <Form layout="vertical" requiredMark={false} onFinish={submit}>
      {save.error && <Alert type="error" showIcon title={errorText(t, save.error)} style={{ marginBottom: 16 }} />}
      {!held && <p className="description-help">{describe.leaveHelp}</p>}
      <Form.Item label={t.categories.category}>
        {held ? (
          <CategorySelect
            label={t.categories.category}
            value={category}
            placeholder={t.categories.without}
            onChange={setCategory}
          />
        ) : (
          <CategoryOfMany value={category} onChange={setCategory} />
        )}
      </Form.Item>
      <Form.Item label={describe.info} extra={held && describe.oneHelp}>
        <Pairs pairs={pairs} problems={tried ? problems : noProblems} onChange={setPairs} />
        <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setPairs(withAnother(pairs))}>
          {describe.addPair}
        </Button>
      </Form.Item>
      <div className="dialog-foot">
        <Button onClick={onClose}>{t.categories.cancel}</Button>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t.common.save}
        </Button>
      </div>
    </Form>
  );
}

/** The same with a choice to leave every document its own. */
function CategoryOfMany({ value, onChange }: { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useLanguage();
  const [choosing, setChoosing] = useState<"leave" | "none" | "one">("leave");
  return (
    <div className="category-of-many">
      <Select
        aria-label={t.categories.category}
        value={choosing}
        options={[
          { value: "leave", label: t.categories.describe.leave },
          { value: "none", label: t.categories.without },
          { value: "one", label: t.categories.describe.choose },
        ]}
        onChange={(next) => {
          setChoosing(next);
          onChange(next === "none" ? null : leave);
        }}
      />
      {choosing === "one" && (
        <CategorySelect
          label={t.categories.describe.choose}
          value={value}
          placeholder={t.categories.describe.choose}
          onChange={(id) => onChange(id ?? leave)}
        />
      )}
    </div>
  );
}

interface PairsProps {
  pairs: readonly Pair[];
  problems: ReturnType<typeof problemsIn>;
  onChange: (pairs: Pair[]) => void;
}

/** Names and values, with those that other documents have to choose from. */
function Pairs({ pairs, problems, onChange }: PairsProps) {
  const { t } = useLanguage();
  const { describe } = t.categories;
  const facets = useQuery(useTRPC().library.facets.queryOptions({}, { staleTime: 60_000 })).data?.metadata ?? [];
  const change = (key: number, changes: Partial<Pair>) =>
    onChange(pairs.map((pair) => (pair.key === key ? { ...pair, ...changes } : pair)));
  const valuesOf = (name: string) => facets.find((facet) => facet.name.toLowerCase() === name.trim().toLowerCase());
  return (
    <ul className="description-pairs" aria-label={describe.info}>
      {pairs.map(({ key, name, value }) => {
        const problem = problems.get(key);
        return (
          <li key={key}>
            <AutoComplete
              value={name}
              maxLength={60}
              options={facets.map((facet) => ({ value: facet.name }))}
              showSearch={{ filterOption: startsLike }}
              placeholder={describe.namePlaceholder}
              aria-label={describe.name}
              {...(problem && { status: "error" as const })}
              onChange={(next: string) => change(key, { name: next })}
            />
            <AutoComplete
              value={value}
              maxLength={200}
              options={(valuesOf(name)?.values ?? []).map((one) => ({ value: one.value }))}
              showSearch={{ filterOption: startsLike }}
              placeholder={describe.valuePlaceholder}
              aria-label={name.trim() ? describe.valueOf(name) : describe.value}
              {...(problem === "valueNeeded" && { status: "error" as const })}
              onChange={(next: string) => change(key, { value: next })}
            />
            <Button
              type="text"
              icon={<CloseOutlined aria-hidden />}
              aria-label={describe.removePair(name)}
              title={describe.removePair(name)}
              onClick={() => onChange(pairs.filter((pair) => pair.key !== key))}
            />
            {problem && (
              <span className="description-problem" role="alert">
                {describe[problem]}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function startsLike(typed: string, option?: { value: string }): boolean {
  return option?.value.toLowerCase().includes(typed.trim().toLowerCase()) ?? false;
}

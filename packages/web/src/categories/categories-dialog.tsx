import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { App, Button, Input, Modal } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { Failure } from "../ui/failure.tsx";
import { useRefreshCategories, type CategoryInfo } from "./use-categories.ts";
import "./categories.css";

/** The company's categories: add, rename, remove. */
export function CategoriesDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Modal open={open} title={t.categories.title} footer={null} onCancel={onClose} destroyOnHidden width={480}>
      <p className="categories-lead">{t.categories.lead}</p>
      <Categories />
    </Modal>
  );
}

function Categories() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const refresh = useRefreshCategories();
  const list = useQuery(trpc.category.list.queryOptions());
  const create = useMutation(trpc.category.create.mutationOptions({ onSettled: refresh }));
  const [name, setName] = useState("");
  const add = () => name.trim() && create.mutate({ name }, { onSuccess: () => setName("") });
  return (
    <>
      <form
        className="categories-add"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Input
          autoFocus
          value={name}
          maxLength={80}
          autoComplete="off"
          placeholder={t.categories.newName}
          aria-label={t.categories.newName}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="primary" htmlType="submit" disabled={!name.trim()} loading={create.isPending}>
          {t.categories.add}
        </Button>
      </form>
      {create.error && (
        <p className="categories-problem" role="alert">
          {errorText(t, create.error)}
        </p>
      )}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && <p className="quiet">{t.categories.none}</p>}
      {list.data && list.data.length > 0 && (
        <ul className="categories-list" aria-label={t.categories.title}>
          {list.data.map((category) => (
            <CategoryLine key={category.id} category={category} />
          ))}
        </ul>
      )}
    </>
  );
}

function CategoryLine({ category: { id, name, documents } }: { category: CategoryInfo }) {
  const { t, format } = useLanguage();
  const { modal, message } = App.useApp();
  const trpc = useTRPC();
  const refresh = useRefreshCategories();
  const [typed, setTyped] = useState<string | null>(null);
  const onError = (error: unknown) => void message.error(errorText(t, error));
  const rename = useMutation(trpc.category.rename.mutationOptions({ onError, onSettled: refresh }));
  const remove = useMutation(trpc.category.remove.mutationOptions({ onError, onSettled: refresh }));
  const save = () => {
    if (!typed?.trim() || typed.trim() === name) return setTyped(null);
    rename.mutate({ id, name: typed }, { onSuccess: () => setTyped(null) });
  };
  if (typed !== null) {
    return (
      <li>
        <Input
          autoFocus
          value={typed}
          maxLength={80}
          autoComplete="off"
          aria-label={t.categories.nameOf(name)}
          onChange={(event) => setTyped(event.target.value)}
          onPressEnter={save}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            // the name alone is left, not the dialog
            event.stopPropagation();
            setTyped(null);
          }}
        />
        <Button type="primary" loading={rename.isPending} onClick={save}>
          {t.common.save}
        </Button>
        <Button onClick={() => setTyped(null)}>{t.categories.cancel}</Button>
      </li>
    );
  }
  return (
    <li>
      <span className="categories-name">{name}</span>
      <span className="quiet figures">{t.categories.documents(format.number(documents), documents)}</span>
      <Button
        type="text"
        icon={<EditOutlined aria-hidden />}
        aria-label={t.categories.rename(name)}
        title={t.categories.rename(name)}
        onClick={() => setTyped(name)}
      />
      <Button
        type="text"
        danger
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t.categories.remove(name)}
        title={t.categories.remove(name)}
        onClick={() =>
          void modal.confirm({
            title: t.categories.removeTitle(name),
            content: t.categories.removeText(format.number(documents), documents),
            okText: t.common.delete,
            okButtonProps: { danger: true },
            onOk: () => remove.mutateAsync({ id }).catch(() => undefined),
          })
        }
      />
    </li>
  );
}

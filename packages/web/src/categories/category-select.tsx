import { PlusOutlined, TagOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Select } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { useCategories, useRefreshCategories } from "./use-categories.ts";

interface CategorySelectProps {
  label: string;
  /** A category's id. */
  value: string | null;
  placeholder: string;
  className?: string;
  onChange: (id: string | null) => void;
}

/** One of the company's categories or none; editors make a new one by typing its name. */
export function CategorySelect({ label, value, placeholder, className, onChange }: CategorySelectProps) {
  const { t } = useLanguage();
  const { user } = useMe();
  const { message } = App.useApp();
  const categories = useCategories();
  const refresh = useRefreshCategories();
  const create = useMutation(useTRPC().category.create.mutationOptions());
  const [typed, setTyped] = useState("");
  const name = typed.trim();
  const isKnown = categories.some((category) => category.name.toLowerCase() === name.toLowerCase());
  const add = async () => {
    try {
      const { id } = await create.mutateAsync({ name });
      setTyped("");
      await refresh();
      onChange(id);
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  return (
    <Select
      {...(className && { className })}
      allowClear
      prefix={<TagOutlined aria-hidden />}
      aria-label={label}
      placeholder={placeholder}
      value={categories.some(({ id }) => id === value) ? value : null}
      options={categories.map(({ id, name }) => ({ value: id, label: name }))}
      showSearch={{ optionFilterProp: "label", searchValue: typed, onSearch: setTyped }}
      popupMatchSelectWidth={240}
      notFoundContent={<span className="quiet">{name ? t.categories.noMatch : t.categories.none}</span>}
      popupRender={(list) => (
        <>
          {list}
          {user.role !== "member" && name && !isKnown && (
            <Button
              block
              type="text"
              icon={<PlusOutlined aria-hidden />}
              loading={create.isPending}
              onClick={() => void add()}
            >
              {t.categories.addNamed(name)}
            </Button>
          )}
        </>
      )}
      onChange={(id: string | undefined) => onChange(id ?? null)}
    />
  );
}

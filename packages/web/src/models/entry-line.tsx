import { CopyOutlined, DeleteOutlined, EditOutlined, MoreOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Dropdown, Tag } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import type { Editing } from "./entry-drawer.tsx";
import { whereOf, type Entry } from "./entry.ts";
import { ModelTried } from "./model-tried.tsx";
import { useRefreshModels } from "./use-models.ts";

interface EntryLineProps {
  entry: Entry;
  others: readonly Entry[];
  groups: Outputs["group"]["list"];
  onEdit: (editing: Editing) => void;
}

/** A model of the catalogue, a try of it, and what can be done to it. */
export function EntryLine({ entry, others, groups, onEdit }: EntryLineProps) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.list;
  const test = useMutation(useTRPC().model.try.mutationOptions());
  const confirmRemove = useConfirmRemove(entry);
  const { id, kind, name, place } = entry;
  const copy = { key: "copy", icon: <CopyOutlined aria-hidden />, label: texts.duplicate };
  const own = [
    { key: "edit", icon: <EditOutlined aria-hidden />, label: texts.edit },
    copy,
    { key: "remove", icon: <DeleteOutlined aria-hidden />, label: texts.remove, danger: true },
  ];
  const items = entry.configured ? [copy] : own;
  const act = (key: string) => {
    if (key === "remove") confirmRemove();
    else onEdit({ type: key === "copy" ? "copy" : "change", entry });
  };
  return (
    <li className="entry" aria-label={name}>
      <div className="entry-about">
        <p className="entry-name">
          <strong>{name}</strong>
          {entry.uses.map((use) => (
            <Tag key={use} color={use === "embed-next" ? "processing" : "success"}>
              {texts.uses[use]}
            </Tag>
          ))}
          {entry.configured && <Tag title={texts.configuredHelp}>{texts.configured}</Tag>}
        </p>
        <p>{[t.models.catalogue.providers[place.provider], place.model, whereOf(place)].filter(Boolean).join(" · ")}</p>
        <Facts entry={entry} others={others} groups={groups} />
      </div>
      <div className="entry-actions">
        <Button
          aria-label={texts.tryOf(name)}
          loading={test.isPending}
          onClick={() => test.mutate({ id, kind, place })}
        >
          {texts.try}
        </Button>
        <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items, onClick: ({ key }) => act(key) }}>
          <Button type="text" icon={<MoreOutlined aria-hidden />} aria-label={texts.more(name)} />
        </Dropdown>
      </div>
      <ModelTried kind={kind} data={test.data} error={test.error} />
    </li>
  );
}

/** What else is known of it, in a line. */
function Facts({ entry, others, groups }: Omit<EntryLineProps, "onEdit">) {
  const { t, format } = useLanguage();
  const texts = t.models.catalogue.list;
  const { kind, place, key, price, dimensions, abilities, limits, fallbackId, groupIds } = entry;
  const isAws = place.provider === "bedrock" || place.provider === "sagemaker";
  const standIn = others.find(({ id }) => id === fallbackId);
  const allowed = groups.filter(({ id }) => groupIds.includes(id)).map(({ name }) => name);
  const money = (value: number) => format.money(value * 1_000_000, price?.currency ?? "USD");
  const facts = [
    place.provider !== "onnx" && (key ? texts.keys[key] : isAws ? texts.ownRole : texts.noKey),
    price &&
      (kind === "chat" ? texts.price(money(price.input), money(price.output)) : texts.priceInput(money(price.input))),
    dimensions !== null && texts.dimensions(format.number(dimensions)),
    limits.requests && t.usage.form.requestsShort(format.number(limits.requests)),
    limits.tokens && t.usage.form.tokensShort(format.number(limits.tokens)),
    abilities.contextTokens && texts.context(format.number(abilities.contextTokens)),
    abilities.sees && texts.sees,
    standIn && texts.standIn(standIn.name),
    allowed.length > 0 && texts.groups(format.list(allowed)),
  ].filter((fact) => typeof fact === "string");
  return facts.length > 0 && <p className="quiet">{facts.join(" · ")}</p>;
}

function useConfirmRemove({ id, name }: Entry): () => void {
  const { t } = useLanguage();
  const texts = t.models.catalogue.list;
  const { modal, message } = App.useApp();
  const refresh = useRefreshModels();
  const remove = useMutation(
    useTRPC().model.remove.mutationOptions({
      onSuccess: () => void message.success(texts.removed),
      onError: (error) => void message.error(errorText(t, error)),
      onSettled: refresh,
    }),
  );
  return () =>
    void modal.confirm({
      title: texts.removeTitle(name),
      content: texts.removeText,
      okText: texts.remove,
      okButtonProps: { danger: true },
      onOk: () => remove.mutate({ id }),
    });
}

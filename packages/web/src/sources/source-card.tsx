import {
  CloudServerOutlined,
  DeleteOutlined,
  EditOutlined,
  FolderOutlined,
  GlobalOutlined,
  LinkOutlined,
  MoreOutlined,
} from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { RemoveSource } from "./remove-source.tsx";
import { SourceProgress } from "./source-progress.tsx";
import { SourceResult } from "./source-result.tsx";
import { isUnderWay, kindText, nameOf, type SourceInfo } from "./source-text.ts";

const icons = { urls: LinkOutlined, crawl: GlobalOutlined, folder: FolderOutlined, s3: CloudServerOutlined };

interface SourceCardProps {
  source: SourceInfo;
  libraryId: string;
  now: number;
  onChange: () => void;
}

/** One source: what it covers, how its newest run went or goes, and what can be done with it. */
export function SourceCard({ source, libraryId, now, onChange }: SourceCardProps) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const told = {
    onError: (error: unknown) => void message.error(errorText(t, error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.source.pathKey() }),
  };
  const sync = useMutation(trpc.source.sync.mutationOptions(told));
  const stop = useMutation(trpc.source.stop.mutationOptions(told));
  const name = nameOf(source, t, format);
  const Icon = icons[source.settings.kind];
  const underWay = isUnderWay(source.sync);
  const items = [
    { key: "edit", icon: <EditOutlined aria-hidden />, label: t.sources.edit, onClick: onChange },
    {
      key: "remove",
      icon: <DeleteOutlined aria-hidden />,
      label: t.sources.remove,
      danger: true,
      onClick: () => setRemoving(true),
    },
  ];
  return (
    <li className="source">
      <div className="source-head">
        <span className="source-icon">
          <Icon aria-hidden />
        </span>
        <div className="source-title">
          <h2>{name}</h2>
          <p className="quiet">
            {[
              kindText(source, t, format),
              t.sources.documents(format.number(source.documents), source.documents),
              source.schedule === "never" ? t.sources.manual : t.sources.schedules[source.schedule],
            ].join(" · ")}
          </p>
        </div>
        <div className="source-actions">
          {!underWay && (
            <Button
              size="small"
              loading={sync.isPending}
              aria-label={t.sources.syncOf(name)}
              onClick={() => sync.mutate({ id: source.id })}
            >
              {t.sources.sync}
            </Button>
          )}
          <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items }}>
            <Button size="small" icon={<MoreOutlined aria-hidden />} aria-label={t.sources.more(name)} />
          </Dropdown>
        </div>
      </div>
      {source.sync && underWay && (
        <SourceProgress sync={source.sync} stopping={stop.isPending} onStop={() => stop.mutate({ id: source.id })} />
      )}
      {source.sync && !underWay && <SourceResult source={source} sync={source.sync} name={name} now={now} />}
      {removing && <RemoveSource source={source} libraryId={libraryId} onClose={() => setRemoving(false)} />}
    </li>
  );
}

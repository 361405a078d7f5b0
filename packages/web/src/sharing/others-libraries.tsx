import { LockOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { SharingDialog } from "./sharing-dialog.tsx";
import "./sharing.css";

/** For administrators: private libraries that they do not read, and whose owners they can change. */
export function OthersLibraries() {
  const { t } = useLanguage();
  const [open, setOpen] = useState<string | null>(null);
  const others = (useQuery(useTRPC().sharing.list.queryOptions()).data ?? []).filter(({ readable }) => !readable);
  if (others.length === 0) return null;
  return (
    <section className="others-libraries" aria-labelledby="others-libraries">
      <h2 id="others-libraries">{t.sharing.others}</h2>
      <p className="quiet">{t.sharing.othersHelp}</p>
      <ul>
        {others.map(({ id, name, owners }) => (
          <li key={id}>
            <Button type="text" onClick={() => setOpen(id)}>
              <LockOutlined aria-hidden /> {name}
              <span className="quiet">
                {owners.length ? t.sharing.ownedBy(owners.join(t.sharing.summary.and)) : t.sharing.noOwner}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <SharingDialog libraryId={open} onClose={() => setOpen(null)} />
    </section>
  );
}

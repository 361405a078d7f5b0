import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { SharingDialog } from "./sharing-dialog.tsx";

/** For administrators: private libraries that they do not read, and whose owners they can change. */
export function OthersLibraries() {
  const { t } = useLanguage();
  const [open, setOpen] = useState<string | null>(null);
  const others = (useQuery(useTRPC().sharing.list.queryOptions()).data ?? []).filter(({ readable }) => !readable);
  if (others.length === 0) return null;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t.sharing.others}</h2>
        <p>{t.sharing.othersHelp}</p>
      </div>
      <ul className="people">
        {others.map(({ id, name, owners }) => (
          <li key={id} className="group-line">
            <span className="person-name">
              <strong>{name}</strong>
              <span className="quiet">
                {owners.length ? t.sharing.ownedBy(owners.join(t.sharing.summary.and)) : t.sharing.noOwner}
              </span>
            </span>
            <Button size="small" aria-label={t.sharing.changeOwnersOf(name)} onClick={() => setOpen(id)}>
              {t.sharing.changeOwners}
            </Button>
          </li>
        ))}
      </ul>
      <SharingDialog libraryId={open} onClose={() => setOpen(null)} />
    </section>
  );
}

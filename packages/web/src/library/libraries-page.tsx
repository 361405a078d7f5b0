import { PlusOutlined, TagsOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { Button, Select } from "antd";
import { useState } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { useTRPC } from "../app/trpc.ts";
import { CategoriesDialog } from "../categories/categories-dialog.tsx";
import { VisibilityIcon } from "../sharing/sharing-label.tsx";
import { LibraryNameDialog } from "./library-name-dialog.tsx";
import "./library.css";

/** The libraries at the side, one of them open. */
export function LibrariesPage() {
  const { t, format } = useLanguage();
  const { user } = useMe();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { libraryId } = useParams({ strict: false });
  const narrow = useMedia("(max-width: 899px)");
  const [creating, setCreating] = useState(false);
  const [sorting, setSorting] = useState(false);
  const libraries = useQuery(trpc.library.list.queryOptions());
  const create = useMutation(trpc.library.create.mutationOptions());
  const list = libraries.data ?? [];

  const newButton = (
    <Button block={!narrow} icon={<PlusOutlined aria-hidden />} onClick={() => setCreating(true)}>
      {t.library.create}
    </Button>
  );
  const categoriesButton = user.role !== "member" && (
    <Button
      {...(!narrow && { block: true, className: "category-manage" })}
      icon={<TagsOutlined aria-hidden />}
      aria-label={t.categories.manage}
      title={t.categories.manageHint}
      onClick={() => setSorting(true)}
    >
      {narrow ? null : t.categories.manage}
    </Button>
  );
  return (
    <div className="libraries">
      {narrow ? (
        <div className="libraries-bar">
          <Select
            aria-label={t.library.libraries}
            value={list.find(({ id }) => id === libraryId)?.id ?? null}
            options={list.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => void navigate({ to: "/library/$libraryId", params: { libraryId: id } })}
          />
          {categoriesButton}
          {newButton}
        </div>
      ) : (
        <aside className="libraries-rail" aria-label={t.library.libraries}>
          {newButton}
          <nav aria-label={t.library.libraries}>
            <ul>
              {list.map((library) => (
                <li key={library.id}>
                  <Link
                    to="/library/$libraryId"
                    params={{ libraryId: library.id }}
                    activeOptions={{ includeSearch: false }}
                    activeProps={{ className: "current" }}
                    title={library.name}
                  >
                    <span>
                      {library.visibility !== "company" && <VisibilityIcon visibility={library.visibility} />}{" "}
                      {library.name}
                    </span>
                    <span className="figures quiet">{format.number(library.documents)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          {categoriesButton}
        </aside>
      )}
      <div className="libraries-open">
        <Outlet />
      </div>
      <CategoriesDialog open={sorting} onClose={() => setSorting(false)} />
      <LibraryNameDialog
        open={creating}
        title={t.library.create}
        initial=""
        {...(user.role !== "member" && { initialVisibility: "company" })}
        onClose={() => setCreating(false)}
        onSave={async (name, visibility = "private") => {
          const { id } = await create.mutateAsync({ name, visibility });
          await Promise.all([
            queryClient.invalidateQueries({ queryKey: trpc.library.list.queryKey() }),
            queryClient.invalidateQueries({ queryKey: trpc.sharing.list.queryKey() }),
          ]);
          await navigate({ to: "/library/$libraryId", params: { libraryId: id } });
        }}
      />
    </div>
  );
}

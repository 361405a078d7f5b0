import { BookOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";

/** Opens the first library; says what to do when there is none. */
export function LibraryFirst() {
  const { t } = useLanguage();
  const libraries = useQuery(useTRPC().library.list.queryOptions());
  const first = libraries.data?.[0];
  if (first) return <Navigate to="/library/$libraryId" params={{ libraryId: first.id }} replace />;
  if (libraries.isError) return <Failure error={libraries.error} onRetry={() => void libraries.refetch()} />;
  return libraries.data ? (
    <Empty page icon={<BookOutlined aria-hidden />} title={t.library.noneTitle} text={t.library.noneText} />
  ) : null;
}

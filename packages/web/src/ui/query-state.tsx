import { Skeleton } from "antd";
import { Failure } from "./failure.tsx";
import { Late } from "./late.tsx";

interface QueryStateProps {
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  /** How many lines are to come. */
  rows?: number;
}

/** What stands where something is still to come, or failed to; nothing once it is there. */
export function QueryState({ query, rows = 3 }: QueryStateProps) {
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.isPending) return null;
  return (
    <Late>
      <Skeleton active paragraph={{ rows }} />
    </Late>
  );
}

import { Skeleton } from "antd";

/** Shown only when a page takes longer than a moment. */
export function PageWaiting() {
  return (
    <div className="page" aria-busy>
      <Skeleton active paragraph={{ rows: 6 }} />
    </div>
  );
}

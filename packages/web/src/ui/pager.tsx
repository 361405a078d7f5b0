import { Pagination } from "antd";
import { useMedia } from "../app/appearance.tsx";

interface PagerProps {
  /** From 1. */
  page: number;
  pageSize: number;
  total: number;
  /** Says how many there are in all. */
  totalText?: string;
  onPage: (page: number) => void;
}

/** The pages of a list; nothing when there is only one. */
export function Pager({ page, pageSize, total, totalText, onPage }: PagerProps) {
  const narrow = useMedia("(max-width: 899px)");
  if (total <= pageSize) return null;
  return (
    <Pagination
      align="end"
      size="small"
      current={page}
      pageSize={pageSize}
      total={total}
      showSizeChanger={false}
      simple={narrow}
      {...(totalText && { showTotal: () => totalText })}
      onChange={onPage}
    />
  );
}

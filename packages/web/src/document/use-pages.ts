import { useCallback, useState } from "react";

export const pageSize = 100;

/** The pages of a long list that were near what could be seen, and how to tell what is seen now. */
export function usePages(at: number) {
  const [pages, setPages] = useState(() => [pageOf(at)]);
  const see = useCallback((first: number, last: number) => {
    const seen = [pageOf(first), pageOf(last)];
    setPages((held) => (seen.every((page) => held.includes(page)) ? held : [...new Set([...held, ...seen])]));
  }, []);
  return { pages, see };
}

function pageOf(position: number): number {
  return Math.floor(position / pageSize);
}

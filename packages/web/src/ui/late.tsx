import { useEffect, useState, type ReactNode } from "react";

const lateMs = 300;

/** Shows its children only after a wait, so that fast answers do not flash a skeleton. */
export function Late({ children }: { children: ReactNode }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), lateMs);
    return () => clearTimeout(timer);
  }, []);
  return late ? children : null;
}

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from "react";

interface VirtualRowsProps {
  total: number;
  /** The row to show first. */
  at: number | undefined;
  scroller: RefObject<HTMLDivElement | null>;
  estimatedPx: number;
  /** What is drawn now. */
  onSeen: (first: number, last: number) => void;
  /** Keeps the height of a row with the row when others come before it. */
  keyOf?: (index: number) => string;
  children: (index: number) => ReactNode;
}

/** Rows of any height, of which only those that can be seen are drawn. */
export function VirtualRows({ total, at, scroller, estimatedPx, onSeen, keyOf, children }: VirtualRowsProps) {
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const place = list.current;
    const above = place?.parentElement;
    if (!place || !above) return;
    const measure = () => setOffset(place.offsetTop);
    measure();
    // what stands above may open and close
    const observer = new ResizeObserver(measure);
    observer.observe(above);
    return () => observer.disconnect();
  }, []);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedPx,
    overscan: 4,
    scrollMargin: offset,
    scrollPaddingStart: 24,
    ...(keyOf && { getItemKey: keyOf }),
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index;
  const last = items.at(-1)?.index;
  useEffect(() => {
    if (first !== undefined && last !== undefined) onSeen(first, last);
  }, [first, last, onSeen]);

  const shown = useRef(false);
  useEffect(() => {
    if (shown.current || at === undefined || at >= total || !offset) return;
    shown.current = true;
    virtual.scrollToIndex(at, { align: "start" });
  }, [at, total, offset, virtual]);

  return (
    <div ref={list} className="chunks" style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => (
        <div
          key={item.key}
          ref={virtual.measureElement}
          data-index={item.index}
          className="chunk-place"
          style={{ transform: `translateY(${item.start - offset}px)` }}
        >
          {children(item.index)}
        </div>
      ))}
    </div>
  );
}

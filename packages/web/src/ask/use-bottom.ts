import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const nearPx = 48;

/** Keeps a growing list at its newest line while the reader is there, and leaves it alone as soon as they scroll away. */
export function useBottom(newest: string | undefined) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [atBottom, setAtBottom] = useState(true);

  const toBottom = useCallback(() => {
    following.current = true;
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  // a question that was just asked is looked at, wherever the reader was
  useLayoutEffect(toBottom, [newest, toBottom]);

  useEffect(() => {
    const element = scroller.current;
    if (!element || !content.current) return;
    let lastTop = element.scrollTop;
    const onScroll = () => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
      // text that grows between a scroll and its event moves nothing upwards; only a reader does
      if (near) following.current = true;
      else if (element.scrollTop < lastTop) following.current = false;
      lastTop = element.scrollTop;
      setAtBottom(near || following.current);
    };
    const growth = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight;
      else onScroll();
    });
    element.addEventListener("scroll", onScroll, { passive: true });
    growth.observe(content.current);
    growth.observe(element);
    return () => {
      element.removeEventListener("scroll", onScroll);
      growth.disconnect();
    };
  }, []);

  return { scroller, content, atBottom, toBottom };
}

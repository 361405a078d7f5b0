import { useEffect } from "react";

/** Calls `onEscape` when Esc is pressed outside of menus, drawers and dialogues, which close on it themselves. */
export function useEscape(active: boolean, onEscape: () => void): void {
  useEffect(() => {
    if (!active) return;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      if (event.target instanceof Element && event.target.closest("[role=dialog], [role=menu], .ant-popover")) return;
      onEscape();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [active, onEscape]);
}

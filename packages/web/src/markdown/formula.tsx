import { useEffect, useState } from "react";

type Draw = (source: string, display: boolean) => string;

/** A formula; shown as it is written until the typesetter has loaded, and for good when it cannot be read. */
export function Formula({ source, display }: { source: string; display: boolean }) {
  const [draw, setDraw] = useState<Draw | null>(null);
  useEffect(() => {
    let wanted = true;
    void import("./katex.ts").then(({ drawFormula }) => {
      if (wanted) setDraw(() => drawFormula);
    });
    return () => {
      wanted = false;
    };
  }, []);
  if (!draw) return <code>{source}</code>;
  return (
    <span className={display ? "formula" : undefined} dangerouslySetInnerHTML={{ __html: draw(source, display) }} />
  );
}

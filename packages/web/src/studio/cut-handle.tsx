import { useRef, type KeyboardEvent, type PointerEvent } from "react";

interface CutHandleProps {
  /** Where it stands among so many evenly spaced places. */
  index: number;
  last: number;
  label: string;
  valueText: string;
  look: "hard" | "soft";
  onMove: (index: number) => void;
}

const stride = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 } as const;

/** A line across the chart that is dragged, or moved with the arrow keys. */
export function CutHandle({ index, last, label, valueText, look, onMove }: CutHandleProps) {
  const handle = useRef<HTMLDivElement>(null);
  const moveTo = (to: number) => {
    const within = Math.max(0, Math.min(last, to));
    if (within !== index) onMove(within);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = Object.entries(stride).find(([key]) => key === event.key)?.[1];
    const to = event.key === "Home" ? 0 : event.key === "End" ? last : step === undefined ? undefined : index + step;
    if (to === undefined) return;
    event.preventDefault();
    moveTo(to);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const track = handle.current?.parentElement?.getBoundingClientRect();
    if (!track || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    moveTo(Math.round(((event.clientX - track.left) / track.width) * last));
  };
  return (
    <div
      ref={handle}
      className={`cut-handle ${look}`}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={index}
      aria-valuetext={valueText}
      style={{ insetInlineStart: `${(100 * index) / last}%` }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
      }}
      onPointerMove={onPointerMove}
    >
      <span aria-hidden />
    </div>
  );
}

import { Alert, Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { plainText } from "../markdown/plain-text.ts";
import { DiffText } from "../ui/diff-text.tsx";
import type { Leftover } from "./drafts.ts";

interface LeftoverListProps {
  leftovers: readonly Leftover[];
  /** The one that is being put on a chunk. */
  placing: Leftover | null;
  onPlace: (leftover: Leftover | null) => void;
  onDismiss: (leftover: Leftover) => void;
}

/** Changes of the former version that the newer one could not take over. */
export function LeftoverList({ leftovers, placing, onPlace, onDismiss }: LeftoverListProps) {
  const { t, format } = useLanguage();
  const [open, setOpen] = useState(false);
  const texts = t.chunks.leftovers;
  if (!leftovers.length) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="leftovers"
      title={texts.title(format.number(leftovers.length), leftovers.length)}
      action={
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? texts.hide : texts.show}
        </Button>
      }
      description={
        <>
          <p>{placing ? texts.placing : texts.text}</p>
          {open && (
            <ul>
              {leftovers.map((leftover) => (
                <LeftoverItem
                  key={leftover.id}
                  leftover={leftover}
                  isPlacing={placing?.id === leftover.id}
                  onPlace={onPlace}
                  onDismiss={onDismiss}
                />
              ))}
            </ul>
          )}
        </>
      }
    />
  );
}

interface LeftoverItemProps extends Pick<LeftoverListProps, "onPlace" | "onDismiss"> {
  leftover: Leftover;
  isPlacing: boolean;
}

function LeftoverItem({ leftover, isPlacing, onPlace, onDismiss }: LeftoverItemProps) {
  const { t, format } = useLanguage();
  const texts = t.chunks.leftovers;
  const { original, edited, off, by, page } = leftover;
  const start = `${plainText(original.question ?? original.text).slice(0, 40)}…`;
  const facts = [
    ...(edited ? [texts.edited(by ?? "")] : []),
    ...(off ? [texts.off] : []),
    ...(page === null ? [] : [t.document.page(format.number(page))]),
    ...original.headings,
  ];
  return (
    <li>
      <p className="chunk-fact">{facts.join(" · ")}</p>
      {(edited ?? original).question !== null && (
        <DiffText before={original.question ?? ""} after={(edited ?? original).question ?? ""} />
      )}
      <DiffText before={original.text} after={(edited ?? original).text} />
      <div className="form-actions">
        <Button
          size="small"
          aria-pressed={isPlacing}
          aria-label={isPlacing ? texts.stopPlacing : texts.placeOf(start)}
          onClick={() => onPlace(isPlacing ? null : leftover)}
        >
          {isPlacing ? texts.stopPlacing : texts.place}
        </Button>
        <Button size="small" aria-label={texts.dismissOf(start)} onClick={() => onDismiss(leftover)}>
          {texts.dismiss}
        </Button>
      </div>
    </li>
  );
}

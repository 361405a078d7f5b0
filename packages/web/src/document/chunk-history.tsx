import { useQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { DiffText } from "../ui/diff-text.tsx";
import type { Card } from "./drafts.ts";

type Revision = Outputs["chunk"]["revisions"][number];

interface ChunkHistoryProps {
  card: Card;
  onRestore: (number: number) => void;
  onClose: () => void;
}

/** What a chunk said after each edit, newest first, with what each of them changed and the way back. */
export function ChunkHistory({ card, onRestore, onClose }: ChunkHistoryProps) {
  const { t, format } = useLanguage();
  const trpc = useTRPC();
  const narrow = useMedia("(max-width: 720px)");
  const list = useQuery(trpc.chunk.revisions.queryOptions({ id: card.id }, { staleTime: 0 }));
  const texts = t.chunks.revisions;
  const fact = ({ number, restores, by, createdAt }: Revision) => [
    number === 0 ? texts.original : t.chunks.revision(format.number(number)),
    ...(restores === null ? [] : [restores === 0 ? texts.original : texts.restores(format.number(restores))]),
    ...(number === 0 ? [] : [t.chunks.edited(by ?? t.companies.person.former, format.moment(createdAt))]),
  ];
  return (
    <Drawer
      open
      onClose={onClose}
      placement={narrow ? "bottom" : "right"}
      size={narrow ? "90%" : 640}
      title={texts.title(format.number(card.position + 1))}
    >
      <QueryState query={list} rows={6} />
      <p className="quiet">{texts.against}</p>
      <ol className="revisions" reversed>
        {list.data?.map((revision, at) => (
          <li key={revision.number}>
            <div className="revision-head">
              <strong>{fact(revision)[0]}</strong>
              <span className="quiet">{fact(revision).slice(1).join(" · ")}</span>
              {at === 0 ? (
                <span className="revision-now">{texts.now}</span>
              ) : (
                <Button
                  size="small"
                  aria-label={texts.restoreOf(format.number(revision.number))}
                  onClick={() => onRestore(revision.number)}
                >
                  {texts.restore}
                </Button>
              )}
            </div>
            {revision.note && <p className="revision-note">{revision.note}</p>}
            <RevisionText revision={revision} before={list.data[at + 1]} />
          </li>
        ))}
      </ol>
    </Drawer>
  );
}

/** Its parts with what changed in each; those that did not change are left out, but for the text of the first. */
function RevisionText({ revision, before }: { revision: Revision; before: Revision | undefined }) {
  const { t } = useLanguage();
  const path = (of: Revision | undefined) => of?.headings.join(" › ") ?? "";
  if (!before) return <DiffText before={revision.text} after={revision.text} />;
  return (
    <>
      {path(before) !== path(revision) && (
        <p>
          <span className="quiet">{t.chunks.headings}: </span>
          <DiffText inline before={path(before)} after={path(revision)} />
        </p>
      )}
      {before.question !== revision.question && (
        <p>
          <span className="quiet">{t.chunks.editor.question}: </span>
          <DiffText inline before={before.question ?? ""} after={revision.question ?? ""} />
        </p>
      )}
      {before.text === revision.text ? (
        <p className="quiet">{t.chunks.revisions.same}</p>
      ) : (
        <DiffText before={before.text} after={revision.text} />
      )}
    </>
  );
}

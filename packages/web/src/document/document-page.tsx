import { ArrowLeftOutlined, DownloadOutlined, FileUnknownOutlined, LockOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation, useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { Alert, Button, Segmented, Skeleton } from "antd";
import { useRef, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { kindOf, useTRPC } from "../app/trpc.ts";
import { DocumentDescription } from "../categories/document-description.tsx";
import { DocumentProblem, DocumentState } from "../library/document-state.tsx";
import { RestrictedMark } from "../sharing/restricted-mark.tsx";
import { RestrictionDialog } from "../sharing/restriction-dialog.tsx";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import { ChunkDesk } from "./chunk-desk.tsx";
import { ChunkList } from "./chunk-list.tsx";
import { DocumentOrigin } from "./document-origin.tsx";
import "./document.css";

const refreshMs = 1_500;

export function DocumentPage() {
  const { t, format } = useLanguage();
  const { user } = useMe();
  const { documentId } = useParams({ from: "/desk/document/$documentId" });
  const { at, chunk, show } = useSearch({ from: "/desk/document/$documentId" });
  const quote = useLocation({ select: ({ state }) => state.quote });
  const router = useRouter();
  const navigate = useNavigate({ from: "/document/$documentId" });
  const goBack = () => (router.history.canGoBack() ? router.history.back() : void router.navigate({ to: "/" }));
  const trpc = useTRPC();
  const [restricting, setRestricting] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const document = useQuery(
    trpc.document.get.queryOptions(
      { id: documentId },
      {
        refetchInterval: ({ state }) =>
          state.data?.state === "queued" || state.data?.state === "working" ? refreshMs : false,
      },
    ),
  );
  const place = useQuery(
    trpc.document.locate.queryOptions({ id: chunk ?? "" }, { enabled: chunk !== undefined, retry: false }),
  );
  const located = chunk === undefined || place.isFetched;
  const position = chunk === undefined ? at : place.data?.documentId === documentId ? place.data.position : undefined;
  const { data } = document;
  const mayChange = data !== undefined && data.role !== "reader";
  const showsChunks = mayChange && show === "chunks";

  if (document.isError && !data) {
    const gone = kindOf(document.error) === "not_found";
    return (
      <div className={gone ? "page-state" : "page"}>
        {gone ? (
          <Empty
            page
            icon={<FileUnknownOutlined aria-hidden />}
            title={t.document.gone}
            action={<Link to="/">{t.common.toStart}</Link>}
          />
        ) : (
          <Failure error={document.error} onRetry={() => void document.refetch()} />
        )}
      </div>
    );
  }
  return (
    <div
      className="document-scroll"
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label={data?.title ?? t.document.text}
    >
      <div className={showsChunks ? "document wide" : "document"}>
        <header className="document-head">
          <Button type="text" size="small" icon={<ArrowLeftOutlined aria-hidden />} onClick={goBack}>
            {t.common.back}
          </Button>
          {data ? (
            <>
              <div className="document-title">
                <h1>{data.title}</h1>
                <div className="document-actions">
                  {data.role === "owner" && (
                    <>
                      <Button icon={<LockOutlined aria-hidden />} onClick={() => setRestricting(true)}>
                        {t.sharing.restrict.action}
                      </Button>
                      <RestrictionDialog
                        documentIds={restricting ? [data.id] : []}
                        onClose={() => setRestricting(false)}
                      />
                    </>
                  )}
                  {data.mayDownload && (
                    <a href={`/api/documents/${encodeURIComponent(data.id)}/file`} download>
                      <Button icon={<DownloadOutlined aria-hidden />} tabIndex={-1}>
                        {t.document.download}
                      </Button>
                    </a>
                  )}
                </div>
              </div>
              <p className="document-meta figures">
                <DocumentState document={data} />
                {user.role === "member" && data.role === "reader" ? (
                  <span>{data.libraryName}</span>
                ) : (
                  <Link to="/library/$libraryId" params={{ libraryId: data.libraryId }}>
                    {data.libraryName}
                  </Link>
                )}
                {data.origin === null ? (
                  data.name !== data.title && <span>{data.name}</span>
                ) : (
                  <DocumentOrigin address={data.origin} />
                )}
                <span>{format.bytes(data.bytes)}</span>
                <span>{t.library.chunkCount(format.number(data.chunks), data.chunks)}</span>
                <span>{t.document.updated(format.moment(data.updatedAt))}</span>
                {data.restricted && <RestrictedMark />}
                {!data.mayDownload && <span>{t.sharing.readOnly}</span>}
              </p>
              <DocumentDescription document={data} />
              <DocumentProblem document={data} />
            </>
          ) : (
            <Late>
              <Skeleton active paragraph={{ rows: 10 }} />
            </Late>
          )}
          {mayChange && (
            <Segmented
              aria-label={t.chunks.modes.label}
              value={showsChunks ? "chunks" : "read"}
              onChange={(mode) =>
                void navigate({
                  search: (held) => ({ ...held, show: mode === "chunks" ? mode : undefined }),
                  state: true,
                  replace: true,
                })
              }
              options={(["read", "chunks"] as const).map((value) => ({ value, label: t.chunks.modes[value] }))}
            />
          )}
          {chunk !== undefined && located && position === undefined && (
            <Alert type="info" showIcon title={t.document.passageGone} />
          )}
        </header>
        {data && located && showsChunks && (
          <ChunkDesk
            key={`${documentId} ${position ?? ""}`}
            document={data}
            at={position}
            quote={quote}
            scroller={scroller}
          />
        )}
        {data && located && !showsChunks && (
          <ChunkList
            key={`${documentId} ${position ?? ""}`}
            documentId={documentId}
            at={position}
            quote={quote}
            scroller={scroller}
            state={data.state}
          />
        )}
      </div>
    </div>
  );
}

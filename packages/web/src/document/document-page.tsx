import { ArrowLeftOutlined, DownloadOutlined, FileUnknownOutlined, LockOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { Alert, Button, Skeleton } from "antd";
import { useRef, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { kindOf, useTRPC } from "../app/trpc.ts";
import { DocumentProblem, DocumentState } from "../library/document-state.tsx";
import { RestrictedMark } from "../sharing/restricted-mark.tsx";
import { RestrictionDialog } from "../sharing/restriction-dialog.tsx";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import { ChunkList } from "./chunk-list.tsx";
import "./document.css";

const refreshMs = 1_500;

export function DocumentPage() {
  const { t, format } = useLanguage();
  const { user } = useMe();
  const { documentId } = useParams({ from: "/desk/document/$documentId" });
  const { at, chunk } = useSearch({ from: "/desk/document/$documentId" });
  const quote = useLocation({ select: ({ state }) => state.quote });
  const router = useRouter();
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
      <div className="document">
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
                {data.name !== data.title && <span>{data.name}</span>}
                <span>{format.bytes(data.bytes)}</span>
                <span>{t.library.chunkCount(format.number(data.chunks), data.chunks)}</span>
                <span>{t.document.updated(format.moment(data.updatedAt))}</span>
                {data.restricted && <RestrictedMark />}
                {!data.mayDownload && <span>{t.sharing.readOnly}</span>}
              </p>
              <DocumentProblem document={data} />
            </>
          ) : (
            <Late>
              <Skeleton active paragraph={{ rows: 10 }} />
            </Late>
          )}
          {chunk !== undefined && located && position === undefined && (
            <Alert type="info" showIcon title={t.document.passageGone} />
          )}
        </header>
        {data && located && (
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

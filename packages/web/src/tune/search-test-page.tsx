import { SearchOutlined } from "@ant-design/icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useLanguage } from "../app/language.tsx";
import { searchLimit, type SearchTestView } from "../app/search-params.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { Measures } from "../trace/measures.tsx";
import { RankingList } from "../trace/ranking-list.tsx";
import { RouteLists } from "../trace/route-lists.tsx";
import { TierTag } from "../trace/tier-tag.tsx";
import { Searched } from "../trace/searched.tsx";
import { TimeLine } from "../trace/time-line.tsx";
import "../trace/trace.css";
import { Verdict } from "../trace/verdict.tsx";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import { QuestionLabel } from "./question-label.tsx";
import { SearchTestForm } from "./search-test-form.tsx";

/** What a question finds and why, without asking it. The address holds the question and its settings. */
export function SearchTestPage() {
  const { t } = useLanguage();
  const view = useSearch({ from: "/desk/keepers/tune/search" });
  const navigate = useNavigate({ from: "/tune/search" });
  const test = useSearchTest(view);
  const { data } = test;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t.trace.searchTest.title}</h1>
      </div>
      <p className="quiet page-lead">{t.trace.searchTest.lead}</p>
      {/* what the address says is what stands in the form, also after going back */}
      <SearchTestForm
        key={JSON.stringify(view)}
        view={view}
        busy={test.isFetching}
        onRun={(search) =>
          void (JSON.stringify(search) === JSON.stringify(view) ? test.refetch() : navigate({ search }))
        }
      />
      <div aria-live="polite" aria-busy={test.isFetching}>
        {!view.text && (
          <Empty
            icon={<SearchOutlined aria-hidden />}
            title={t.trace.searchTest.emptyTitle}
            text={t.trace.searchTest.emptyText}
          />
        )}
        {test.isLoading && (
          <Late>
            <Skeleton active paragraph={{ rows: 8 }} />
          </Late>
        )}
        {test.isError && <Failure error={test.error} onRetry={() => void test.refetch()} />}
        {view.text && data && !test.isError && <SearchTestResult result={data} />}
      </div>
    </div>
  );
}

function useSearchTest(view: SearchTestView) {
  const { text = "", limit = searchLimit.usual, without } = view;
  const settings = without && Object.fromEntries(without.map((part) => [part, false]));
  return useQuery(
    useTRPC().search.test.queryOptions(
      {
        text,
        limit,
        ...(view.in && { libraryIds: view.in }),
        ...(view.filter && { filter: view.filter }),
        ...(settings && { settings }),
      },
      { enabled: text !== "", placeholderData: keepPreviousData },
    ),
  );
}

function SearchTestResult({ result: { trace, passages, written } }: { result: Outputs["search"]["test"] }) {
  const { t } = useLanguage();
  const libraries = useQuery(useTRPC().library.list.queryOptions());
  const { tier } = trace;
  return (
    <>
      <section className="card">
        <h2>{t.trace.searchTest.verdict}</h2>
        {tier && (
          <>
            <p className="verdict">
              <TierTag tier={tier} /> <span>{t.trace.tierText[tier]}</span>
            </p>
            <Verdict tier={tier} trace={trace} passages={passages} />
          </>
        )}
        <Measures cuts={trace.cuts} />
        {tier && <QuestionLabel question={trace.question} tier={tier} />}
      </section>
      <section className="card">
        <h2>{t.trace.searchTest.order}</h2>
        <Searched trace={trace} libraries={libraries.data ?? []} />
        {trace.fused.length > 0 ? (
          <RankingList trace={trace} passages={passages} written={written} />
        ) : (
          <Empty title={t.trace.searchTest.nothingTitle} text={t.trace.searchTest.nothingText} />
        )}
      </section>
      <section className="card">
        <h2>{t.trace.searchTest.routes}</h2>
        <RouteLists trace={trace} passages={passages} written={written} />
      </section>
      <section className="card">
        <h2>{t.trace.searchTest.time}</h2>
        <TimeLine milliseconds={trace.milliseconds} />
      </section>
    </>
  );
}

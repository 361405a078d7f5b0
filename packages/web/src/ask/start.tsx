import { ArrowRightOutlined, CommentOutlined, InboxOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { useTRPC } from "../app/trpc.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { Empty } from "../ui/empty.tsx";
import { QuickLinks } from "./quick-links.tsx";
import { useWelcome } from "./use-welcome.ts";

/** Before the first question: what this is for, and questions to try. */
export function Start({ onAsk }: { onAsk: (question: string) => void }) {
  const { t, language } = useLanguage();
  const trpc = useTRPC();
  const { user } = useMe();
  const suggestions = useQuery(trpc.chat.suggestions.queryOptions(undefined, { staleTime: 60_000 }));
  const libraries = useQuery(trpc.library.list.queryOptions());
  const welcome = useWelcome();
  const documents = libraries.data?.reduce((sum, { documents, managed }) => sum + documents + (managed ? 1 : 0), 0);

  // nothing moves when the questions arrive, and nobody is invited to ask where there is nothing to read
  if (suggestions.isPending || libraries.isPending || welcome.isPending) return <div className="start" />;
  if (documents === 0) {
    return (
      <div className="start">
        {user.role === "member" ? (
          <Empty
            page
            icon={<InboxOutlined aria-hidden />}
            title={t.start.nothingTitle}
            text={t.start.nothingForMember}
          />
        ) : (
          <Empty
            page
            icon={<InboxOutlined aria-hidden />}
            title={t.start.nothingTitle}
            text={t.start.nothingForEditor}
            action={
              <Link to="/library">
                <Button type="primary">{t.start.addDocuments}</Button>
              </Link>
            }
          />
        )}
      </div>
    );
  }
  // those in the reader's own language first
  const questions = (suggestions.data?.questions ?? []).toSorted(
    (a, b) => Number(b.language === language) - Number(a.language === language),
  );
  return (
    <div className="start">
      <div className="start-inner">
        <h1>{t.start.title}</h1>
        {welcome.data && (
          <div className="start-welcome quiet">
            <Markdown text={welcome.data.welcome[language]} />
          </div>
        )}
        {questions.length > 0 && (
          <>
            <h2 id="to-try">{t.start.toTry}</h2>
            <ul className="start-questions" aria-labelledby="to-try">
              {questions.map((question) => (
                <li key={question.text} lang={question.language === "zh" ? "zh-CN" : "en"}>
                  <button type="button" onClick={() => onAsk(question.text)}>
                    <CommentOutlined aria-hidden />
                    <span>{question.text}</span>
                    <ArrowRightOutlined className="start-arrow" aria-hidden />
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        <QuickLinks links={welcome.data?.links ?? []} />
      </div>
    </div>
  );
}

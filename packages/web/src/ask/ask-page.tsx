import { MenuOutlined, PlusOutlined } from "@ant-design/icons";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Button, Drawer } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { Announcer } from "./announcer.tsx";
import { Composer } from "./composer.tsx";
import { Conversations } from "./conversations.tsx";
import type { Turn } from "./conversation-cache.ts";
import { useDraft } from "./draft.ts";
import type { Filter } from "./live-runs.ts";
import { useLiveRuns, usePhase } from "./live-runs-context.tsx";
import { newId } from "./new-id.ts";
import { isRunning } from "./phase.ts";
import type { Picture } from "../pictures/attachments.ts";
import { SourcesPanel } from "./sources-panel.tsx";
import { Start } from "./start.tsx";
import { Thread } from "./thread.tsx";
import type { SourceFocus } from "./source-focus.ts";
import { useAsk } from "./use-ask.ts";
import { useConversation } from "./use-conversation.ts";
import { useEscape } from "./use-escape.ts";
import { useSettings } from "./use-settings.ts";
import "./ask.css";

export function AskPage() {
  const { t } = useLanguage();
  const { user } = useMe();
  const { conversationId } = useParams({ strict: false });
  const navigate = useNavigate();
  const runs = useLiveRuns();
  const ask = useAsk();
  const conversation = useConversation(conversationId);
  const narrow = useMedia("(max-width: 899px)");
  const [listOpen, setListOpen] = useState(false);
  const [focus, setFocus] = useState<SourceFocus | null>(null);
  const [draft, setDraft] = useDraft(user.id, conversationId ?? "new");

  const turns = useMemo(
    () => (conversationId ? (conversation.data?.turns ?? []) : []),
    [conversationId, conversation.data],
  );
  const last = turns.at(-1);
  const phase = usePhase(last);
  const running = isRunning(phase);
  const stop = useCallback(() => last && void runs.stop(last.runId), [last, runs]);
  useEscape(running, stop);

  const key = conversationId ?? "new";
  const [chosen, setChosen] = useState<{ key: string; filter: Filter | null } | null>(null);
  // a conversation goes on where its last question was asked
  const filter = chosen?.key === key ? chosen.filter : (last?.filter ?? null);

  const how = useSettings(user.id, conversationId, last);

  const send = (question: string, again?: Turn, attached: readonly Picture[] = []) => {
    const id = conversationId ?? newId("con");
    const within = again ? again.filter : filter;
    // who has just chosen another model wants the answer again from that one
    const settings = again && !how.isChosen ? again.settings : how.settings;
    const pictures = again ? again.pictures : attached;
    void ask({
      conversationId: id,
      runId: newId("run"),
      question,
      pictures,
      ...(again && { retryOf: again.runId }),
      ...(within && { filter: within }),
      ...(settings && { settings }),
    });
    setFocus(null);
    if (!conversationId) void navigate({ to: "/c/$conversationId", params: { conversationId: id } });
  };
  const looked = turns.find((turn) => turn.runId === focus?.runId) ?? last;

  return (
    <div className="ask">
      {narrow ? (
        <Drawer
          placement="left"
          size={300}
          open={listOpen}
          onClose={() => setListOpen(false)}
          title={t.ask.conversations}
          styles={{ body: { padding: 0 } }}
        >
          <Conversations current={conversationId} onChosen={() => setListOpen(false)} />
        </Drawer>
      ) : (
        <aside className="ask-conversations" aria-label={t.ask.conversations}>
          <Conversations current={conversationId} />
        </aside>
      )}
      <section className="ask-middle" aria-label={t.nav.ask}>
        {narrow && (
          <div className="ask-bar">
            <Button
              type="text"
              icon={<MenuOutlined aria-hidden />}
              aria-label={t.ask.conversations}
              onClick={() => setListOpen(true)}
            />
            <span className="ask-bar-title">{conversationId ? conversation.data?.title : t.ask.newConversation}</span>
            <Button
              type="text"
              icon={<PlusOutlined aria-hidden />}
              aria-label={t.ask.newConversation}
              onClick={() => void navigate({ to: "/" })}
            />
          </div>
        )}
        {conversationId ? (
          <Thread
            key={`thread ${conversationId}`}
            conversation={conversation}
            onAgain={(turn) => send(turn.question, turn)}
            onSource={setFocus}
          />
        ) : (
          <Start onAsk={(question) => send(question)} />
        )}
        {!(conversation.isError && !conversation.data) && (
          <Composer
            key={`composer ${conversationId ?? ""}`}
            text={draft}
            onText={setDraft}
            running={running}
            filter={filter}
            onFilter={(filter) => setChosen({ key, filter })}
            settings={how.settings}
            onSettings={how.choose}
            onSend={(question, pictures) => {
              setDraft("");
              send(question, undefined, pictures);
            }}
            onStop={stop}
          />
        )}
      </section>
      {looked && <SourcesPanel turn={looked} focus={focus} onFocus={setFocus} />}
      <Announcer runId={last?.runId} phase={phase} />
    </div>
  );
}

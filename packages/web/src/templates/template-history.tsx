import { useQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { DiffText } from "../ui/diff-text.tsx";
import { QueryState } from "../ui/query-state.tsx";

type Version = Outputs["template"]["versions"][number];

interface TemplateHistoryProps {
  id: string;
  onRestore: (number: number) => void;
  onClose: () => void;
}

/** What a template said before, newest first, with what each version changed and the way back. */
export function TemplateHistory({ id, onRestore, onClose }: TemplateHistoryProps) {
  const { t, format } = useLanguage();
  const texts = t.templates.history;
  const narrow = useMedia("(max-width: 720px)");
  const list = useQuery(useTRPC().template.versions.queryOptions({ id }, { staleTime: 0 }));
  return (
    <Drawer
      open
      onClose={onClose}
      placement={narrow ? "bottom" : "right"}
      size={narrow ? "90%" : 640}
      title={texts.title}
    >
      <QueryState query={list} rows={6} />
      <p className="quiet">{texts.against}</p>
      <ol className="template-versions" reversed>
        {list.data?.map((version, at) => (
          <li key={version.number}>
            <div className="template-version-head">
              <strong>{t.templates.version(format.number(version.number))}</strong>
              <span className="quiet">
                {texts.created(version.createdBy ?? t.companies.person.someone, format.moment(version.createdAt))}
              </span>
              {at === 0 ? (
                <span className="quiet">{texts.now}</span>
              ) : (
                <Button
                  size="small"
                  aria-label={texts.restoreOf(format.number(version.number))}
                  onClick={() => onRestore(version.number)}
                >
                  {texts.restore}
                </Button>
              )}
            </div>
            <Changes version={version} before={list.data[at + 1] ?? version} />
          </li>
        ))}
      </ol>
    </Drawer>
  );
}

function Changes({ version, before }: { version: Version; before: Version }) {
  const { t } = useLanguage();
  const texts = t.templates.form;
  return (
    <>
      {(["bot", "persona"] as const).map(
        (part) =>
          version[part] !== before[part] && (
            <p key={part}>
              <span className="quiet">{texts[part]}: </span>
              <DiffText inline before={before[part]} after={version[part]} />
            </p>
          ),
      )}
      {told(version) !== told(before) && (
        <p>
          <span className="quiet">{texts.parameters(0)}: </span>
          <DiffText inline before={told(before)} after={told(version)} />
        </p>
      )}
      <DiffText before={before.text} after={version.text} />
    </>
  );
}

/** Parameters in a line. */
function told({ parameters }: Version): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(", ");
}

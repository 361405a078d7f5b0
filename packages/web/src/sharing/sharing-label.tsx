import { GlobalOutlined, LockOutlined, TeamOutlined } from "@ant-design/icons";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import type { Visibility } from "./sharing-draft.ts";

type Summary = Outputs["sharing"]["list"][number];

const icons = { company: GlobalOutlined, groups: TeamOutlined, private: LockOutlined };

export function VisibilityIcon({ visibility }: { visibility: Visibility }) {
  const Icon = icons[visibility];
  return <Icon aria-hidden />;
}

/** Who reads a library, in few words. */
export function SharingLabel({ summary }: { summary: Summary }) {
  return (
    <span className="sharing-label">
      <VisibilityIcon visibility={summary.visibility} /> {useSharingWords(summary)}
    </span>
  );
}

function useSharingWords({ visibility, people, groups, readable }: Summary): string {
  const { t, format } = useLanguage();
  const words = t.sharing.summary;
  if (visibility === "company") return words.company;
  if (visibility === "private") {
    return readable && people === 1 ? words.private : words.owners(format.number(people), people);
  }
  const named = [
    ...(groups ? [words.groups(format.number(groups), groups)] : []),
    ...(people ? [words.people(format.number(people), people)] : []),
  ];
  return named.join(words.and) || words.nobody;
}

import {
  CheckCircleOutlined,
  ExclamationCircleOutlined,
  QuestionCircleOutlined,
  UnorderedListOutlined,
} from "@ant-design/icons";
import type { Tier } from "@docent/core/chat/citation";
import { useLanguage } from "../app/language.tsx";

const icons = {
  answer: <CheckCircleOutlined aria-hidden />,
  hedged: <ExclamationCircleOutlined aria-hidden />,
  candidates: <UnorderedListOutlined aria-hidden />,
  refused: <QuestionCircleOutlined aria-hidden />,
} satisfies Record<Tier, unknown>;

/** How sure the answer was, as icon and word. */
export function TierTag({ tier }: { tier: Tier }) {
  const { t } = useLanguage();
  return (
    <span className={`tier tier-${tier}`}>
      {icons[tier]}
      {t.trace.tiers[tier]}
    </span>
  );
}

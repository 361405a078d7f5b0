import { Link } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";

const parts = [
  { key: "list", to: "/tune/intents" },
  { key: "lab", to: "/tune/intents/lab" },
] as const;

/** The title of the pages about intents, and the way from one to the other. */
export function IntentsHead() {
  const { t } = useLanguage();
  return (
    <div className="intents-head">
      <h1>{t.intents.title}</h1>
      <p className="quiet">{t.intents.lead}</p>
      <nav aria-label={t.intents.parts.label}>
        {parts.map(({ key, to }) => (
          <Link
            key={key}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ className: "current" }}
          >
            {t.intents.parts[key]}
          </Link>
        ))}
      </nav>
    </div>
  );
}

import { Link, Outlet } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";
import { sections } from "./sections.tsx";
import "./tune.css";

/** What editors set and try so that answers become better: the parts at the side, one of them open. */
export function TunePage() {
  const { t } = useLanguage();
  return (
    <div className="tune">
      <nav className="tune-sections" aria-label={t.tune.label}>
        <ul>
          {sections.map(({ key, to, icon }) => (
            <li key={key}>
              <Link
                to={to}
                activeOptions={{ includeSearch: false }}
                activeProps={{ className: "current", ref: intoView }}
              >
                {icon}
                <span>{t.tune.sections[key]}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="tune-open">
        <Outlet />
      </div>
    </div>
  );
}

/** On a phone the sections scroll sideways: the open one is not left outside. */
function intoView(link: HTMLAnchorElement | null): void {
  link?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

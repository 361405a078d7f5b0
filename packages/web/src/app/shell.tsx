import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { App } from "antd";
import { LiveRunsProvider } from "../ask/live-runs-context.tsx";
import { UploadsProvider } from "../library/uploads-context.tsx";
import { BudgetNotice } from "../usage/budget-notice.tsx";
import { Brand } from "./brand.tsx";
import { useLanguage } from "./language.tsx";
import { MeMenu } from "./me-menu.tsx";
import { useKeepsLibraries, useMe, useSamePerson } from "./me.ts";

/** Everything behind the sign-in: the header, and what goes on while its person changes pages. */
export function Shell() {
  const { t } = useLanguage();
  const { user, company } = useMe();
  const keeps = useKeepsLibraries();
  useSamePerson();
  const asking = useLocation({ select: ({ pathname }) => pathname === "/" || pathname.startsWith("/c/") });
  return (
    <App className="shell">
      <header className="shell-header">
        <a className="skip-link" href="#main">
          {t.nav.skip}
        </a>
        <Link to="/" className="brand">
          <Brand />
        </Link>
        <nav className="shell-nav" aria-label={t.nav.label}>
          <Link to="/" className={asking ? "current" : ""} activeProps={{}} {...(asking && { "aria-current": "page" })}>
            {t.nav.ask}
          </Link>
          {keeps && (
            <Link to="/library" activeProps={{ className: "current" }}>
              {t.nav.library}
            </Link>
          )}
          {user.role !== "member" && (
            <Link to="/tune" activeProps={{ className: "current" }}>
              {t.nav.tune}
            </Link>
          )}
          {user.role !== "member" && (
            <Link to="/health" activeProps={{ className: "current" }}>
              {t.health.nav}
            </Link>
          )}
          {user.role === "admin" && (
            <Link to="/usage" activeProps={{ className: "current" }}>
              {t.usage.title}
            </Link>
          )}
          <Link to="/settings" activeProps={{ className: "current" }}>
            {t.nav.settings}
          </Link>
        </nav>
        <span className="shell-company">{company?.name}</span>
        <MeMenu />
      </header>
      <BudgetNotice />
      <main id="main" className="shell-main" tabIndex={-1}>
        <LiveRunsProvider>
          <UploadsProvider>
            <Outlet />
          </UploadsProvider>
        </LiveRunsProvider>
      </main>
    </App>
  );
}

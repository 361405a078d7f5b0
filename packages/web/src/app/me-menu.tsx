import {
  ApartmentOutlined,
  BarChartOutlined,
  BookOutlined,
  LineChartOutlined,
  LinkOutlined,
  LogoutOutlined,
  SettingOutlined,
  SlidersOutlined,
} from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { App, Dropdown, type MenuProps } from "antd";
import { signOut } from "../people/auth.ts";
import { forgetDrafts } from "../ask/draft.ts";
import { labelOf, useWelcome } from "../ask/use-welcome.ts";
import { useAppearance, useMedia } from "./appearance.tsx";
import { languages } from "./i18n/languages.ts";
import { useLanguage } from "./language.tsx";
import { errorText } from "./problem.ts";
import { useKeepsLibraries, useMe } from "./me.ts";
import { appearances } from "./theme.ts";

export function MeMenu() {
  const { t, language, speak } = useLanguage();
  const { appearance, setAppearance } = useAppearance();
  const { user } = useMe();
  const keeps = useKeepsLibraries();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const narrow = useMedia("(max-width: 720px)");

  const leave = async () => {
    try {
      await signOut();
    } catch (error) {
      void message.error(errorText(t, error));
      return;
    }
    forgetDrafts();
    // a fresh page, so that nothing of this person stays in memory
    location.assign("/sign-in");
  };

  const usage = {
    key: "usage",
    icon: <BarChartOutlined aria-hidden />,
    label: user.role === "admin" ? t.usage.title : t.usage.ownTitle,
    onClick: () => void navigate({ to: "/usage" }),
  };
  const pages: MenuProps["items"] = [
    ...(keeps
      ? [
          {
            key: "library",
            icon: <BookOutlined aria-hidden />,
            label: t.nav.library,
            onClick: () => void navigate({ to: "/library" }),
          },
        ]
      : []),
    ...(user.role === "member"
      ? []
      : [
          {
            key: "tune",
            icon: <SlidersOutlined aria-hidden />,
            label: t.nav.tune,
            onClick: () => void navigate({ to: "/tune" }),
          },
          {
            key: "health",
            icon: <LineChartOutlined aria-hidden />,
            label: t.health.nav,
            onClick: () => void navigate({ to: "/health" }),
          },
        ]),
    usage,
    {
      key: "settings",
      icon: <SettingOutlined aria-hidden />,
      label: t.nav.settings,
      onClick: () => void navigate({ to: "/settings" }),
    },
    { type: "divider" },
  ];
  const links: MenuProps["items"] = (useWelcome().data?.links ?? []).map(({ label, url }, at) => ({
    key: `link ${at}`,
    icon: <LinkOutlined aria-hidden />,
    label: (
      <a href={url} target="_blank" rel="noopener noreferrer">
        {labelOf(label, language)}
        <span className="unseen">{t.company.links.newTab}</span>
      </a>
    ),
  }));
  const companies = {
    key: "companies",
    icon: <ApartmentOutlined aria-hidden />,
    label: t.companies.title,
    onClick: () => void navigate({ to: "/companies" }),
  };
  const items: MenuProps["items"] = [
    ...(user.platformAdmin ? [companies] : []),
    ...(narrow ? pages : [usage, { type: "divider" as const }]),
    {
      key: "language",
      type: "group",
      label: t.me.language,
      children: languages.map((key) => ({ key, label: t.languages[key], onClick: () => speak(key) })),
    },
    {
      key: "appearance",
      type: "group",
      label: t.me.appearance,
      children: appearances.map((key) => ({ key, label: t.appearances[key], onClick: () => setAppearance(key) })),
    },
    ...(links.length > 0 ? [{ type: "divider" as const }, ...links] : []),
    { type: "divider" },
    { key: "leave", icon: <LogoutOutlined aria-hidden />, label: t.me.signOut, onClick: () => void leave() },
  ];
  return (
    <Dropdown
      trigger={["click"]}
      placement="bottomRight"
      getPopupContainer={(button) => button.parentElement ?? document.body}
      menu={{ items, selectable: true, selectedKeys: [language, appearance] }}
      popupRender={(menu) => (
        <div className="me-popup">
          <div className="me-head">
            <strong>{user.name}</strong>
            <span className="quiet">{user.email}</span>
          </div>
          {menu}
        </div>
      )}
    >
      <button type="button" className="me-button" aria-label={t.me.menu(user.name)}>
        <span className="initial" aria-hidden>
          {Array.from(user.name)[0]?.toUpperCase()}
        </span>
      </button>
    </Dropdown>
  );
}

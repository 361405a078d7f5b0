import { LinkOutlined } from "@ant-design/icons";
import { useLanguage } from "../app/language.tsx";
import { labelOf, type useWelcome } from "./use-welcome.ts";

type Links = NonNullable<ReturnType<typeof useWelcome>["data"]>["links"];

/** Where the company sends its people from here; nothing where it sends them nowhere. */
export function QuickLinks({ links }: { links: Links }) {
  const { t, language } = useLanguage();
  if (links.length === 0) return null;
  return (
    <>
      <h2 id="quick-links">{t.company.links.shown}</h2>
      <ul className="quick-links" aria-labelledby="quick-links">
        {links.map(({ label, url }, at) => (
          <li key={`${at} ${url}`}>
            <a href={url} target="_blank" rel="noopener noreferrer">
              <LinkOutlined aria-hidden /> {labelOf(label, language)}
              <span className="unseen">{t.company.links.newTab}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

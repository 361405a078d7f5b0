import { CompassOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../app/language.tsx";
import { Empty } from "./empty.tsx";

export function PageMissing() {
  const { t } = useLanguage();
  return (
    <main className="page-state">
      <Empty
        page
        icon={<CompassOutlined aria-hidden />}
        title={t.common.missing}
        action={<Link to="/">{t.common.toStart}</Link>}
      />
    </main>
  );
}

import { LockOutlined } from "@ant-design/icons";
import { useLanguage } from "../app/language.tsx";
import "./sharing.css";

/** Says that only some groups may read a document. */
export function RestrictedMark() {
  const { t } = useLanguage();
  return (
    <span className="restricted-mark">
      <LockOutlined aria-hidden /> {t.sharing.restricted}
    </span>
  );
}

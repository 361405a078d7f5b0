import { DownloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";

/** What belongs to the person, to take along. */
export function OwnData() {
  const { t } = useLanguage();
  const { user } = useMe();
  const words = t.companies.person;
  return (
    <section className="card">
      <div className="card-head">
        <h2>{words.ownData}</h2>
        <p>{words.ownDataLead}</p>
      </div>
      <Button icon={<DownloadOutlined aria-hidden />} href={`/api/people/${user.id}/data`} download>
        {words.download}
      </Button>
    </section>
  );
}

import { DownloadOutlined } from "@ant-design/icons";
import { Button, Image } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Picture } from "./attachments.ts";

/** What a model drew, each to be enlarged and kept, with what it was asked for. */
export function DrawnPictures({ pictures }: { pictures: readonly Picture[] }) {
  const { t } = useLanguage();
  const drawing = pictures[0]?.drawing;
  return (
    <div className="drawn">
      <ul className="drawn-pictures" aria-label={t.pictures.drawn}>
        <Image.PreviewGroup>
          {pictures.map(({ id, type, width, height }, index) => (
            <li key={id}>
              <Image
                src={`/api/pictures/${id}`}
                alt={`${t.pictures.picture(index + 1)}: ${drawing?.text ?? ""}`}
                // what is to come takes its room at once
                style={{ aspectRatio: `${width} / ${height}` }}
              />
              <p className="drawn-facts figures">
                <span>
                  {width} × {height}
                </span>
                <Button
                  type="text"
                  size="small"
                  icon={<DownloadOutlined aria-hidden />}
                  href={`/api/pictures/${id}`}
                  download={`${t.pictures.fileName}-${index + 1}.${type.slice(type.indexOf("/") + 1)}`}
                  aria-label={t.pictures.download(index + 1)}
                  title={t.pictures.download(index + 1)}
                />
              </p>
            </li>
          ))}
        </Image.PreviewGroup>
      </ul>
      {drawing && <About drawing={drawing} />}
    </div>
  );
}

function About({ drawing: { text, settings, unsent = [] } }: { drawing: NonNullable<Picture["drawing"]> }) {
  const { t, format } = useLanguage();
  const given = Object.entries(settings).map(([name, value]) => `--${name} ${value}`);
  return (
    <>
      <p className="quiet">
        {text} {given.length > 0 && <code>{given.join(" ")}</code>}
      </p>
      {unsent.length > 0 && (
        <p className="quiet">{t.pictures.unsent(format.list(unsent.map((name) => `--${name}`)))}</p>
      )}
    </>
  );
}

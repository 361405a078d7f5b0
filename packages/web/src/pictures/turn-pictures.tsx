import { Image } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Picture } from "./attachments.ts";

/** The pictures that a question was asked with; each opens large. */
export function TurnPictures({ pictures }: { pictures: readonly Picture[] }) {
  const { t } = useLanguage();
  if (!pictures.length) return null;
  return (
    <ul className="turn-pictures" aria-label={t.pictures.shown}>
      <Image.PreviewGroup>
        {pictures.map(({ id, width, height }, index) => (
          <li key={id}>
            <Image
              src={`/api/pictures/${id}`}
              alt={t.pictures.picture(index + 1)}
              width={96}
              height={96}
              // what is to come takes its room at once
              style={{ objectFit: Math.max(width, height) > 3 * Math.min(width, height) ? "contain" : "cover" }}
            />
          </li>
        ))}
      </Image.PreviewGroup>
    </ul>
  );
}

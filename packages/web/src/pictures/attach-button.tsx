import { PictureOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef } from "react";
import { useLanguage } from "../app/language.tsx";

const accepted = "image/png,image/jpeg,image/webp,image/heic,image/heif,.heic,.heif,application/pdf,.pdf";

export function AttachButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept={accepted}
        hidden
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // so that choosing the same picture again is a change
          target.value = "";
        }}
      />
      <Button
        type="text"
        shape="circle"
        icon={<PictureOutlined aria-hidden />}
        aria-label={t.pictures.attach}
        title={t.pictures.attach}
        onClick={() => input.current?.click()}
      />
    </>
  );
}

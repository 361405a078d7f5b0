import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";

const types: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  bmp: "image/bmp",
};

/** Whether browsers show the file as a picture. */
export function isPicture(name: string): boolean {
  return typeOf(name) !== undefined;
}

/** A picture as it was added. It is fetched as data and never opened as a page: a file may be another thing than it says. */
export function Original({ documentId, name, title }: { documentId: string; name: string; title: string }) {
  const { t } = useLanguage();
  const file = useQuery({
    queryKey: ["original", documentId, name],
    queryFn: async ({ signal }) => {
      const response = await fetch(`/api/documents/${encodeURIComponent(documentId)}/file`, { signal });
      if (!response.ok) throw new Error(String(response.status));
      return addressOf(new Blob([await response.arrayBuffer()], { type: typeOf(name) ?? "" }));
    },
    staleTime: 60_000,
  });
  const [broken, setBroken] = useState(false);
  if (file.isError || broken) return <p className="quiet">{t.chunks.originalFailed}</p>;
  if (!file.data) return null;
  return <img className="original" src={file.data} alt={t.chunks.original(title)} onError={() => setBroken(true)} />;
}

function typeOf(name: string): string | undefined {
  return types[name.slice(name.lastIndexOf(".") + 1).toLowerCase()];
}

function addressOf(picture: Blob): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.onload = () => resolve(typeof reader.result === "string" ? reader.result : "");
  reader.onerror = () => reject(reader.error ?? new Error("unreadable"));
  reader.readAsDataURL(picture);
  return promise;
}

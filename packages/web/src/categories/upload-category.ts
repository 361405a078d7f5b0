import { useState } from "react";

const prefix = "docent.category.";

/** The category that this browser chose last for files of a library, by its id. */
export function useUploadCategory(libraryId: string) {
  const [category, setCategory] = useState(() => quietly(() => localStorage.getItem(prefix + libraryId)) ?? null);
  const choose = (id: string | null) => {
    setCategory(id);
    quietly(() => (id ? localStorage.setItem(prefix + libraryId, id) : localStorage.removeItem(prefix + libraryId)));
  };
  return [category, choose] as const;
}

/** A browser that forbids storage simply does not remember. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { problemOf } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { UploadError } from "../app/post-file.ts";
import { createSender } from "./send-file.ts";
import { createUnsentFiles } from "./unsent-files.ts";
import { createUploadQueue, type NamedFile, type Upload, type UploadQueue } from "./upload-queue.ts";

/** Thousands of files arrive together; the lists need not hear of each. */
const refreshMs = 1_000;

const UploadsContext = createContext<UploadQueue | null>(null);

/** Uploads go on while their person looks at other pages. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [queue] = useState(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      void queryClient.invalidateQueries({ queryKey: trpc.document.list.queryKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.library.list.queryKey() });
    };
    const unsent = createUnsentFiles((id, code, files) => client.batch.refuse.mutate({ id, code, files }));
    return createUploadQueue({
      open: async (libraryId, files) => {
        const batch = { libraryId, kind: "upload" as const, name: nameOf(files), expected: files.length };
        const { id } = await client.batch.open.mutate(batch);
        void queryClient.invalidateQueries({ queryKey: trpc.batch.pathKey() });
        return id;
      },
      onUnsent: (upload, code) => void unsent.add(upload, code),
      send: createSender(client),
      problemOf: (error) => (error instanceof UploadError ? error.problem : problemOf(error)),
      onDone: () => void (timer ??= setTimeout(refresh, refreshMs)),
    });
  });
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (queue.get().some(isUnderWay)) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [queue]);
  return <UploadsContext value={queue}>{children}</UploadsContext>;
}

export function useUploads(libraryId: string) {
  const queue = use(UploadsContext);
  if (!queue) throw new Error("useUploads is only for components inside UploadsProvider.");
  const all = useSyncExternalStore(queue.subscribe, queue.get);
  const uploads = useMemo(() => all.filter((upload) => upload.libraryId === libraryId), [all, libraryId]);
  return { queue, uploads };
}

export function isUnderWay({ state }: Upload): boolean {
  return state === "waiting" || state === "sending";
}

const nameLengthMax = 200;

/** What files that come together are called: the folder that holds them all, or the first of them. */
function nameOf(files: readonly NamedFile[]): string {
  const [first = "", ...others] = files.map(({ name }) => name);
  const folder = first.slice(0, Math.max(0, first.indexOf("/")));
  const shared = folder && others.every((name) => name.startsWith(`${folder}/`));
  return (shared ? folder : first).slice(0, nameLengthMax);
}

import { useState, useSyncExternalStore } from "react";
import { postFile, UploadError } from "../app/post-file.ts";
import { problemOf, type Problem } from "../app/problem.ts";
import { useTRPCClient } from "../app/trpc.ts";
import { createAttachments } from "./attachments.ts";
import { PictureError, shrink } from "./shrink.ts";

/** The pictures of the question that is being written here. */
export function useAttachments() {
  const client = useTRPCClient();
  const [attachments] = useState(() =>
    createAttachments({
      shrink,
      post: (body, onProgress) => postFile("/api/pictures", body, onProgress),
      remove: (id) => client.picture.remove.mutate({ id }),
      problemOf: problemOfPicture,
      previewOf: (body) => URL.createObjectURL(body),
      forget: (preview) => URL.revokeObjectURL(preview),
    }),
  );
  const list = useSyncExternalStore(attachments.subscribe, attachments.get);
  return { attachments, list };
}

export function problemOfPicture(error: unknown): Problem {
  if (error instanceof UploadError) return error.problem;
  if (error instanceof PictureError) return { code: error.code, message: "" };
  return problemOf(error);
}

import { fileError } from "../file-error.ts";

/** Thrown by a reader without text recognition for a file that cannot be read without it. */
export class NeedsOcr extends Error {
  constructor() {
    super("This file holds pictures of text.");
  }
}

/** The reason for a file that holds nothing but pictures, where they cannot be recognised. */
export function ocrMissing() {
  return fileError(
    "ocr_missing",
    "Text in pictures cannot be recognised on this machine: the package onnxruntime-node is missing or does not fit it. Run npm ci again, or add a file with its text.",
  );
}

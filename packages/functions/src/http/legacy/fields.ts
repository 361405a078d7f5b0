import { z } from "zod";
import { PublicError } from "@docent/core/error";

/** What a request holds besides saying what it is for. */
export type Fields = Record<string, unknown>;

/** The fields of a request as its operation needs them. Throws `request.invalid`. */
export function read<Schema extends z.ZodType>(schema: Schema, fields: Fields): z.infer<Schema> {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw new PublicError("invalid", "request.invalid", z.prettifyError(parsed.error));
}

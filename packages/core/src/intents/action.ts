import { z } from "zod";

const Plain = [
  /** Looks into the documents, as for a question without any intent. */
  z.strictObject({ type: z.literal("knowledge") }),
  /** Lets the model answer without looking anything up. */
  z.strictObject({ type: z.literal("chat") }),
  /** Says a fixed text, in the asker's language where there is one in it. */
  z.strictObject({
    type: z.literal("reply"),
    text: z.strictObject({ zh: z.string().trim().max(4000), en: z.string().trim().max(4000) }),
  }),
  /** Says sorry and offers a person. */
  z.strictObject({ type: z.literal("comfort") }),
  /** Hands over to a person. */
  z.strictObject({ type: z.literal("handover") }),
] as const;

/** Calls somebody's service with what the question says, and tells what it answered. */
const Service = z.strictObject({
  type: z.literal("tool"),
  /** Null until somebody says where the service is. */
  url: z
    .url({ protocol: /^https?$/, error: "The address must begin with http:// or https://." })
    .max(2000)
    .nullable(),
  method: z.enum(["GET", "POST"]).default("POST"),
  /** What the service is for, told to the model. */
  description: z.string().trim().max(2000).default(""),
  /** JSON Schema of the arguments. */
  parameters: z.record(z.string(), z.unknown()),
  /** Whether the address may be inside the organisation's own network; for administrators to say. */
  allowPrivate: z.boolean().default(false),
});

/** What a desk does with a question of one intent, as it is stored. */
export const Action = z.discriminatedUnion("type", [
  ...Plain,
  /** Headers such as keys, sealed with the desk's secret. */
  Service.extend({ headers: z.string().nullable() }),
]);
export type Action = z.infer<typeof Action>;
export const actionTypes = [
  "knowledge",
  "reply",
  "chat",
  "comfort",
  "handover",
  "tool",
] as const satisfies Action["type"][];
export type Tool = Extract<Action, { type: "tool" }>;

const HeaderName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "A header's name has letters, digits and hyphens.");
const HeaderValue = z.string().regex(/^[\x20-\x7e]{1,2000}$/, "A header's value is plain text on one line.");

/** What editors say. Headers that are absent stay as they are as long as the server does; null takes them away. */
export const Input = z.discriminatedUnion("type", [
  ...Plain,
  Service.extend({ headers: z.record(HeaderName, HeaderValue).nullable().optional() }),
]);
export type Input = z.infer<typeof Input>;

/** What editors see: of the headers only the names. */
export type Shown = Exclude<Action, Tool> | (Omit<Tool, "headers"> & { headerNames: string[] });

import { z } from "zod";
import { PublicError } from "@docent/core/error";
import { personaLengthMax } from "@docent/core/templates/template-change";

/** Clients send truth as JSON or as words. */
const Flag = z.union([
  z.boolean(),
  z.stringbool({ truthy: ["true", "True", "1"], falsy: ["false", "False", "0", ""] }),
  z.null().transform(() => false),
]);
const Words = z.string().nullish();
const Amount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(?:\.\d+)?$/)
      .transform(Number),
  ])
  .nullish();

const Fields = z.object({
  msgid: z.union([z.string().max(200), z.number().transform(String)]).nullish(),
  chat_name: z.string().min(1, "Name the session.").max(500),
  prompt: z.string(),
  model_name: Words,
  model: Words,
  use_qa: Flag.default(false),
  multi_rounds: Flag.default(false),
  hide_ref: Flag.default(false),
  use_stream: Flag.default(false),
  use_trace: Flag.optional(),
  system_role: z.string().max(100).nullish(),
  system_role_prompt: z.string().max(personaLengthMax).nullish(),
  max_tokens: Amount,
  temperature: Amount,
  template_id: Words,
  user_id: z.string().max(200).nullish(),
  channel_cnt: Amount,
  feature_config: Words,
  retrieve_only: Flag.default(false),
  refuse_strategy: z.enum(["", "SAY_DONT_KNOW", "WITH_LLM"]).nullish(),
  refuse_answer: z.string().max(4_000).nullish(),
  imgurl: z.union([z.string(), z.array(z.string())]).nullish(),
});
export type ChatEvent = z.infer<typeof Fields>;

/** A field that the answer does not follow, and why. */
export interface NotHonoured {
  field: string;
  why: string;
}

/** What the predecessor took and this desk does not, with the reason. */
const never: Record<string, string> = {
  ws_endpoint: "Frames go to the connection that the question came by: connect to /api/legacy/socket.",
  wsconnection_id: "Frames go to the connection that the question came by: connect to /api/legacy/socket.",
  embedding_model: "The desk has one index, made with the model that its administrator chose.",
  company: "The company is that of the key.",
  OPENAI_API_KEY: "Keys of models are kept by the desk and not sent with questions.",
  obj_prefix: "Where files are kept is the desk's affair.",
};
/** What clients send in any case, and what means the same as saying nothing. */
const harmless: Record<string, readonly unknown[]> = {
  company: ["default", ""],
  obj_prefix: ["ai-content/", ""],
  OPENAI_API_KEY: [""],
  embedding_model: [""],
  ws_endpoint: [""],
  wsconnection_id: [""],
};

/** A question as it was sent to the predecessor. Throws `request.invalid` with what is wrong with which field. */
export function readChatEvent(sent: Record<string, unknown>): { event: ChatEvent; notHonoured: NotHonoured[] } {
  const parsed = Fields.safeParse(sent);
  if (!parsed.success) throw new PublicError("invalid", "request.invalid", z.prettifyError(parsed.error));
  const notHonoured = Object.entries(sent).flatMap(([field, value]) => {
    if (field in Fields.shape || value === null || harmless[field]?.includes(value)) return [];
    return [{ field, why: never[field] ?? "There is no such field." }];
  });
  const { feature_config, refuse_strategy } = parsed.data;
  if (feature_config && feature_config !== "default" && feature_config !== "search_disabled")
    notHonoured.push({ field: "feature_config", why: "Only the documents are looked into, never the web." });
  if (refuse_strategy === "WITH_LLM")
    notHonoured.push({ field: "refuse_strategy", why: "What the documents do not hold is not made up." });
  return { event: parsed.data, notHonoured };
}

import type { Scope } from "../scope.ts";
import { letter, type Language, type Occasion } from "./letters.ts";

/** Sends a letter. Gives whether the mail service took it; why not stands in the log, without the address. */
export async function post(
  { mailer, log }: Pick<Scope, "mailer" | "log">,
  to: string,
  language: Language,
  occasion: Occasion,
): Promise<boolean> {
  try {
    await mailer.send(letter(to, language, occasion));
    return true;
  } catch (error) {
    log.error("letter.not_sent", { occasion: occasion.type, error });
    return false;
  }
}

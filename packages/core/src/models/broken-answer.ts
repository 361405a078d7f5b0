import { PublicError } from "../error.ts";

/** The model sent nothing for too long. */
export function silent(): PublicError {
  const message = "The model sent nothing for too long. Ask again; if it stays, its server may be overloaded.";
  return new PublicError("unavailable", "model.silent", message);
}

/** The answer ended without its end mark. `said` is what the server said about it, as a sentence. */
export function brokenOff(said = ""): PublicError {
  const message = `The model's answer broke off before its end. Ask again.${said && ` ${said}`}`;
  return new PublicError("unavailable", "model.broken_off", message);
}

/** The provider's rules on content kept the answer back. */
export function filtered(): PublicError {
  const message = "The model's provider withheld the answer by its content rules. Ask in other words.";
  return new PublicError("unavailable", "model.filtered", message);
}

/** The question, with all that goes with it, is longer than the model takes. */
export function tooLong(model: string): PublicError {
  const message = `There is more to read or to write than "${model}" can take. Ask in a new conversation or more briefly; an administrator can choose a model with a larger context.`;
  return new PublicError("invalid", "model.too_long", message);
}

/** The question came with images, which the model does not take. */
export function cannotSee(): PublicError {
  const message = "This model cannot be shown images. Ask without them, or choose a model that sees.";
  return new PublicError("invalid", "model.cannot_see", message);
}

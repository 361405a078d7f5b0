import type { Price } from "../models/catalogue/abilities.ts";
import type { Tokens } from "../models/chat-model.ts";
import type { Cost } from "./call.ts";

/** Undefined when the model has no price. A million tokens at a price of one are a million millionths. */
export function costOf({ input, output, cached = 0 }: Tokens, price: Price | null | undefined): Cost | undefined {
  if (!price) return undefined;
  const fromCache = Math.min(cached, input);
  const amount = (input - fromCache) * price.input + fromCache * (price.cached ?? price.input) + output * price.output;
  return { amount: Math.round(amount), currency: price.currency };
}

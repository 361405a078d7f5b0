import { recall, remember } from "../app/preference.ts";
import type { Settings } from "./live-runs.ts";

type Parameters = NonNullable<Settings["parameters"]>;

/** The dials that have a number, in the order in which they are shown. */
export const dials = [
  "temperature",
  "topP",
  "topK",
  "outputTokensMax",
  "presencePenalty",
  "frequencyPenalty",
] as const satisfies readonly (keyof Parameters)[];
export type Dial = (typeof dials)[number];

/** The settings with one parameter as given; undefined gives it back to the default. */
export function withParameter<Name extends keyof Parameters>(
  settings: Settings | null,
  name: Name,
  value: Parameters[Name] | undefined,
): Settings {
  const { [name]: _, ...others } = settings?.parameters ?? {};
  const parameters: Parameters = { ...others, ...(value !== undefined && { [name]: value }) };
  return { ...settings, parameters };
}

/** How many parameters are not as they are by default. */
export function changedIn(settings: Settings | null): number {
  return Object.keys(settings?.parameters ?? {}).length;
}

/** How this person wanted to be answered last. What is typed, such as where to stop, is not kept in the browser. */
export function recallSettings(userId: string): Settings | null {
  const text = recall(`settings.${userId}`);
  return text === null ? null : settingsIn(text);
}

export function rememberSettings(
  userId: string,
  { modelId = null, templateId = null, parameters = {} }: Settings,
): void {
  const { stop: _, ...numbers } = parameters;
  remember(`settings.${userId}`, JSON.stringify({ modelId, templateId, parameters: numbers }));
}

/** Only what is known: a browser may hold what an older or newer console wrote. */
function settingsIn(text: string): Settings | null {
  try {
    const held = Object(JSON.parse(text)) as {
      modelId?: unknown;
      templateId?: unknown;
      parameters?: Record<string, unknown>;
    };
    const { parameters } = held;
    const idIn = (value: unknown) => (typeof value === "string" ? value : null);
    const numbers = dials.flatMap((dial) => {
      const value = parameters?.[dial];
      return typeof value === "number" ? [[dial, value] as const] : [];
    });
    return {
      modelId: idIn(held.modelId),
      templateId: idIn(held.templateId),
      parameters: Object.fromEntries(numbers),
    };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

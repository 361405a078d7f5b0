import { z } from "zod";
import { PublicError } from "../error.ts";
import { pictureTypes } from "../pictures/picture-info.ts";
import { contrast, contrastMin, darkEnough } from "./colour.ts";
import { plain, type Definition } from "./definition.ts";
import * as QuickLink from "./quick-link.ts";
import { placeholders, sayings } from "./sayings.ts";
import { OwnText, refuseUnfit, trimmed, type Text } from "./text.ts";

export const nameLengthMax = 30;
export const daysMax = 3_650;

/** How long something is kept at least, when not for ever. */
export const daysMin = { conversationDays: 7, feedbackDays: 30, usageDays: 92, auditDays: 30, pictureDays: 7 } as const;
export type DaysKey = keyof typeof daysMin;

/** What a company's picture is, by its own bytes. Another one gets another id. */
export const Logo = z.strictObject({ id: z.string(), type: z.enum(pictureTypes), width: z.int(), height: z.int() });
export type Logo = z.infer<typeof Logo>;

/** Every setting of a company. What each is for is said, in both languages, where it is shown. */
export const registry = {
  name: plain<string>(z.string().max(4_000), "Docent", { tidy: (given) => given.trim() || null, refuse: refuseName }),
  colour: plain<string | null>(z.string().max(100), null, {
    tidy: (given) => given?.trim().toLowerCase() ?? null,
    refuse: refuseColour,
  }),
  logo: plain<Logo | null>(Logo, null, { byUpload: true }),
  welcome: text({
    zh: "答案只来自你们的资料，每一句都标明出处；资料里没有的，会直接告诉你。",
    en: "Answers come only from your documents, with the source of every sentence. What they do not say, you are told plainly.",
  }),
  disclaimer: text({ zh: "", en: "" }),
  quickLinks: plain<QuickLink.QuickLink[]>(z.array(QuickLink.QuickLink).max(100), [], {
    tidy: (links) =>
      links.length > 0 ? links.map(({ label, url }) => ({ label: trimmed(label), url: url.trim() })) : null,
    refuse: QuickLink.refuseUnfit,
  }),
  refusal: text(sayings.refusal, placeholders.refusal),
  comfort: text(sayings.comfort, placeholders.comfort),
  handover: text(sayings.handover, placeholders.handover),
  conversationDays: days("conversationDays"),
  feedbackDays: days("feedbackDays"),
  usageDays: days("usageDays"),
  auditDays: days("auditDays"),
  pictureDays: days("pictureDays"),
};

export type Key = keyof typeof registry;
export const keys = Object.keys(registry) as Key[];

type StoredOf<D> = D extends Definition<infer Stored, infer _> ? Stored : never;
type ValueOf<D> = D extends Definition<infer _, infer Value> ? Value : never;
/** What a company stored. */
export type Stored = { [K in Key]: StoredOf<(typeof registry)[K]> };
/** What holds. */
export type Values = { [K in Key]: ValueOf<(typeof registry)[K]> };

function text(preset: Text, known: readonly string[] = []): Definition<OwnText, Text> {
  return {
    schema: OwnText,
    default: preset,
    role: "admin",
    tidy(given) {
      const own = trimmed(given);
      return Object.keys(own).length > 0 ? own : null;
    },
    refuse: (given) => refuseUnfit(given, known),
    complete: ({ zh = preset.zh, en = preset.en }) => ({ zh, en }),
  };
}

/** How many days something is kept; for ever by default. */
function days(key: DaysKey): Definition<number | null> {
  return plain<number | null>(z.int(), null, {
    refuse(given) {
      if (given === null || (given >= daysMin[key] && given <= daysMax)) return;
      const message = `Between ${daysMin[key]} and ${daysMax} days may be kept. Enter a number between them, or keep it for ever.`;
      throw new PublicError("invalid", "setting.days", message);
    },
  });
}

function refuseName(name: string): void {
  // it is a line in a title bar
  if (name.length <= nameLengthMax && !/\p{Cc}/u.test(name)) return;
  const message = `The name may have ${nameLengthMax} characters, in one line. Shorten it.`;
  throw new PublicError("invalid", "setting.name", message);
}

function refuseColour(colour: string | null): void {
  if (colour === null) return;
  if (!/^#[0-9a-f]{6}$/.test(colour)) {
    const message = "A colour is written as # and six digits or letters from a to f, such as #2457d6. Choose one.";
    throw new PublicError("invalid", "setting.colour_unreadable", message);
  }
  const reached = contrast(colour, "#ffffff");
  if (reached >= contrastMin) return;
  const message = `White text cannot be read on ${colour}: its contrast is ${reached.toFixed(1)} and has to be ${contrastMin}. Choose a darker colour, for example ${darkEnough(colour)}.`;
  throw new PublicError("invalid", "setting.colour_pale", message);
}

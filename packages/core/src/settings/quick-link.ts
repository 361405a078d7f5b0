import { z } from "zod";
import { PublicError } from "../error.ts";
import { OwnText, languages } from "./text.ts";

/** A way out of the desk that its company offers: to a form, a manual, a person. */
export const QuickLink = z.strictObject({ label: OwnText, url: z.string().max(4_000) });
export type QuickLink = z.infer<typeof QuickLink>;

export const linksMax = 12;
export const labelLengthMax = 40;

/** Throws `setting.link_many`, `setting.link_label` and `setting.link_address`. */
export function refuseUnfit(links: readonly QuickLink[]): void {
  if (links.length > linksMax) {
    const message = `There may be ${linksMax} links. Take some out.`;
    throw new PublicError("invalid", "setting.link_many", message);
  }
  for (const { label, url } of links) {
    const said = languages.map((language) => label[language]?.trim() ?? "");
    if (said.every((text) => text === "") || said.some((text) => text.length > labelLengthMax)) {
      const message = `A link needs a label in at least one language, of ${labelLengthMax} characters at most. Enter one.`;
      throw new PublicError("invalid", "setting.link_label", message);
    }
    if (!isOpenable(url)) {
      const message =
        "The address of a link begins with https:// and holds no password. Copy it from the browser's address bar.";
      throw new PublicError("invalid", "setting.link_address", message);
    }
  }
}

/** Only what opens another site: no scripts, no files, nobody's password. */
function isOpenable(given: string): boolean {
  const address = URL.parse(given);
  return address?.protocol === "https:" && address.hostname !== "" && !address.username && !address.password;
}

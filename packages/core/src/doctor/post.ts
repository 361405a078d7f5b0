import type { Scope } from "../scope.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";
import { reasonOf } from "./reason.ts";

/** Whether letters can leave, as far as that shows without sending one. */
export async function mail({ mailer }: Scope): Promise<Finding> {
  const { place } = mailer;
  if (place.kind === "folder") return ok("mail.folder", { path: place.path });
  const host = place.kind === "smtp" ? place.host : "Amazon SES";
  if (!mailer.greet) return ok("mail.untried", { host });
  try {
    await mailer.greet();
    return ok("mail.taken", { host });
  } catch (error) {
    return fail("mail.refused", { host, message: reasonOf(error) });
  }
}

/** Whether whoever gets a letter can open the links in it. */
export async function address({ pageUrl, mailer }: Scope): Promise<Finding> {
  const { origin, hostname } = new URL(pageUrl("/"));
  const isInner = /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(hostname);
  return isInner && mailer.place.kind !== "folder" ? warn("address.inner", { origin }) : ok("address.open", { origin });
}

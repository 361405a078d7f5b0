import { requireUser, type Scope } from "../scope.ts";
import type { QuickLink } from "./quick-link.ts";
import * as Setting from "./setting.ts";
import type { Text } from "./text.ts";

/** What a company says to its people before they ask, and under what they ask. */
export interface Welcome {
  welcome: Text;
  disclaimer: Text;
  links: QuickLink[];
}

export async function get(scope: Scope): Promise<Welcome> {
  requireUser(scope);
  const { quickLinks: links, ...texts } = await Setting.read(scope, "welcome", "disclaimer", "quickLinks");
  return { ...texts, links };
}

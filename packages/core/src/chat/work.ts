import type { Filter } from "../knowledge/description/filter.ts";
import type { Settings as SearchSettings, Tried } from "../knowledge/search.ts";
import type { Wording } from "../templates/wording.ts";
import type { Exchange } from "./history.ts";
import type { Progress } from "./progress.ts";
import type { Settings } from "./settings.ts";
import type { Trace } from "./trace.ts";

/** One question on its way to an answer. */
export interface Turn {
  runId: string;
  conversationId: string;
  question: string;
  libraryIds: string[] | null;
  /** What the search is narrowed to besides. */
  filter: Filter | null;
  /** The pictures shown with it. */
  pictureIds?: string[] | null;
  /** A picture of it is wanted, not an answer. */
  draws?: boolean;
  /** How the asker wants to be answered. */
  settings: Settings | null;
  /** What was said before, where no conversation is kept. */
  history?: readonly Exchange[];
  /** Set when nobody asked and an editor only tries what would come of it. */
  trial?: Trial;
}

/** What is decided otherwise for once. No service is called either: its work cannot be undone. */
export interface Trial {
  settings: SearchSettings;
  tried?: Tried;
  /** Quotes, as a desk without a model does. */
  withoutModel: boolean;
  /** Answers as where no model is chosen: with one found on this machine, else by quoting. */
  withoutChoice?: boolean;
  /** Asks the model with this, in place of the company's template; null: in the desk's own words. */
  wording?: Wording | null;
}

/** Where an answer is told, how it came about is noted, and what ends it early. */
export interface Work {
  progress: Progress;
  trace: Trace;
  signal: AbortSignal;
}

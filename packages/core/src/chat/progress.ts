import { clean } from "../knowledge/ingest/split.ts";
import type { Info as Picture } from "../pictures/picture-info.ts";
import type { Source, Tier } from "./citation.ts";
import type { Outcome, RunEvent, RunStage } from "./run-event.ts";

/** What an answer has come to so far, and the one way to tell those who watch. */
export interface Progress {
  /** As it would be kept if the run ended now. */
  readonly draft: Draft;
  stage(stage: RunStage, count?: number, seconds?: number): void;
  sources(sources: Source[]): void;
  /** Adds to the answer. The first text leaves at once, what follows in portions. */
  write(text: string): void;
  /** What was written so far turned out not to be part of the answer: it is not kept. */
  retract(): void;
  /** Puts the checked text and sources in the place of what was written. */
  check(text: string, sources: Source[]): void;
  /** Waits until all that was told is in the log. Throws when the log refused. */
  settle(): Promise<void>;
  outcome(): Outcome;
}

export interface Draft {
  text: string;
  tier: Tier;
  sources: Source[];
  degraded?: string;
  unsupported?: string[];
  basis?: "pictures";
  drawn?: Picture[];
  model: string;
  modelName?: string;
}

/** At most this often a watcher hears of new text: 30 times a second looks smooth and costs little. */
const portionMs = 33;

export function progressOf(
  append: (events: readonly RunEvent[]) => Promise<unknown>,
  start = performance.now(),
): Progress {
  const draft: Draft = { text: "", tier: "answer", sources: [], model: "" };
  /** All that was written, retracted or not: what the deltas add up to. */
  let written = "";
  let told = 0;
  let toldAt = -Infinity;
  let firstText: number | null = null;
  let half = "";
  let timer: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let refusal: { error: unknown } | undefined;

  const tell = (event: RunEvent) => {
    queue = queue.then(() => append([event])).catch((error: unknown) => (refusal ??= { error }));
  };
  const portion = () => {
    clearTimeout(timer);
    timer = undefined;
    if (written.length === told) return;
    tell({ type: "text-delta", offset: told, text: written.slice(told) });
    told = written.length;
    toldAt = performance.now();
  };

  return {
    draft,
    stage(stage, count, seconds) {
      portion();
      tell({
        type: "stage",
        stage,
        ...(count !== undefined && { count }),
        ...(seconds !== undefined && { seconds }),
      });
    },
    sources(sources) {
      portion();
      draft.sources = sources;
      tell({ type: "sources", sources });
    },
    write(text) {
      const joined = half + text;
      half = endsInHalf(joined) ? joined.slice(-1) : "";
      const whole = clean(half ? joined.slice(0, -1) : joined);
      if (!whole) return;
      if (firstText === null) firstText = performance.now() - start;
      written += whole;
      draft.text += whole;
      const wait = toldAt + portionMs - performance.now();
      if (wait <= 0) portion();
      else timer ??= setTimeout(portion, wait);
    },
    retract() {
      draft.text = "";
    },
    check(text, sources) {
      draft.text = text;
      draft.sources = sources;
    },
    async settle() {
      portion();
      await queue;
      if (refusal) throw refusal.error;
    },
    outcome() {
      clearTimeout(timer);
      const milliseconds = {
        total: Math.round(performance.now() - start),
        firstText: firstText === null ? null : Math.round(firstText),
      };
      return { ...draft, milliseconds };
    },
  };
}

/** Whether the text ends between the two units of a character such as an emoji: some models cut there. */
function endsInHalf(text: string): boolean {
  const unit = text.charCodeAt(text.length - 1);
  return unit >= 0xd800 && unit <= 0xdbff;
}

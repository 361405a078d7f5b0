import type { ModelPart } from "./chat-model.ts";
import { scanTags, type Scanned } from "./tag-scanner.ts";

const opening = new Set(["<think>", "<thinking>"]);
const closing = new Set(["</think>", "</thinking>"]);

/**
 * Takes thinking out of a model's text: `<think>…</think>`, wherever the pieces are cut. A closing tag that nothing
 * opened means that all before it was thinking.
 */
export function separateThinking(): { push(text: string): ModelPart[]; end(): ModelPart[] } {
  const scanner = scanTags([...opening, ...closing]);
  let thinking = false;
  /** Nothing but white space has come: thinking comes first, and the blank lines after it belong to it. */
  let atStart = true;

  function sort(scanned: readonly Scanned[]): ModelPart[] {
    return scanned.flatMap((part): ModelPart[] => {
      if (part.type === "tag" && opening.has(part.tag)) {
        // later in an answer it is a word like others, for example in one about models
        if (!atStart && !thinking) return [{ type: "text-delta", text: part.tag }];
        thinking = true;
        return [];
      }
      if (part.type === "tag") {
        const opened = thinking;
        thinking = false;
        const retract = !opened && !atStart;
        atStart = true;
        return retract ? [{ type: "retract" }] : [];
      }
      if (thinking) return [{ type: "reasoning-delta", text: part.text }];
      const text = atStart ? part.text.trimStart() : part.text;
      if (!text) return [];
      atStart = false;
      return [{ type: "text-delta", text }];
    });
  }

  return { push: (text) => sort(scanner.push(text)), end: () => sort(scanner.end()) };
}

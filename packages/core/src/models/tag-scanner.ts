export type Scanned = { type: "text"; text: string } | { type: "tag"; tag: string };

/** Finds fixed tags in a text that arrives in pieces cut anywhere. Text that may be the beginning of a tag waits for the next piece. */
export function scanTags(tags: readonly string[]): { push(text: string): Scanned[]; end(): Scanned[] } {
  const longest = Math.max(...tags.map((tag) => tag.length));
  let held = "";

  return {
    push(text) {
      const parts: Scanned[] = [];
      let rest = held + text;
      for (let found = first(rest); found; found = first(rest)) {
        if (found.at > 0) parts.push({ type: "text", text: rest.slice(0, found.at) });
        parts.push({ type: "tag", tag: found.tag });
        rest = rest.slice(found.at + found.tag.length);
      }
      const keep = unfinished(rest);
      held = rest.slice(rest.length - keep);
      if (keep < rest.length) parts.push({ type: "text", text: rest.slice(0, rest.length - keep) });
      return parts;
    },
    end() {
      const text = held;
      held = "";
      return text ? [{ type: "text", text }] : [];
    },
  };

  function first(text: string): { at: number; tag: string } | undefined {
    let best: { at: number; tag: string } | undefined;
    for (const tag of tags) {
      const at = text.indexOf(tag);
      if (at >= 0 && (!best || at < best.at)) best = { at, tag };
    }
    return best;
  }

  /** Length of the longest end of the text that begins a tag. */
  function unfinished(text: string): number {
    for (let length = Math.min(longest - 1, text.length); length > 0; length--) {
      const end = text.slice(text.length - length);
      if (tags.some((tag) => tag.startsWith(end))) return length;
    }
    return 0;
  }
}

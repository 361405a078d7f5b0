export interface Change {
  type: "same" | "removed" | "added";
  text: string;
}

/** Above this many comparisons what lies between is shown as removed and added as a whole. */
const comparisonsMax = 4_000_000;

/** What was taken out and put in, word by word; Chinese by character. */
export function diff(before: string, after: string): Change[] {
  const [old, now] = [tokens(before), tokens(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  const room = Math.min(old.length, now.length) - start;
  while (end < room && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const middle = between(old.slice(start, old.length - end), now.slice(start, now.length - end));
  return joined([
    { type: "same", text: old.slice(0, start).join("") },
    ...middle,
    { type: "same", text: old.slice(old.length - end).join("") },
  ]);
}

function tokens(text: string): string[] {
  return text.match(/\n|[^\S\n]+|[\p{Script=Latin}\p{N}_]+|[^]/gu) ?? [];
}

/** By the longest common subsequence. */
function between(old: readonly string[], now: readonly string[]): Change[] {
  if (old.length * now.length > comparisonsMax)
    return [
      { type: "removed", text: old.join("") },
      { type: "added", text: now.join("") },
    ];
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i * width + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      changes.push({ type: "same", text: old[i++] ?? "" });
      j++;
    } else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) {
      changes.push({ type: "removed", text: old[i++] ?? "" });
    } else changes.push({ type: "added", text: now[j++] ?? "" });
  }
  return changes;
}

/** Neighbours of one kind are one; of what was replaced, all that went comes before all that came. */
function joined(changes: readonly Change[]): Change[] {
  const all: Change[] = [];
  let [removed, added, space] = ["", "", ""];
  const keep = (text: string) => {
    const last = all.at(-1);
    if (last?.type === "same") last.text += text;
    else if (text) all.push({ type: "same", text });
  };
  const flush = () => {
    if (removed) all.push({ type: "removed", text: removed });
    if (added) all.push({ type: "added", text: added });
    keep(space);
    [removed, added, space] = ["", "", ""];
  };
  for (const { type, text } of changes) {
    // a space between two replaced words belongs to what was replaced
    if (type === "same" && text === " " && !space && (removed || added)) space = text;
    else if (type === "same") {
      flush();
      keep(text);
    } else {
      [removed, added, space] = [removed + space, added + space, ""];
      if (type === "removed") removed += text;
      else added += text;
    }
  }
  flush();
  return all;
}

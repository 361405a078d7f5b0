/** Which source is looked at, and the citation that the focus returns to. */
export interface SourceFocus {
  runId: string;
  n: number | null;
  from: HTMLElement | null;
}

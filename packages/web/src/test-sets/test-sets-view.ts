/** What the address says about the test set shown. */
export interface TestSetsView {
  library?: string | undefined;
  run?: string | undefined;
  /** The run that it is held against. */
  against?: string | undefined;
  /** What a run is to try: a template by its id, or one of the settings. */
  setting?: string | undefined;
  text?: string | undefined;
  page?: number | undefined;
}

export function parseTestSetsView(given: Record<string, unknown>): TestSetsView {
  const { library, run, against, setting, text, page } = given;
  return {
    ...(typeof library === "string" && { library: library.slice(0, 64) }),
    ...(typeof run === "string" && { run: run.slice(0, 64) }),
    ...(typeof against === "string" && { against: against.slice(0, 64) }),
    ...(typeof setting === "string" && { setting: setting.slice(0, 64) }),
    ...(typeof text === "string" && text && { text: text.slice(0, 200) }),
    ...(typeof page === "number" && Number.isSafeInteger(page) && page > 1 && { page }),
  };
}

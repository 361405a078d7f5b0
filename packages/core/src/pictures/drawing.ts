/** With what a picture was drawn, so that it can be drawn again. */
export interface Drawing {
  model: string;
  text: string;
  /** What was asked for besides, by the names that people give it. */
  settings: Record<string, string | number>;
}

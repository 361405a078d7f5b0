export const pictureTypes = ["image/png", "image/jpeg", "image/webp"] as const;

/** A picture without its bytes. */
export interface Info {
  id: string;
  /** Shown by its person with a question, or drawn for them. */
  origin: "asked" | "drawn";
  type: (typeof pictureTypes)[number];
  width: number;
  height: number;
  /** Null unless it was drawn. */
  drawing: Drawing | null;
}

/** With what a picture was drawn, so that it can be drawn again. */
export interface Drawing {
  model: string;
  text: string;
  /** What was asked for besides and the model heeds, by the names that people type. */
  settings: Record<string, string | number>;
  /** What was asked for and the model does not heed. */
  unsent?: string[];
}

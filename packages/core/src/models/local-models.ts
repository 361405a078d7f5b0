/** A model in the desk's folder of models. */
export interface LocalModel {
  /** Of its folder, below the folder of models: "multilingual-e5-small", "Xenova/bge-reranker-base". */
  name: string;
  use: "embedder" | "reranker";
  /** Size of the weights. */
  bytes: number;
}

/** How far the fetching of a model has come. */
export interface Fetching {
  name: string;
  state: "running" | "failed";
  bytes: number;
  /** Null while the server has not named the size of every file. */
  bytesTotal: number | null;
  code: string | null;
  message: string | null;
}

/** Models that run on this machine: those in a folder, and those fetched into it when an administrator wishes so. */
export interface LocalModels {
  list(): Promise<LocalModel[]>;
  /** Models that are known to work, for people who have no wish of their own. */
  readonly suggestions: readonly { name: string; use: LocalModel["use"]; bytes: number }[];
  /** Begins to fetch a model, or goes on where it was stopped. Throws `local_model.name_invalid`. */
  fetch(name: string): Promise<void>;
  /** What is under way, and what has failed since the last `fetch` or `stop` of the same name. */
  fetching(): Fetching[];
  /** What has come stays for the next `fetch`. */
  stop(name: string): Promise<void>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** A letter to one person, in plain words and as a page. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Where letters leave the desk. */
export interface Mailer {
  /** What administrators are told about where letters go: a folder's path, or the name of the service. */
  readonly place: MailPlace;
  /** Resolves as soon as the letter is in the service's hands. Throws when it does not take it. */
  send(letter: Letter): Promise<void>;
  /** Looks whether the service would take letters, in services that can tell. Throws when it would not. */
  greet?(): Promise<void>;
  close(): Promise<void>;
}

export type MailPlace = { kind: "folder"; path: string } | { kind: "smtp"; host: string } | { kind: "ses" };

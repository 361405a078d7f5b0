/** Thrown by a reader without text recognition for a file that cannot be read without it. */
export class NeedsOcr extends Error {
  constructor() {
    super("This file holds pictures of text.");
  }
}

/** What this browser remembers about its person's taste. Nothing in here may be about documents or questions. */
export interface Preferences {
  language: string;
  appearance: string;
}

type Name = keyof Preferences | `settings.${string}` | `notice.${string}`;

/** A browser that forbids storage simply does not remember. */
export function recall(name: Name): string | null {
  try {
    return localStorage.getItem(`docent.${name}`);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

export function remember(name: Name, value: string): void {
  try {
    localStorage.setItem(`docent.${name}`, value);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

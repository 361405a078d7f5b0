/** The pattern of SQL's `like` for texts that contain this one. */
export function like(part: string): string {
  return `%${part.trim().replace(/[\\%_]/g, "\\$&")}%`;
}

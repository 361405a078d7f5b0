/** What AWS says, without the ARNs and numbers that name an account and who is in it. */
export function withoutArns(text: string): string {
  return text.replace(/arn:aws[\w-]*:[^\s"',]+/g, "…").replace(/\b\d{12}\b/g, "…");
}

const inChina = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "medium",
});

/** A moment as the predecessor writes it: `2024-05-01 12:30:00`, in China's time. */
export function formerTime(moment: Date): string {
  return inChina.format(moment);
}

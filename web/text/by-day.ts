/** What was last active on one day, in the order given. `name` is `Today`, `Yesterday`, or the day. */
export type DayGroup<T> = { readonly name: string; readonly lines: readonly T[] };

const DAY_MS = 86_400_000;

/** Lines gathered by the local day of their last activity; lines of one day that are apart stay apart. */
export function byDay<T extends { readonly last_active_at: string }>(
  lines: readonly T[],
  now: Date,
): readonly DayGroup<T>[] {
  const groups: { name: string; lines: T[] }[] = [];
  for (const line of lines) {
    const name = dayName(new Date(line.last_active_at), now);
    const last = groups.at(-1);
    if (last?.name === name) last.lines.push(line);
    else groups.push({ name, lines: [line] });
  }
  return groups;
}

function dayName(date: Date, now: Date): string {
  // Rounded: a day on which clocks change has 23 or 25 hours.
  const days = Math.round((midnight(now) - midnight(date)) / DAY_MS);
  if (Number.isNaN(days)) return "Earlier";
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return date.toLocaleDateString("en-US", { day: "numeric", month: "long", ...year });
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

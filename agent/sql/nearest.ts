/** `names` with those most like `wanted` first: the same words, then fewest letters changed. */
export function nearestFirst(wanted: string, names: Iterable<string>): readonly string[] {
  const target = wanted.toLowerCase();
  return [...names]
    .map((name) => ({ name, distance: unlikeness(target, name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ name }) => name);
}

/** The nearest names as a phrase, at most 12 of them; the rest as a count. */
export function listNearest(wanted: string, names: Iterable<string>): string {
  const all = nearestFirst(wanted, new Set(names));
  const more = all.length > 12 ? ` and ${all.length - 12} more` : "";
  return `${all.slice(0, 12).join(", ")}${more}`;
}

function unlikeness(a: string, b: string): number {
  const shared = words(a).filter((word) => words(b).includes(word)).length;
  const inside = a.includes(b) || b.includes(a) ? 1 : 0;
  return editDistance(a, b) / Math.max(a.length, b.length, 1) - (shared + inside) / 3;
}

function words(name: string): readonly string[] {
  return name.split(/[^a-z0-9]+/).filter((word) => word.length > 2);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

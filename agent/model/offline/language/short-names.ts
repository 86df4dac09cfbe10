/** What stands around the word in names made for machines: `is_senior`, `weight_kg`, `priority_cd`. */
const BEFORE = new Set("is has was dim fct num nbr no total sum avg count".split(" "));
const AFTER = new Set(
  "cd code flag ind yn fl id key nr no nbr num nm name txt desc pct amt amount qty cnt count total value val kg km usd eur gbp min mins minutes hrs hours days dt ts date time timestamp at on".split(
    " ",
  ),
);

/** The name as people say it, without what only machines need; undefined when there is nothing of that kind, or nothing else. */
export function shortName(name: string): string | undefined {
  const words = name.toLowerCase().split(/[_\s]+/);
  const from = words.findIndex((word) => !BEFORE.has(word));
  const to = words.findLastIndex((word) => !AFTER.has(word));
  if (from < 0 || to < from || (from === 0 && to === words.length - 1)) return undefined;
  const kept = words.slice(from, to + 1).join(" ");
  return kept.length < 3 ? undefined : kept;
}

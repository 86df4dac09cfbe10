/** Words that tie the others together: a name with one of these is only read as it is written. */
const TIES = new Set(
  "of per by in for to with from at on as and or not without who with".split(" "),
);

/** True for names that may be read in any order: two or three words, none of which ties the others. */
export function isScatterable(stems: readonly string[]): boolean {
  const isShort = stems.length === 2 || stems.length === 3;
  return isShort && new Set(stems).size === stems.length && !stems.some((stem) => TIES.has(stem));
}

/** A number in [0, 1) that hangs on nothing but the words: the same on every machine. */
export function chance(...words: readonly (string | number)[]): number {
  const text = words.join("|");
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return avalanche(value >>> 0) / 4294967296;
}

/** The element that the words pick. @throws {RangeError} when the list is empty. */
export function pick<T>(list: readonly T[], ...words: readonly (string | number)[]): T {
  const found = list[Math.floor(chance(...words) * list.length)];
  if (found === undefined) throw new RangeError("Cannot pick from an empty list");
  return found;
}

/** Murmur3's last step: neighbours in, strangers out. */
function avalanche(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

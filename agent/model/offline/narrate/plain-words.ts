/** Models call a table by one of its rows or by all of them. */
export function plural(noun: string): string {
  if (/s$/.test(noun) || / /.test(noun)) return noun;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** One of them: "parcels" is "parcel". */
export function singular(noun: string): string {
  if (/ies$/.test(noun)) return `${noun.slice(0, -3)}y`;
  return /(?:ch|sh|ss|x)es$/.test(noun) ? noun.slice(0, -2) : noun.replace(/([^s])s$/, "$1");
}

/** "09:00 to 10:59" of hours that follow one another. */
export function hourWords(values: readonly unknown[]): string | undefined {
  const hours = values.map((value) => /^(\d\d):00$/.exec(String(value))?.[1]);
  const [first, last] = [hours[0], hours.at(-1)];
  if (hours.length < 2 || first === undefined || last === undefined) return undefined;
  const isRow = hours.every((hour, i) => Number(hour) === Number(first) + i);
  return isRow ? `${first}:00 to ${last}:59` : undefined;
}

/** Words with one space between them; empty ones are left out. */
export function spaced(...words: readonly string[]): string {
  return words.filter(Boolean).join(" ");
}

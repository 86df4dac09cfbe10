/** Characters that reorder or hide text: bidi overrides and isolates, zero-width, tag characters (CVE-2021-42574). */
const INVISIBLE =
  /[\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;
const ENTITY = /&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,6});/gi;
const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00A0",
  ndash: "–",
  mdash: "—",
  minus: "−",
  hellip: "…",
  euro: "€",
  pound: "£",
  yen: "¥",
  times: "×",
};

/** Text as it may be shown: it reads in the order it is stored, and nothing in it is hidden. */
export function toVisible(text: string): string {
  return text.replace(INVISIBLE, "");
}

/** Character references as characters, the way Markdown shows them; an unknown one stays as written. */
export function decodeEntities(text: string): string {
  return text.replace(ENTITY, (written: string, reference: string) => {
    if (!reference.startsWith("#")) return NAMED[reference.toLowerCase()] ?? written;
    const code = Number(reference.replace("#", "").replace(/^x/i, "0x"));
    const isCharacter = code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff);
    return isCharacter ? String.fromCodePoint(code) : "\uFFFD";
  });
}

/** True when the text holds the pattern, any case and spacing; a pattern between slashes is a regular expression. */
export function says(text: string, pattern: string): boolean {
  const plain = flatten(text);
  const expression = /^\/(.+)\/$/s.exec(pattern)?.[1];
  if (expression !== undefined) return new RegExp(expression, "i").test(plain);
  return plain.toLowerCase().includes(flatten(pattern).toLowerCase());
}

/** The text with what stands in brackets as a citation (`[source › heading]`) blanked out; offsets stay. */
export function withoutCitations(text: string): string {
  return text.replaceAll(/\[[^[\]\n]+\.\w{2,4}(?: › [^[\]\n]+)?\]/g, (found) =>
    " ".repeat(found.length),
  );
}

/** Where the first paragraph of a Markdown text ends. */
export function endOfLead(text: string): number {
  const end = text.trimEnd().search(/\n\s*\n/);
  return end === -1 ? text.length : end;
}

/** Markdown emphasis and runs of white space do not matter; typographic signs are as one types them. */
function flatten(text: string): string {
  return text
    .replaceAll(/[*_`]/g, "")
    .replaceAll(/[\s\u00a0\u202f]+/g, " ")
    .replaceAll(/[−–]/g, "-")
    .replaceAll(/[‘’]/g, "'");
}

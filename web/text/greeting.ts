/** A part of a greeting: words, or a list of things that were found. */
export type GreetingPart =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] };

/** The service's greeting in its parts: sentences and lines that begin with a dash. Emphasis is left out. */
export function parseGreeting(greeting: string): readonly GreetingPart[] {
  const parts: GreetingPart[] = [];
  for (const line of greeting.split("\n")) {
    const text = line.replace(/\*\*|__|`/g, "").trim();
    const item = /^[-*•]\s+(.+)$/.exec(text)?.[1];
    const last = parts.at(-1);
    if (text === "") continue;
    if (item === undefined) parts.push({ kind: "words", text });
    else if (last?.kind === "list")
      parts[parts.length - 1] = { kind: "list", items: [...last.items, item] };
    else parts.push({ kind: "list", items: [item] });
  }
  return parts;
}

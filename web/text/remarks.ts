import type { MarkedToken, Token, Tokens } from "marked";

/**
 * A line of an answer wholly in italics, which is the analyst's remark on it: what was taken for granted, what is
 * kept back and why, how fresh the data is, or something else.
 */
export type Remark =
  | { readonly kind: "assumed"; readonly tokens: readonly Token[] }
  /** `label` is "Not shown" or "Not answered". */
  | { readonly kind: "hidden"; readonly label: string; readonly tokens: readonly Token[] }
  /** `date` is ISO; `tokens` are what the line says beside it. */
  | { readonly kind: "fresh"; readonly date: string; readonly tokens: readonly Token[] }
  | { readonly kind: "aside"; readonly tokens: readonly Token[] };

const ASSUMED = /^assum(?:ed|ing|ptions?)\s*:\s*/i;
const HIDDEN = /^(not (?:shown|answered))\s*:\s*/i;
const FRESH = /^data (?:through|up to|as of) ([^.]{4,40})\.\s*/i;

/** The remarks that a paragraph consists of; undefined when it is an ordinary one. */
export function toRemarks({ tokens }: Tokens.Paragraph): readonly Remark[] | undefined {
  const said = (tokens as MarkedToken[]).filter(
    (token) => token.type !== "br" && !(token.type === "text" && token.text.trim() === ""),
  );
  const lines = said.filter((token): token is Tokens.Em => token.type === "em");
  return lines.length > 0 && lines.length === said.length ? lines.map(toRemark) : undefined;
}

function toRemark({ tokens }: Tokens.Em): Remark {
  const assumed = without(tokens, ASSUMED);
  if (assumed !== undefined) return { kind: "assumed", tokens: assumed.rest };
  const hidden = without(tokens, HIDDEN);
  const label = hidden?.found[1];
  if (hidden && label !== undefined) return { kind: "hidden", label, tokens: hidden.rest };
  const fresh = without(tokens, FRESH);
  const date = isoDay(fresh?.found[1] ?? "");
  return fresh === undefined || date === undefined
    ? { kind: "aside", tokens }
    : { kind: "fresh", date, tokens: fresh.rest };
}

type Without = { readonly found: RegExpExecArray; readonly rest: readonly Token[] };

/** The tokens without what the pattern finds at their start; undefined when it finds nothing. */
function without(tokens: readonly Token[], pattern: RegExp): Without | undefined {
  const [first, ...others] = tokens as MarkedToken[];
  if (first?.type !== "text") return undefined;
  const found = pattern.exec(first.text);
  if (found === null) return undefined;
  const text = first.text.slice(found[0].length);
  return { found, rest: text === "" ? others : [{ ...first, text, raw: text }, ...others] };
}

/** `December 31, 2024` and `2024-12-31` as `2024-12-31`. */
function isoDay(words: string): string | undefined {
  const ms = Date.parse(`${words} UTC`);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().slice(0, 10);
}

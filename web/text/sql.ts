/** A piece of SQL and what it is, for colour. */
export type SqlToken = {
  readonly kind: "keyword" | "name" | "string" | "number" | "comment" | "space" | "sign";
  readonly text: string;
};

const WORDS =
  "all and any array as asc between by case cast cross current_date date date_add date_sub date_trunc desc distinct else end except exists extract false from full group having in inner intersect interval is join lateral left like limit not null nulls offset on or order outer over partition qualify range right rows select struct then true union unnest using when where window with";
const KEYWORDS = new Set(WORDS.split(" "));
const LEXEMES =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.)*")|(?<number>\b\d[\d.]*(?:e[+-]?\d+)?\b)|(?<name>`[^`]*`|[\p{L}_@][\p{L}\p{N}_]*)|(?<space>\s+)|(?<sign>.)/giu;

/** The SQL in pieces; joined they are the SQL again. */
export function tokenizeSql(sql: string): readonly SqlToken[] {
  return [...sql.matchAll(LEXEMES)].map(({ 0: text, groups = {} }) => {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined) ?? "sign";
    if (kind === "name" && KEYWORDS.has(text.toLowerCase())) return { kind: "keyword", text };
    return { kind: kind as SqlToken["kind"], text };
  });
}

/** The pieces line by line, each line with its break; joined they are the SQL again. */
export function sqlLines(sql: string): readonly (readonly SqlToken[])[] {
  const lines: SqlToken[][] = [[]];
  for (const { kind, text } of tokenizeSql(sql)) {
    for (const [index, part] of text.split(/(?<=\n)/).entries()) {
      if (index > 0 || lines.at(-1)?.at(-1)?.text.endsWith("\n")) lines.push([]);
      lines.at(-1)?.push({ kind, text: part });
    }
  }
  return lines;
}

const CLAUSE =
  /^(with|select|from|where|group|having|qualify|order|limit|union|intersect|except|window)$/i;
const JOIN = /^(join|left|right|full|inner|cross)$/i;

/** SQL set one clause a line, indented by its brackets. SQL that has lines already stays as its author set it. */
export function formatSql(sql: string): string {
  const text = sql.trim();
  return text.includes("\n") ? text : layOut(words(text));
}

type Word = SqlToken & { readonly spaced: boolean };

function words(sql: string): readonly Word[] {
  const tokens = tokenizeSql(sql);
  return tokens
    .map((token, index) => ({ ...token, spaced: tokens[index - 1]?.kind === "space" }))
    .filter(({ kind }) => kind !== "space");
}

function layOut(tokens: readonly Word[]): string {
  /** Open brackets, and of each whether it holds a query of its own. */
  const brackets: boolean[] = [];
  let out = "";
  for (const [index, token] of tokens.entries()) {
    const closesQuery = token.text === ")" && brackets.pop() === true;
    if (closesQuery || breaksBefore(token, tokens[index - 1], brackets.at(-1))) {
      out += `\n${"  ".repeat(brackets.filter(Boolean).length)}`;
    } else if (token.spaced) out += " ";
    out += token.text;
    if (token.text === "(") brackets.push(/^(select|with)$/i.test(tokens[index + 1]?.text ?? ""));
  }
  return out;
}

/** Clauses break only outside function calls: `EXTRACT(YEAR FROM d)` stays on its line. */
function breaksBefore(
  token: Word,
  previous: Word | undefined,
  inQuery: boolean | undefined,
): boolean {
  if (token.kind !== "keyword" || previous === undefined || inQuery === false) return false;
  if (JOIN.test(token.text)) return !JOIN.test(previous.text) && !/^outer$/i.test(previous.text);
  return CLAUSE.test(token.text);
}

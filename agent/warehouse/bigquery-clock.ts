import { type Token, tokenize } from "../sql/lexer.ts";

const LITERALS: Readonly<Record<string, (today: string) => string>> = {
  CURRENT_DATE: (today) => `DATE '${today}'`,
  CURRENT_DATETIME: (today) => `DATETIME '${today} 00:00:00'`,
  CURRENT_TIMESTAMP: (today) => `TIMESTAMP '${today} 00:00:00+00'`,
};

/** Canonical SQL with the workspace's own date, in whatever time zone, where it asks for the current one. */
export function withToday(sql: string, today: string | undefined): string {
  if (today === undefined) return sql;
  const tokens = tokenize(sql);
  let text = "";
  let copied = 0;
  for (const [i, token] of tokens.entries()) {
    const literal = token.kind === "word" ? LITERALS[token.upper] : undefined;
    const end = literal && endOfCall(tokens, i);
    if (literal === undefined || end === undefined) continue;
    text += sql.slice(copied, token.start) + literal(today);
    copied = end;
  }
  return text + sql.slice(copied);
}

/** Where the brackets after token `i` close; undefined when none open, as after a column of that name. */
function endOfCall(tokens: readonly Token[], i: number): number | undefined {
  if (tokens[i + 1]?.text !== "(" || tokens[i - 1]?.text === ".") return undefined;
  let depth = 0;
  for (const { kind, text, end } of tokens.slice(i + 1)) {
    if (kind !== "symbol") continue;
    if (text === "(") depth++;
    if (text === ")") depth--;
    if (depth === 0) return end;
  }
  return undefined;
}

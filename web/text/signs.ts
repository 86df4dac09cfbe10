import type { MarkedToken, Token, Tokens } from "marked";

const LEADING_SIGN = /^[ \u00A0]?(?:✅|⚠\uFE0F?|🔴|🟢)/u;

/** A sign that follows emphasis (`**−4.6%** ⚠️`) judges what is emphasised: it moves in, to stay on its line. */
export function gatherSigns(tokens: readonly Token[]): readonly Token[] {
  const gathered: Token[] = [];
  for (const token of tokens) {
    const last = gathered.at(-1);
    const sign = token.type === "text" ? LEADING_SIGN.exec((token as Tokens.Text).text)?.[0] : "";
    if (!sign || last === undefined || !isEmphasis(last)) {
      gathered.push(token);
      continue;
    }
    gathered[gathered.length - 1] = { ...last, tokens: withText(last.tokens, sign) };
    const rest = (token as Tokens.Text).text.slice(sign.length);
    if (rest !== "") gathered.push(toText(rest));
  }
  return gathered;
}

function isEmphasis(token: Token): token is Tokens.Strong | Tokens.Em {
  const { type } = token as MarkedToken;
  return type === "strong" || type === "em";
}

function withText(tokens: readonly Token[], text: string): Token[] {
  const last = tokens.at(-1);
  if (last !== undefined && isEmphasis(last)) {
    return [...tokens.slice(0, -1), { ...last, tokens: withText(last.tokens, text) }];
  }
  if (last?.type !== "text") return [...tokens, toText(text)];
  return [...tokens.slice(0, -1), toText(`${(last as Tokens.Text).text}${text}`)];
}

function toText(text: string): Tokens.Text {
  return { type: "text", raw: text, text, escaped: false };
}

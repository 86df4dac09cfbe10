import type { Lexicon } from "../language/lexicon.ts";
import type { Mention } from "../language/mentions.ts";
import type { Token } from "../language/tokens.ts";

const GRAIN = /^(?:daily|weekly|monthly|quarterly|yearly|annual)$/;

/** What stands around a mention in the question. */
type Around = {
  readonly tokens: readonly Token[];
  readonly mentions: readonly Mention[];
  readonly lexicon: Lexicon;
};

/** "Annual members", "Student and Annual", "the monthly one": a value that is called like a grain, and means no grain here. */
export function isValueNotGrain(mention: Mention, { tokens, mentions, lexicon }: Around): boolean {
  const { from, to } = mention;
  const fields = mention.meanings.flatMap((m) => (m.kind === "value" ? [m.field] : []));
  if (to - from !== 1 || fields.length === 0 || !GRAIN.test(tokens[from]?.text ?? "")) return false;
  const [before, after] = [tokens[from - 1]?.text ?? "", tokens[to]];
  if (/^(?:only|just)$/.test(before) || /^ones?$/.test(after?.text ?? "")) return true;
  if (fields.some((field) => lexicon.fieldWords.get(field)?.has(after?.stem ?? ""))) return true;
  const owners = fields.map((field) => field.slice(0, field.indexOf(".")));
  return mentions.some((other) => {
    const isNext = other.from === to;
    const gap = tokens.slice(Math.min(to, other.to), Math.max(from, other.from));
    const isListed =
      gap.length <= 1 && gap.every(({ text }) => /^(?:and|or|vs|versus)$/.test(text));
    if (other === mention) return false;
    return other.meanings.some(
      (m) =>
        (isListed && !isNext && m.kind === "value" && fields.includes(m.field)) ||
        (isNext && m.kind === "dataset" && owners.includes(m.dataset)),
    );
  });
}

import type { Turn } from "./turns.ts";

/** A conversation only grows: a question that is edited or asked again stands at its end, and both tell of each other. */
export type Relation = {
  readonly kind: "again" | "edited";
  readonly messageId: string;
  /** The other question's number, counted from 1. */
  readonly number: number;
};

export type Relations = { readonly earlier?: Relation; readonly later?: Relation };

/** By message id, what each question repeats or changes and what came of it; nothing for those that stand alone. */
export function relate(
  turns: readonly Pick<Turn, "messageId" | "question" | "editOf">[],
): ReadonlyMap<string, Relations> {
  const related = new Map<string, Relations>();
  const numbers = new Map<string, number>();
  const lastAsked = new Map<string, string>();
  turns.forEach(({ messageId, question, editOf }, at) => {
    const text = question.trim();
    const same = lastAsked.get(text);
    const other = same ?? editOf;
    const kind = same === undefined ? "edited" : "again";
    const number = other === undefined ? undefined : numbers.get(other);
    numbers.set(messageId, at + 1);
    lastAsked.set(text, messageId);
    if (other === undefined || number === undefined) return;
    related.set(messageId, { earlier: { kind, messageId: other, number } });
    related.set(other, { ...related.get(other), later: { kind, messageId, number: at + 1 } });
  });
  return related;
}

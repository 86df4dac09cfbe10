import { relate } from "./relations.ts";

const turn = (messageId: string, question: string, editOf?: string) => ({
  messageId,
  question,
  editOf,
});

describe("relate()", () => {
  it("tells repeated and edited questions of each other", () => {
    const related = relate([
      turn("a", "Sales?"),
      turn("b", "Sales in May?", "a"),
      turn("c", "Else?"),
      turn("d", " Sales? "),
    ]);
    expect(Object.fromEntries(related)).toEqual({
      a: { later: { kind: "again", messageId: "d", number: 4 } },
      b: { earlier: { kind: "edited", messageId: "a", number: 1 } },
      d: { earlier: { kind: "again", messageId: "a", number: 1 } },
    });
  });

  it("leads from each repetition to the one before", () => {
    const related = relate(["a", "b", "c"].map((id) => turn(id, "Sales?")));
    expect(related.get("b")).toMatchObject({ earlier: { number: 1 }, later: { number: 3 } });
  });
});

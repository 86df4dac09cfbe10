import { parseGreeting } from "./greeting.ts";

describe("parseGreeting()", () => {
  it("tells sentences from what was found", () => {
    expect(
      parseGreeting("Last time we found:\n- **West** fell\n- Churn is 4.2%\n\nShall we go on?"),
    ).toEqual([
      { kind: "words", text: "Last time we found:" },
      { kind: "list", items: ["West fell", "Churn is 4.2%"] },
      { kind: "words", text: "Shall we go on?" },
    ]);
  });

  it("has no parts for an empty greeting", () => {
    expect(parseGreeting("")).toEqual([]);
  });
});

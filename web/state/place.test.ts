import { toPlace } from "./place.ts";
import { uuid } from "./uuid.ts";

describe("toPlace()", () => {
  it.each([
    ["/", "", { kind: "new" }],
    ["/c/abc", "", { kind: "session", sessionId: "abc" }],
    ["/c/a%20b/", "#m-1-2", { kind: "session", sessionId: "a b", message: "1-2" }],
    ["/c/%E0%A4%A", "", { kind: "new" }],
    ["/elsewhere", "", { kind: "new" }],
  ])("reads %s%s", (pathname, hash, place) => {
    expect(toPlace({ pathname, hash })).toEqual(place);
  });
});

describe("uuid()", () => {
  it("makes version 4 UUIDs, each once", () => {
    const some = Array.from({ length: 50 }, uuid);
    expect(new Set(some).size).toBe(50);
    for (const one of some) {
      expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
});

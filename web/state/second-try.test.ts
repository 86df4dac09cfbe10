import { signal } from "@preact/signals";
import { isSecondTry, secondTryId, wasInterrupted, withoutGivenUp } from "./second-try.ts";
import { type TurnView, WAITING } from "./turn-view.ts";
import type { Turn } from "./turns.ts";
import { uuid } from "./uuid.ts";

const failed = (code: string, retryable = true): TurnView => ({
  ...WAITING,
  status: "failed",
  failure: { code, message: "", retryable },
});
const turn = (messageId: string, view: TurnView) =>
  ({ messageId, view: signal(view) }) as unknown as Turn;

describe("secondTryId()", () => {
  it("derives one more id from each, and none from that", () => {
    const first = uuid();
    const second = secondTryId(first) ?? "";
    expect(second).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(secondTryId(first)).toBe(second);
    expect([isSecondTry(first), isSecondTry(second)]).toEqual([false, true]);
    expect(secondTryId(second)).toBeUndefined();
    expect(secondTryId("no uuid")).toBeUndefined();
  });
});

describe("withoutGivenUp()", () => {
  it("leaves out what was broken off and asked once more, and nothing else", () => {
    const [first, other] = [uuid(), uuid()];
    const second = secondTryId(first) ?? "";
    const broken = turn(first, failed("interrupted"));
    const again = turn(second, WAITING);
    const alone = turn(other, failed("interrupted"));
    expect(withoutGivenUp([broken, again, alone])).toEqual([again, alone]);
    const answered = turn(first, WAITING);
    expect(withoutGivenUp([answered, again])).toEqual([answered, again]);
  });
});

describe("wasInterrupted()", () => {
  it("is so only when the service died over it", () => {
    const views = [failed("interrupted"), failed("interrupted", false), failed("cancelled")];
    expect(views.map(wasInterrupted)).toEqual([true, false, false]);
  });
});

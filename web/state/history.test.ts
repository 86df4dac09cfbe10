import type { TurnEvent } from "../../agent/events.ts";
import type { History } from "../api/wire.ts";
import { createPlayedTurn, toMessages } from "../testing/played-turn.ts";
import { failedTurn, goodTurn } from "../testing/scenes.ts";
import { toPastTurns, toView } from "./history.ts";
import { reduce } from "./reduce.ts";
import { WAITING } from "./turn-view.ts";

function historyOf(said: readonly TurnEvent[], status?: "cancelled"): History {
  const turn = { ...createPlayedTurn({ id: "m", sessionId: "s", content: "How much?" }, []), said };
  const messages = toMessages(turn).map((one) => ({ ...one, ...(status && { status }) }));
  return { session_id: "s", workspace: "w", title: "t", messages } as unknown as History;
}

describe("toView()", () => {
  it.each([
    ["a good turn", goodTurn("m", 0)],
    ["a failed turn", failedTurn()],
  ])("shows %s from history as it was shown live", (_, cues) => {
    const said = cues.map(({ event }) => event);
    const [past] = toPastTurns(historyOf(said));
    expect(past?.question).toBe("How much?");
    expect(past && toView(past)).toEqual(said.reduce(reduce, WAITING));
  });

  it("starts a running turn anew, to be followed", () => {
    const said = goodTurn("m", 0)
      .map(({ event }) => event)
      .slice(0, 8);
    const [past] = toPastTurns(historyOf(said));
    expect(past && toView(past)).toBe(WAITING);
  });

  it("says that a turn was stopped", () => {
    const [past] = toPastTurns(historyOf([], "cancelled"));
    expect(past && toView(past)).toMatchObject({
      status: "failed",
      failure: { code: "cancelled" },
    });
  });
});

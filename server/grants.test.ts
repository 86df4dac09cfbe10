import type { OpenWorkspace } from "../agent/deps.ts";
import { createAtlasDeps, openAtlas } from "../agent/governance/testing/open-atlas.ts";
import { runTurn } from "../agent/turn.ts";
import { askTurn } from "./ask-turn.ts";
import { asGranted, exportAsGranted, grantOf } from "./grants.ts";
import { createLog } from "./log.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

const SECRET = /enterprise|904|MRR/;
const as = (role: string) => ({ userId: "ada", role, workspace: "atlas" });

/** What is stored of an analyst's conversation. */
async function afterAnalyst() {
  const deps = createAtlasDeps(atlas);
  const question = "Total MRR by plan tier, asks jane5@secret5.example";
  const signal = new AbortController().signal;
  const { events, messageId, sessionId } = await askTurn(
    { question, user: "ada", role: "Analyst", json: true },
    { deps, runTurn, log: createLog("silent"), signal },
  );
  for await (const _ of events) void _;
  const turn = await deps.turns.find(messageId);
  if (!turn) throw new Error("The turn is not there");
  return { deps, turn, sessionId };
}

describe("what is kept of a question", () => {
  test("holds no personal data, and under which grant it was asked", async () => {
    const { deps, turn, sessionId } = await afterAnalyst();
    expect(turn.content).toBe("Total MRR by plan tier, asks [e-mail]");
    expect(turn.grant).toBe(grantOf(deps, as("Analyst")));
    expect((await deps.sessions.find(sessionId))?.title).not.toContain("jane5");
  });
});

describe("asGranted()", () => {
  test("tells a turn to the same grant, and of another only that it is there", async () => {
    const { deps, turn } = await afterAnalyst();
    expect(asGranted(turn, grantOf(deps, as("Analyst")))).toBe(turn);
    const shown = asGranted(turn, grantOf(deps, as("Support")));
    expect(JSON.stringify([shown.content, shown.events])).not.toMatch(SECRET);
    expect(shown.events.at(-1)?.type).toBe("done");
  });
});

describe("exportAsGranted()", () => {
  test("gives away what the role of who asks may read, and no more", async () => {
    const { deps } = await afterAnalyst();
    await deps.memories.save(
      { ...as("x"), role: grantOf(deps, as("Analyst")) ?? "" },
      { kind: "finding", key: "mrr", value: "enterprise has 904", savedAt: "2025-01-01" },
    );
    const kept = await deps.userData.exportUser("ada");
    const of = (role: string) => JSON.stringify(exportAsGranted(deps, kept, () => as(role)));
    expect(of("Analyst")).toMatch(/enterprise has 904/);
    expect(of("Support").replace(/"title":"[^"]*"/, "")).not.toMatch(SECRET);
    expect(of("Nobody").replace(/"title":"[^"]*"/, "")).not.toMatch(SECRET);
  });
});

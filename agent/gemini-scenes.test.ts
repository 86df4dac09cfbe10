import { rm } from "node:fs/promises";
import { parseConfig } from "./config.ts";
import type { Deps } from "./deps.ts";
import type { TurnEvent } from "./events.ts";
import { openDeps } from "./open-deps.ts";
import { type GeminiStandIn, openGeminiStandIn, STAND_IN_KEY } from "./testing/gemini-stand-in.ts";
import { makeDataDir } from "./testing/make-data-dir.ts";
import { ask, eventsOf, POLICY, textOf } from "./testing/open-shop.ts";

/** The five scenes of issue 2 by settings alone, through ChatGoogle and Google's wire form. `scenes.test.ts` checks what is said. */

const SCENES = [
  ["today", "What was our Q4 revenue?"],
  ["today", "Why did we miss the target?"],
  ["today", "How does West compare to last quarter?"],
  ["tomorrow", "Continue where we left off"],
  ["tomorrow", "Is our churn rate healthy?"],
] as const;

let dataDir: string;
let google: GeminiStandIn;
let deps: Deps;

beforeAll(async () => {
  dataDir = await makeDataDir();
  google = await openGeminiStandIn();
  const env = {
    KNOWLEDGE_DIR: "knowledge/acme",
    GOOGLE_API_KEY: STAND_IN_KEY,
    GEMINI_BASE_URL: google.baseUrl,
  };
  deps = await openDeps(parseConfig({ DATA_DIR: dataDir, ...env }));
  google.answerWith(analystOf(deps));
});

afterAll(async () => {
  await deps[Symbol.asyncDispose]();
  await google[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

function analystOf({ workspaces }: Deps) {
  const analyst = workspaces.get("acme")?.analyst;
  if (!analyst) throw new Error("Beside Gemini there is an analyst");
  return analyst;
}

/** The same without Gemini. */
function offline(): Deps {
  const acme = deps.workspaces.get("acme");
  if (!acme) throw new Error("Acme is open");
  const { analyst: _, ...rest } = acme;
  const workspaces = new Map([["acme", { ...rest, model: analystOf(deps) }]]);
  return { ...deps, workspaces, config: parseConfig({ DATA_DIR: dataDir }) };
}

function planning(planner: "auto" | "model"): Deps {
  const { model } = deps.config;
  if (model.kind !== "gemini") throw new Error("These settings are for Gemini");
  return { ...deps, config: { ...deps.config, model: { ...model, planner } } };
}

/** All scenes of one user, in order. */
async function play(user: string, by: Deps): Promise<readonly (readonly TurnEvent[])[]> {
  const policy = { ...POLICY, workspace: "acme", userId: user };
  const turns: (readonly TurnEvent[])[] = [];
  for (const [session, content] of SCENES) {
    turns.push(await ask(by, content, { policy, session: `${user}-${session}` }));
  }
  return turns;
}

/** Sorted, words of remembered lines too: findings that were saved in the same millisecond come back in either order. */
function linesOf(events: readonly TurnEvent[]): readonly string[] {
  return textOf(events)
    .split("\n")
    .map((line) => (line.startsWith("- ") ? line.split(/[ ;]+/).toSorted().join(" ") : line))
    .toSorted();
}

function costOf(turns: readonly (readonly TurnEvent[])[]): number {
  const costs = turns
    .flatMap((events) => eventsOf(events, "done"))
    .map((end) => end.usage.cost_usd);
  return costs.reduce((sum, cost) => sum + cost, 0);
}

describe("The five scenes through Gemini's API", () => {
  test("say what the analyst says, with every figure bound, whoever plans", async () => {
    const expected = (await play("offline", offline())).map(linesOf);
    for (const planner of ["model", "auto"] as const) {
      google.reset();
      const turns = await play(planner, planning(planner));
      expect(turns.map(linesOf)).toEqual(expected);
      for (const events of turns) {
        expect(eventsOf(events, "grounding")).toMatchObject([{ unbound: 0 }]);
        expect(eventsOf(events, "done")).toMatchObject([{ warnings: [] }]);
      }
      expect(google.requests.every(({ status }) => status === 200)).toBe(true);
      // Scenes that the analyst understands take one request each.
      if (planner === "auto") expect(google.requests).toHaveLength(SCENES.length);
      expect(costOf(turns)).toBeGreaterThan(0);
      expect(costOf(turns)).toBeLessThan(0.075);
    }
  });

  test("cost less as the beginning that all prompts share is read from the cache", () => {
    const later = google.requests.at(-1);
    const first = JSON.stringify(google.requests[0]?.body?.systemInstruction);
    const last = JSON.stringify(later?.body?.systemInstruction);
    const shared = [...first].findIndex((character, i) => character !== last[i]);
    expect(shared / last.length).toBeGreaterThan(0.5);
  });
});

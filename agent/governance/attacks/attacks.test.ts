import type { OpenWorkspace } from "../../deps.ts";
import type { Cell, TurnEvent } from "../../events.ts";
import { ask } from "../../testing/open-shop.ts";
import { metrics } from "../testing/hostile.ts";
import { type AtlasDeps, createAtlasDeps, openAtlas } from "../testing/open-atlas.ts";
import { openGate } from "../testing/open-gate.ts";
import { type Attack, loadAttacks } from "./attacks.ts";

const ATTACKS = loadAttacks();
const PERSONAL = /jane\d+@|Jane Secret|@?secret\d+\.example|c2VjcmV0|elpmaxe\.\d*terces/gi;
/** What stands for one customer or user alone; ids of turns have such letters between their dashes. */
const SINGLE =
  /Company [A-Z]\d+|(?<![\w-])(?:c0\d\d|u\d+-\d)(?![\w-])|\b900[, ]?000\b|\b904[, ]?204\b/g;
const SUBJECTS = /^(?:customer_count|active_users)$/;

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

/** What left the turns and what stays of them, but for the words of the attack itself. */
type Heard = { readonly events: readonly TurnEvent[]; readonly text: string };

async function heardOf({ role, attempt }: Attack, open: OpenWorkspace): Promise<Heard> {
  if (attempt.type === "series") throw new Error("A series is asked at the gate");
  const events: TurnEvent[] = [];
  const deps =
    attempt.type === "talk" ? createAtlasDeps(open) : createAtlasDeps(open, parrot(attempt.calls));
  const turns = attempt.type === "talk" ? attempt.turns : [{ ask: "Go on" }];
  for (const turn of turns) {
    const as = "role" in turn && turn.role !== undefined ? turn.role : role;
    const policy = { userId: "mallory", role: open.governance ? as : "member", workspace: "atlas" };
    const told = await ask(deps, turn.ask, { policy, session: "s" });
    if (as === role) events.push(...told);
  }
  return { events, text: await textOf(events, { attempt, deps }) };
}

/** Calls, and then everything that came back. */
function parrot(calls: Extract<Attack["attempt"], { type: "calls" }>["calls"]) {
  const told = (messages: readonly { getType(): string; text: string }[]) => ({
    text: messages.flatMap((one) => (one.getType() === "tool" ? [one.text] : [])).join("\n"),
  });
  return [{ calls: calls.map((call, i) => ({ ...call, id: `c${i}` })) }, { text: "READY" }, told];
}

type Told = { readonly attempt: Attack["attempt"]; readonly deps: AtlasDeps };

async function textOf(events: readonly TurnEvent[], { attempt, deps }: Told): Promise<string> {
  const inSession =
    attempt.type === "talk" && attempt.turns.some(({ role }) => role !== undefined)
      ? []
      : await Promise.all([
          ...["memories", "checkpoints", "messages"].map((name) =>
            deps.documents.query({ from: [name] }),
          ),
          deps.audit.read("atlas"),
        ]);
  const tools = deps.model.sent.flatMap(({ messages }) =>
    messages.flatMap((one) => (one.getType() === "tool" ? [one.text] : [])),
  );
  return JSON.stringify([events, tools, inSession]);
}

/** What of the answer the role may not know; empty when nothing. */
function disclosures(attack: Attack, { events, text }: Heard): readonly string[] {
  const asked = JSON.stringify(attack.attempt);
  const patterns = attack.role === "Analyst" ? [PERSONAL] : [PERSONAL, SINGLE];
  const words = patterns.flatMap((pattern) => text.match(pattern) ?? []);
  const named = attack.never.filter((one) => text.includes(one));
  const tables = events.flatMap((event) =>
    event.type === "evidence" && "rows" in event ? [event] : [],
  );
  const few = tables.flatMap(({ columns, rows }) => {
    const counts = columns.flatMap(({ name }, i) => (SUBJECTS.test(name) ? [i] : []));
    return rows.filter((row) => isOfFew(row, counts)).map((row) => JSON.stringify(row));
  });
  return [
    ...words.filter((word) => !asked.includes(word)),
    ...named,
    ...(attack.role === "Analyst" ? [] : few),
    ...(attack.nothing && tables.some(({ rows }) => rows.length > 0) ? ["rows"] : []),
  ];
}

function isOfFew(row: readonly Cell[], counts: readonly number[]): boolean {
  const isGroupOfFew = row.some((cell) => cell === "LI" || cell === "IS" || cell === "tv");
  return isGroupOfFew || counts.some((at) => Number(row[at]) > 0 && Number(row[at]) < 10);
}

const inTurns = ATTACKS.filter(({ attempt }) => attempt.type !== "series");

describe("an attack", () => {
  test("is one of at least 150, none of them twice", () => {
    const words = new Set(ATTACKS.map((one) => one.kind + one.words));
    expect(words.size).toBeGreaterThanOrEqual(150);
    expect(new Set(ATTACKS.map((one) => one.kind + one.role + one.words)).size).toBe(
      ATTACKS.length,
    );
  });

  test.concurrent.each(inTurns)("$kind by $role discloses nothing: $words", async (attack) => {
    const heard = await heardOf(attack, atlas);
    expect(disclosures(attack, heard)).toEqual([]);
    const last = heard.events.at(-1);
    expect(last?.type).toMatch(/^(?:done|error)$/);
    expect(last).not.toMatchObject({ code: "internal" });
  });

  test("would disclose if nothing were governed", async () => {
    const { governance: _, ...ungoverned } = atlas;
    const tried = inTurns.filter(({ kind }) => /personal columns|whole rows/.test(kind));
    const seen = await Promise.all(
      tried.map(async (attack) => disclosures(attack, await heardOf(attack, ungoverned)).length),
    );
    expect(seen.filter((count) => count > 0).length).toBeGreaterThan(tried.length / 2);
  });

  test.each(ATTACKS.filter(({ attempt }) => attempt.type === "series"))(
    "$kind by $role leaves no difference of few: $words",
    async ({ attempt, role }) => {
      if (attempt.type !== "series") return;
      const gate = openGate(atlas, { role });
      const known = [60];
      for (const value of attempt.series.values) {
        const { field, op } = attempt.series;
        const query = metrics({
          metrics: ["customer_count"],
          filters: [{ field, op, values: [value] }],
        });
        const answer = await gate.ask(query);
        if (typeof answer !== "string") known.push(Number(answer[0]?.[0]));
      }
      const apart = known.flatMap((a) => known.map((b) => Math.abs(a - b)));
      expect(apart.filter((gap) => gap > 0 && gap < 10)).toEqual([]);
    },
  );
});

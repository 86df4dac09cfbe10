import { loadWorkspaces } from "../../../knowledge/load-workspace.ts";
import { fail } from "../../failure.ts";
import { loadAccess } from "../load-access.ts";
import { subjectsOf } from "../subjects.ts";
import { cutSql } from "./atoms-sql.ts";
import type { Slice } from "./slices.ts";

async function loadGoverned() {
  const [workspace] = await loadWorkspaces(["knowledge/metrica"]);
  const access = workspace && (await loadAccess(workspace.folder, workspace.model));
  if (!access) throw new Error("There is no governed workspace");
  return { workspace, access };
}

const { workspace: metrica, access } = await loadGoverned();
const { model } = metrica;

const june = (more: Partial<Slice> = {}): Slice => ({
  ...{ base: "activity", timeField: "activity.as_of", dimensions: [], filters: [] },
  time: { start: "2026-06-08", end: "2026-06-15" },
  ...more,
});

function cut(...slices: Slice[]): string {
  const subjects = subjectsOf("activity", model, access);
  const context = { model, options: metrica };
  const made = cutSql(
    { base: "activity", slices, subjects, byDay: true },
    {
      ...context,
      access,
      coverage: new Map(),
      today: "2026-07-01",
      ask: async () => fail({ kind: "not-found", what: "rows" }),
    },
  );
  return made.ok ? made.value.sql : JSON.stringify(made.failure);
}

const lasts = (sql: string) => sql.match(/MAX\(/g)?.length ?? 0;

describe("cutSql()", () => {
  test("reads of states the last day of each period that a slice counts, each once", () => {
    expect(lasts(cut(june()))).toBe(1);
    expect(lasts(cut(june(), june({ dimensions: ["activity.device"] })))).toBe(1);
    const before = june({ time: { start: "2026-06-01", end: "2026-06-08" } });
    expect(lasts(cut(june(), before))).toBe(2);
  });

  test.each([
    ["day by day", june({ time: { start: "2026-06-08", end: "2026-06-15", grain: "day" } })],
    ["by the day itself", june({ dimensions: ["activity.as_of"] })],
  ])("reads every day of a slice %s", (_, slice) => {
    expect(lasts(cut(slice))).toBe(0);
  });

  test("reads all where a slice carries no date", () => {
    const { timeField: _, time: __, ...undated } = june();
    expect(cut(june(), undated)).not.toMatch(/\bWHERE\b/);
  });
});

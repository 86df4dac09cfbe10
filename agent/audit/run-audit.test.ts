import { createAudit } from "../store/audit.ts";
import { lanesPath, recordPath } from "../store/audit-paths.ts";
import type { AuditEntry } from "../store/audit-record.ts";
import { createMemoryDocuments } from "../store/testing/memory-documents.ts";
import { parseAuditCall } from "./options.ts";
import { runAudit } from "./run-audit.ts";

const ENTRY: AuditEntry = {
  at: "2025-01-05T10:00:00.000Z",
  user: "ada",
  role: "Analyst",
  workspace: "w",
  session: "s",
  message: "m",
  question: "How\u001b[2J many?",
  source: "warehouse",
  tables: ["events"],
  columns: ["events.day"],
  rows: 3,
  bytes: 0,
  decision: "allowed",
};

async function run(...args: readonly string[]) {
  const documents = createMemoryDocuments(() => Date.parse(ENTRY.at));
  const audit = createAudit(documents, { now: () => Date.parse(ENTRY.at) });
  await audit.append("w", [ENTRY, { ...ENTRY, decision: "refused", reason: "No", user: "bob" }]);
  let text = "";
  const later = createAudit(documents, { now: () => Date.parse("2025-03-01") });
  const call = parseAuditCall(args);
  if (!call.ok) throw new Error("refused");
  const again = () =>
    runAudit(call.value, {
      audit: later,
      workspaces: new Map([["w", 30]]),
      write: (more) => (text += more),
    });
  return { code: await again(), text, documents, again, all: () => text };
}

describe("npm run audit", () => {
  test("lists accesses in lines that move no terminal", async () => {
    const { text, code } = await run();
    expect(code).toBe(0);
    expect(text.split("\n")).toEqual([
      "2025-01-05T10:00:00.000Z · w · ada as Analyst · allowed · warehouse · events (3 rows) · “How [2J many?”",
      "2025-01-05T10:00:00.000Z · w · bob as Analyst · refused · warehouse · events (3 rows) · No · “How [2J many?”",
      "",
    ]);
  });

  test("filters, and exports what it lists", async () => {
    const { text } = await run("export", "--decision", "refused", "--user", "bob");
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).user),
    ).toEqual(["bob"]);
    expect((await run("list", "--from", "2025-01-06")).text).toBe("");
  });

  test("ends with 1 when the chain is not whole", async () => {
    const { code, documents, again, all } = await run("verify");
    expect(code).toBe(0);
    const [lane] = await documents.query({ from: lanesPath("w") });
    const path = recordPath("w", lane?.path.at(-1) ?? "", 1);
    await documents.commit([{ kind: "delete", path }]);
    expect(await again()).toBe(1);
    expect(all()).toContain("✗ w: Lane");
  });

  test("purges by the rule of the workspace, or by the days it is told", async () => {
    expect((await run("purge", "--days", "90")).text).toBe("w: 0 records removed\n");
    expect((await run("purge")).text).toBe("w: 1 records removed\n");
  });
});

describe("parseAuditCall()", () => {
  test.each([
    [["lisst"], 'no "lisst"'],
    [["list", "twice"], 'no "twice"'],
    [["--decision", "maybe"], "--decision must be one of"],
    [["purge", "--days", "0"], "--days"],
    [["--usr", "x"], "--usr"],
  ])("says what is wrong with %j", (args, words) => {
    const call = parseAuditCall(args);
    expect(!call.ok && call.failure).toMatchObject({ message: expect.stringContaining(words) });
  });
});

import { createAudit } from "./audit.ts";
import type { AuditEntry } from "./audit-record.ts";
import { createLedgers } from "./ledgers.ts";
import { STORES } from "./testing/stores.ts";

const START = Date.parse("2025-01-01T00:00:00Z");
const DAY = 24 * 60 * 60 * 1000;
const POLICY = { userId: "ada", role: "Support", workspace: "w" };

const ENTRY: AuditEntry = {
  at: new Date(START).toISOString(),
  user: "ada",
  role: "Support",
  workspace: "w",
  session: "s",
  message: "m",
  question: "How many?",
  source: "warehouse",
  tables: ["t"],
  columns: ["t.c"],
  rows: 1,
  bytes: 0,
  decision: "allowed",
};

describe.each(STORES)("on $name", ({ open }) => {
  test("the audit is one chain of several writers, purged by age", async () => {
    let now = START;
    await using documents = await open();
    const writers = [1, 2].map(() => createAudit(documents, { now: () => now }));
    const [first] = writers;
    await Promise.all(
      writers.flatMap((one) => [one.append("w", [ENTRY]), one.append("w", [ENTRY])]),
    );
    now += 40 * DAY;
    await first?.append("w", [{ ...ENTRY, message: "later" }]);
    const before = await first?.verify("w");
    expect(before).toMatchObject({ lanes: 3, entries: 5, problems: [] });
    await first?.purge("w", 30);
    expect((await first?.read("w"))?.map(({ message }) => message)).toEqual(["later"]);
    expect(await first?.verify("w")).toMatchObject({ entries: 1, problems: [] });
  });

  test("the ledger knows what a person was shown of a dataset, until its time is over", async () => {
    let now = START;
    await using documents = await open({ now: () => now });
    const ledgers = createLedgers(documents, () => now);
    const entry = { id: "a", base: "events", slice: "{}", hidden: ["x"] };
    await ledgers.put(POLICY, entry, 30);
    await ledgers.put(POLICY, { ...entry, id: "b", base: "accounts" }, 30);
    expect(await ledgers.list(POLICY, "events")).toEqual([entry]);
    expect(await ledgers.list({ ...POLICY, role: "Other" }, "events")).toEqual([entry]);
    expect(await ledgers.list({ ...POLICY, userId: "bob" }, "events")).toEqual([]);
    await ledgers.remove(POLICY, "a");
    expect(await ledgers.list(POLICY, "events")).toEqual([]);
    now += 31 * DAY;
    expect(await ledgers.list(POLICY, "accounts")).toEqual([]);
  });
});

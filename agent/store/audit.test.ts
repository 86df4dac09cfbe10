import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { createAudit } from "./audit.ts";
import { lanesPath, recordPath } from "./audit-paths.ts";
import type { AuditEntry } from "./audit-record.ts";
import { readLane } from "./audit-verify.ts";
import type { Documents } from "./documents.ts";
import { openSqlite } from "./documents-sqlite.ts";
import { createMemoryDocuments } from "./testing/memory-documents.ts";

const DAY = 24 * 60 * 60 * 1000;
const START = Date.parse("2025-01-01T00:00:00Z");

function entry(more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: new Date(START).toISOString(),
    user: "ada",
    role: "Analyst",
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
    ...more,
  };
}

async function onlyLane(documents: Documents): Promise<string> {
  const [lane] = await documents.query({ from: lanesPath("w") });
  return lane?.path.at(-1) ?? "";
}

async function filled(turns = 5) {
  const documents = createMemoryDocuments(() => START);
  const audit = createAudit(documents, { now: () => START });
  for (let n = 0; n < turns; n++) await audit.append("w", [entry({ message: `m${n}` })]);
  return { documents, audit, lane: await onlyLane(documents) };
}

describe("createAudit()", () => {
  test("reads back what was appended, filtered, and verifies", async () => {
    const { audit } = await filled(3);
    await audit.append("w", [entry({ decision: "refused", user: "bob", message: "m9" })]);
    expect((await audit.read("w")).map(({ message }) => message)).toEqual(["m0", "m1", "m2", "m9"]);
    expect(await audit.read("w", { decision: "refused" })).toHaveLength(1);
    expect(await audit.read("w", { user: "ada", from: "2026" })).toEqual([]);
    expect(await audit.verify("w")).toMatchObject({
      lanes: 1,
      records: 4,
      entries: 4,
      problems: [],
    });
    expect(await audit.verify("unknown")).toMatchObject({ records: 0, problems: [] });
  });

  test("shows a record that was changed, one that was removed wherever it stood, and a lost lane", async () => {
    for (const seq of [1, 3, 5]) {
      const { documents, audit, lane } = await filled();
      await documents.commit([{ kind: "delete", path: recordPath("w", lane, seq) }]);
      expect((await audit.verify("w")).problems.join(), `record ${seq}`).toContain("missing");
    }
    const { documents, audit, lane } = await filled();
    const path = recordPath("w", lane, 2);
    const fields = (await documents.get(path))?.fields ?? {};
    await documents.commit([
      {
        kind: "put",
        path,
        fields: { ...fields, entries: JSON.stringify([entry({ user: "eve" })]) },
      },
    ]);
    expect((await audit.verify("w")).problems.join()).toContain("record 2 was changed");
    await documents.deleteTree([...lanesPath("w"), lane]);
    expect((await audit.verify("w")).problems.join()).toContain(
      "should be 1 lanes and there are 0",
    );
  });

  test("tells by its digest that the whole chain was written anew", async () => {
    const [one, other] = [await filled(2), await filled(3)];
    expect((await one.audit.verify("w")).digest).not.toBe((await other.audit.verify("w")).digest);
  });

  test("loses nothing of many who append at once, and writes them together", async () => {
    const documents = createMemoryDocuments(() => START);
    const audit = createAudit(documents, { now: () => START });
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => audit.append("w", [entry({ message: `m${n}` })])),
    );
    const { entries, records, problems } = await audit.verify("w");
    expect({ entries, problems }).toEqual({ entries: 100, problems: [] });
    expect(records).toBeLessThan(10);
  });

  test("cuts what does not fit into one record", async () => {
    const { audit } = await filled(0);
    const statement = "x".repeat(20_000);
    await audit.append(
      "w",
      Array.from({ length: 60 }, () => entry({ statement })),
    );
    const { entries, records, problems } = await audit.verify("w");
    expect({ entries, problems }).toEqual({ entries: 60, problems: [] });
    expect(records).toBeGreaterThan(3);
  });

  test("refuses when the store does not take it, and goes on in a new lane", async () => {
    const documents = createMemoryDocuments(() => START);
    let isDown = false;
    const commit: Documents["commit"] = async (writes) => {
      if (isDown) throw new Error("down");
      return documents.commit(writes);
    };
    const audit = createAudit({ ...documents, commit }, { now: () => START });
    await audit.append("w", [entry()]);
    isDown = true;
    await expect(audit.append("w", [entry()])).rejects.toThrow("down");
    isDown = false;
    await audit.append("w", [entry()]);
    expect(await audit.verify("w")).toMatchObject({ lanes: 2, entries: 2, problems: [] });
  });

  test("purges exactly what is older than the limit and leaves a chain that verifies", async () => {
    const days = fc.array(fc.integer({ min: 0, max: 60 * 24 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(days, fc.integer({ min: 1, max: 40 }), async (hours, keep) => {
        let now = START;
        const documents = createMemoryDocuments(() => now);
        const writers = [0, 1].map(() => createAudit(documents, { now: () => now }));
        const at: number[] = [];
        for (const [n, hour] of hours.toSorted((a, b) => a - b).entries()) {
          now = START + hour * 60 * 60 * 1000;
          at.push(now);
          await writers[n % 2]?.append("w", [entry({ message: String(now) })]);
        }
        now = START + 61 * DAY;
        const before = now - keep * DAY;
        const removed = await writers[0]?.purge("w", keep);
        expect(removed).toBe(at.filter((one) => one < before).length);
        const left = (await writers[0]?.read("w"))?.map(({ message }) => Number(message));
        expect(left?.toSorted()).toEqual(at.filter((one) => one >= before));
        expect((await writers[0]?.verify("w"))?.problems).toEqual([]);
        await writers[1]?.append("w", [entry()]);
        expect((await writers[0]?.verify("w"))?.problems).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("is one chain for several processes", async () => {
    const folder = await mkdtemp(join(tmpdir(), "audit-"));
    const file = join(folder, "a.sqlite");
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const script = `
      import { createAudit } from ${JSON.stringify(new URL("./audit.ts", import.meta.url).href)};
      import { openSqlite } from ${JSON.stringify(new URL("./documents-sqlite.ts", import.meta.url).href)};
      await using documents = await openSqlite(${JSON.stringify(file)});
      const audit = createAudit(documents);
      const entry = JSON.parse(process.argv[1]);
      await Promise.all(Array.from({ length: 25 }, async () => audit.append("w", [entry])));`;
    const run = promisify(execFile);
    const args = ["--input-type=module", "-e", script, JSON.stringify(entry())];
    await Promise.all([1, 2, 3].map(() => run(process.execPath, args)));
    await using documents = await openSqlite(file);
    const audit = createAudit(documents);
    expect(await audit.verify("w")).toMatchObject({ lanes: 3, entries: 75, problems: [] });
  });
});

describe("readLane()", () => {
  test("reads more than a page in order", async () => {
    const { documents, lane } = await filled(450);
    const seqs: number[] = [];
    for await (const { seq } of readLane(documents, { workspace: "w", lane })) seqs.push(seq);
    expect(seqs).toEqual(Array.from({ length: 450 }, (_, n) => n + 1));
  });
});

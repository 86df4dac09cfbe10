import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { testDocuments } from "./documents.contract.ts";
import type { Write } from "./documents.ts";
import { openSqlite } from "./documents-sqlite.ts";
import { createClock } from "./testing/clock.ts";
import { openTemporary } from "./testing/open-temporary.ts";

testDocuments("openSqlite()", { open: openTemporary, histories: 60 });

describe("openSqlite()", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "insight-sqlite-"));
    file = join(folder, "new", "insight.sqlite");
  });
  afterEach(async () => rm(folder, { recursive: true }));

  function put(id: string, expireAtMs?: number): Write {
    const expiry = expireAtMs === undefined ? {} : { expireAtMs };
    return { kind: "put", path: ["a", id], fields: { id }, ...expiry };
  }

  it("keeps documents from one opening to the next, and shows them to others at once", async () => {
    await using first = await openSqlite(file);
    await using second = await openSqlite(file);
    await first.commit([put("1")]);
    expect((await second.get(["a", "1"]))?.fields).toEqual({ id: "1" });
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
    await using third = await openSqlite(file);
    expect((await third.get(["a", "1"]))?.fields).toEqual({ id: "1" });
  });

  it("purges the expired when it is opened, and when it is told to", async () => {
    const clock = createClock();
    await using documents = await openSqlite(file, { now: clock.now });
    await documents.commit([put("1", clock.now() + 1), put("2", clock.now() + 2), put("3")]);
    clock.advance(1);
    expect(await documents.purge()).toBe(1);
    clock.advance(1);
    await using _ = await openSqlite(file, { now: clock.now });
    expect(await documents.purge()).toBe(0);
    expect(await documents.query({ from: ["a"] })).toHaveLength(1);
  });

  it("says so when another process keeps the file locked, and loses nothing", async () => {
    await using documents = await openSqlite(file, { patienceMs: 30 });
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    await expect(documents.commit([put("1")])).rejects.toMatchObject({
      failure: { kind: "upstream", service: "store", retryable: true, trouble: "locked" },
      message: "The store is held by another process; what it holds is safe",
    });
    expect(await documents.query({ from: ["a"] })).toEqual([]);
    other.exec("COMMIT");
    other.close();
    expect(await documents.commit([put("1")])).toBe(true);
  });

  it("waits for another process that writes for a moment", async () => {
    await using documents = await openSqlite(file);
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    const waiting = documents.commit([put("1")]);
    other.exec("COMMIT");
    other.close();
    expect(await waiting).toBe(true);
  });

  it("says so when the disk is full, and keeps what was there", async () => {
    await using documents = await openSqlite(file);
    await documents.commit([put("1")]);
    await using again = await openSqlite(file, { maxBytes: 100_000 });
    const large: Write = { kind: "put", path: ["a", "2"], fields: { s: "x".repeat(500_000) } };
    await expect(again.commit([put("3"), large])).rejects.toMatchObject({
      failure: { kind: "upstream", service: "store", retryable: false, trouble: "full" },
      message: expect.stringContaining("The store has no room left"),
    });
    const left = await again.query({ from: ["a"] });
    expect(left.map(({ fields }) => fields["id"])).toEqual(["1"]);
    expect(await again.commit([put("4")])).toBe(true);
  });

  it("loses no commit that was acknowledged when its process is killed", async () => {
    const program = join(import.meta.dirname, "testing/commit-until-killed.ts");
    // It holds none of this process's own output, so that nothing waits for it should it live on.
    const writer = fork(program, [file], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
    let acknowledged = 0;
    writer.on("message", (count) => {
      acknowledged = Number(count);
      if (acknowledged >= 50) writer.kill("SIGKILL");
    });
    await once(writer, "exit");
    await using documents = await openSqlite(file);
    const left = await documents.query({ from: ["a"] });
    expect(acknowledged).toBeGreaterThanOrEqual(50);
    expect(left.length).toBeGreaterThanOrEqual(acknowledged * 2);
    // Each commit wrote a pair: none is half there.
    expect(left.length % 2).toBe(0);
  });
});

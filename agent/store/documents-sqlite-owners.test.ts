import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteOwners } from "./documents-sqlite-owners.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "insight-owners-"));
});

afterEach(() => rm(folder, { recursive: true }));

async function startOther() {
  const program = join(import.meta.dirname, "testing/own-until-killed.ts");
  // It holds none of this process's own output, so that nothing waits for it should it live on.
  const process = fork(program, [folder], { stdio: ["ignore", "ignore", "ignore", "ipc"] });
  const [own] = await once(process, "message");
  return { process, own: String(own) };
}

describe("openSqliteOwners()", () => {
  it("knows of another process that it lives, and that it was killed", async () => {
    using owners = openSqliteOwners(folder);
    const other = await startOther();
    expect(owners.isGone(other.own)).toBe(false);
    expect(owners.isGone(other.own)).toBe(false);
    other.process.kill("SIGKILL");
    await once(other.process, "exit");
    expect(owners.isGone(other.own)).toBe(true);
  });

  it("tells two openings in one process apart, and neither takes the other for gone", async () => {
    using one = openSqliteOwners(folder);
    const other = openSqliteOwners(folder);
    expect(one.own).not.toBe(other.own);
    expect([one.isGone(other.own), other.isGone(one.own), one.isGone(one.own)]).toEqual([
      false,
      false,
      false,
    ]);
    other[Symbol.dispose]();
    other[Symbol.dispose]();
    expect(one.isGone(other.own)).toBe(true);
    const third = await startOther();
    expect(one.isGone(third.own)).toBe(false);
    third.process.kill("SIGKILL");
    await once(third.process, "exit");
  });

  it("leaves no files of those that are gone", async () => {
    const other = await startOther();
    other.process.kill("SIGKILL");
    await once(other.process, "exit");
    {
      using owners = openSqliteOwners(folder);
      expect(await readdir(folder)).toEqual([owners.own]);
    }
    expect(await readdir(folder)).toEqual([]);
  });
});

import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDataDir } from "./data-dir.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "insight-data-"));
});

afterEach(async () => {
  await chmod(root, 0o700);
  await rm(root, { recursive: true });
});

describe("openDataDir()", () => {
  it("makes the folder with those above it, once, and leaves nothing in it", async () => {
    const folder = join(root, "a", "b", "c");
    await Promise.all([openDataDir(folder), openDataDir(folder), openDataDir(folder)]);
    await openDataDir(folder);
    expect((await stat(folder)).isDirectory()).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  it("says in words that a file is in the way, at its place or above", async () => {
    const file = join(root, "file");
    await writeFile(file, "");
    for (const folder of [file, join(file, "beneath", "it")]) {
      await expect(openDataDir(folder)).rejects.toThrow(
        `Cannot keep data in "${folder}": a file stands in its place; set DATA_DIR to a folder`,
      );
    }
  });

  it.runIf(process.platform === "linux").each(["/proc", "/proc/none", "/proc/none/at/all"])(
    "says in words that %s takes no folders",
    async (folder) => {
      await expect(openDataDir(folder)).rejects.toThrow(
        /^Cannot keep data in "\/proc.*": no folder can be made there \(ENOENT\); set DATA_DIR to/,
      );
    },
  );

  it("says in words that it may not write", async () => {
    await chmod(root, 0o500);
    const outcome = await openDataDir(root).then(
      () => "root may write anywhere",
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(/this account may not write there|root may write anywhere/);
  });
});

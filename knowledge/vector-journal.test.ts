import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openVectorJournal } from "./vector-journal.ts";

const kind = { id: "test", dimensions: 2 };
const at = (...values: readonly number[]) => Float32Array.from(values);

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "journal-"));
  path = join(folder, "below", "test.vectors");
});
afterEach(() => rm(folder, { recursive: true }));

describe("openVectorJournal()", () => {
  it("keeps vectors by text between starts, and says which are missing", async () => {
    const journal = await openVectorJournal(path, kind);
    expect(journal.missing(["a", "b", "a"])).toEqual(["a", "b"]);
    await journal.add(["a"], [at(1, 0)]);
    await journal.add(["b"], [at(0, 1)]);
    const again = await openVectorJournal(path, kind);
    expect(again.get("a")).toEqual(at(1, 0));
    expect(again.get("b")).toEqual(at(0, 1));
    expect(again.missing(["a", "b", "c"])).toEqual(["c"]);
  });

  it("passes over what was written halfway, wherever the file ends, and goes on behind it", async () => {
    const journal = await openVectorJournal(path, kind);
    await journal.add(["a"], [at(1, 0)]);
    const { size } = await stat(path);
    await journal.add(["b", "c"], [at(0, 1), at(1, 1)]);
    const whole = await readFile(path);
    for (let end = size; end < whole.length; end++) {
      await writeFile(path, whole);
      await truncate(path, end);
      const cut = await openVectorJournal(path, kind);
      expect(cut.get("a")).toEqual(at(1, 0));
      expect(cut.missing(["b", "c"])).toEqual(["b", "c"]);
      await cut.add(["d"], [at(2, 2)]);
      const later = await openVectorJournal(path, kind);
      expect(later.get("d")).toEqual(at(2, 2));
      expect(later.missing(["b"])).toEqual(["b"]);
    }
  });

  it("believes no damaged block, nor a file of another embedder or other dimensions", async () => {
    const journal = await openVectorJournal(path, kind);
    await journal.add(["a"], [at(1, 0)]);
    const bytes = await readFile(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 255, bytes.length - 1);
    await writeFile(path, bytes);
    expect((await openVectorJournal(path, kind)).missing(["a"])).toEqual(["a"]);
    const other = await openVectorJournal(path, { ...kind, id: "other" });
    await other.add(["z"], [at(3, 3)]);
    expect((await openVectorJournal(path, { ...kind, id: "other" })).get("z")).toEqual(at(3, 3));
    expect((await openVectorJournal(path, { id: "other", dimensions: 3 })).get("z")).toBe(
      undefined,
    );
    await writeFile(path, "no journal at all");
    await appendFile(path, "…");
    expect((await openVectorJournal(path, kind)).missing(["a"])).toEqual(["a"]);
  });

  it("is shared by processes that write at once", async () => {
    const journals = await Promise.all([1, 2, 3].map(() => openVectorJournal(path, kind)));
    await Promise.all(
      journals.flatMap((journal, j) =>
        Array.from({ length: 20 }, (_, i) => journal.add([`${j} ${i}`], [at(j, i)])),
      ),
    );
    const all = await openVectorJournal(path, kind);
    const texts = journals.flatMap((_, j) => Array.from({ length: 20 }, (_, i) => `${j} ${i}`));
    expect(all.missing(texts)).toEqual([]);
    expect(all.get("2 7")).toEqual(at(2, 7));
  });

  it("leaves out what nothing refers to once that is most of the file", async () => {
    const journal = await openVectorJournal(path, kind);
    const many = Array.from({ length: 600 }, (_, i) => `old ${i}`);
    await journal.add(
      [...many, "a"],
      [...many, "a"].map((_, i) => at(i, 0)),
    );
    const before = (await stat(path)).size;
    await journal.keepOnly(["a", ...many.slice(0, 400)]);
    expect((await stat(path)).size).toBe(before);
    await journal.keepOnly(["a"]);
    expect((await stat(path)).size).toBeLessThan(before / 100);
    expect((await openVectorJournal(path, kind)).get("a")).toEqual(at(600, 0));
  });
});

import fc from "fast-check";
import type { Documents, Value, Write } from "./documents.ts";
import { createClock } from "./testing/clock.ts";
import { operations, replay } from "./testing/document-operations.ts";
import { createMemoryDocuments } from "./testing/memory-documents.ts";

export type ContractOptions = {
  /** Opens empty. */
  readonly open: (options: { readonly now: () => number }) => Promise<Documents>;
  /** How many random histories are compared with the reference. */
  readonly histories: number;
};

/** What both stores promise, as tests. */
export function testDocuments(name: string, { open, histories }: ContractOptions): void {
  describe(`${name} as Documents`, () => {
    const clock = createClock();
    let documents: Documents;
    beforeEach(async () => {
      documents = await open({ now: clock.now });
    });
    afterEach(async () => documents[Symbol.asyncDispose]());
    const put = (path: string[], fields: object = { n: 1 }): Write => ({
      kind: "put",
      path,
      fields: { ...fields },
    });

    it("answers any history as the reference does", async () => {
      const check = fc.asyncProperty(operations, async (history) => {
        const clocks = [createClock(), createClock()] as const;
        await using reference = createMemoryDocuments(clocks[0].now);
        await using store = await open({ now: clocks[1].now });
        const expected = await replay(reference, history, clocks[0]);
        expect(await replay(store, history, clocks[1])).toEqual(expected);
      });
      await fc.assert(check, { numRuns: histories });
      // Time to shrink a counterexample.
    }, 120_000);

    it("commits all writes or none", async () => {
      await documents.commit([put(["a", "1"])]);
      const writes = [put(["a", "2"]), { ...put(["a", "1"], { n: 2 }), when: "absent" } as const];
      expect(await documents.commit(writes)).toBe(false);
      expect(await documents.get(["a", "2"])).toBeUndefined();
      expect((await documents.get(["a", "1"]))?.fields).toEqual({ n: 1 });
    });

    it("lets exactly one of many create a document, and one of many change it", async () => {
      const path = ["a", "1"];
      const five = [1, 2, 3, 4, 5];
      const created = await Promise.all(
        five.map((n) => documents.commit([{ ...put(path, { n }), when: "absent" }])),
      );
      expect(created.filter(Boolean)).toHaveLength(1);
      const version = (await documents.get(path))?.version ?? "";
      const changed = await Promise.all(
        five.map((n) => documents.commit([{ ...put(path, { n: n + 5 }), when: { version } }])),
      );
      expect(changed.filter(Boolean)).toHaveLength(1);
    });

    it("creates anew where an expired document still stands", async () => {
      const write = { ...put(["a", "1"]), when: "absent", expireAtMs: clock.now() + 1 } as const;
      expect(await documents.commit([write])).toBe(true);
      expect(await documents.commit([write])).toBe(false);
      clock.advance(1);
      expect(await documents.get(["a", "1"])).toBeUndefined();
      expect(await documents.commit([put(["a", "2"]), write])).toBe(true);
    });

    it("keeps ids of 1,500 bytes and documents near the limit", async () => {
      const path = ["a", "é".repeat(750)];
      await documents.commit([put(path, { bytes: new Uint8Array(999_000).fill(7) })]);
      const found = await documents.get(path);
      expect(found?.path).toEqual(path);
      expect(found?.fields["bytes"]).toHaveLength(999_000);
    });

    it.each([
      ["an id that is too long", put(["a", "x".repeat(1501)]), /at most 1500 bytes/],
      ["an id that is no Unicode", put(["a", "\ud800"]), /well-formed/],
      ["NaN", put(["a", "1"], { n: Number.NaN }), /"n": must be JSON or bytes, found number NaN/],
      ["a date", put(["a", "1"], { at: [new Date()] }), /"at\[0\]": must be JSON.*found Date/],
      ["a big integer", put(["a", "1"], { n: { m: 1n } }), /"n\.m": .*found bigint 1/],
      ["too much", put(["a", "1"], { s: "x".repeat(1_000_000) }), /1000003 bytes: must be at most/],
      ["a reserved field", put(["a", "1"], { expireAt: 1 }), /"expireAt": must be a field's name/],
    ])("refuses %s in words, and stores nothing", async (_, write, words) => {
      const both = documents.commit([put(["a", "other"]), write]);
      await expect(both).rejects.toThrow(words);
      expect(await documents.query({ from: ["a"] })).toEqual([]);
    });

    it("keeps what is nested 90 levels deep, and refuses what has no end", async () => {
      const levels = Array.from({ length: 45 });
      const deep = levels.reduce<Value>((value) => [{ value }], new Uint8Array([1]));
      await documents.commit([put(["a", "1"], { deep })]);
      expect((await documents.get(["a", "1"]))?.fields).toEqual({ deep });
      const endless: Record<string, unknown> = {};
      endless["self"] = endless;
      const commit = documents.commit([put(["a", "1"], { endless })]);
      await expect(commit).rejects.toThrow(/at most 100 levels deep/);
    });

    it("refuses to write a document twice in one commit", async () => {
      const twice = documents.commit([put(["a", "1"]), put(["a", "1"])]);
      await expect(twice).rejects.toThrow(/may be written once/);
    });

    it("takes a commit of nothing, and reads of nothing", async () => {
      expect(await documents.commit([])).toBe(true);
      expect(await documents.getMany([])).toEqual([]);
      await documents.deleteTree(["a"]);
    });
  });
}

import type { Embedder } from "./embedder.ts";
import type { Located } from "./located.ts";
import { dot, wholeOf } from "./passage-vectors.ts";
import { createWordEmbedder } from "./testdata/word-embedder.ts";
import type { VectorStore } from "./vector-search.ts";

const signal = new AbortController().signal;

const passage = (words: string, source = "a.md"): Located => ({
  source,
  title: "Handbook",
  headings: [words.split(" ")[0] ?? ""],
  start: 0,
  end: words.length,
  content: words,
  units: words.split(". "),
});

const PASSAGES = [
  "Parental leave lasts sixteen weeks. It is paid in full",
  "Travel is booked a week ahead. Trains come first",
  "Laptops are replaced every three years. Ask the service desk",
  "Invoices are paid within thirty days. Late ones cost interest",
].map((words) => passage(words));

/** What every store of vectors does. `open` opens the same store again and again; each test has one of its own. */
export function testVectorStore(name: string, createOpen: () => Promise<() => VectorStore>): void {
  describe(name, () => {
    const fillNew = async (passages: readonly Located[]) => {
      const open = await createOpen();
      const embedder = createWordEmbedder();
      return { open, embedder, search: await open().fill(passages, { embedder, signal }) };
    };
    const ask = async (text: string) => {
      const [vector = new Float32Array()] = await createWordEmbedder().embed([text], signal);
      return vector;
    };

    it("finds the nearest first, with how near they are", async () => {
      const { search } = await fillNew(PASSAGES);
      const query = await ask("how long is parental leave");
      const found = await search.nearest(query, { limit: 3, also: [], signal });
      const wholes = await Promise.all(
        PASSAGES.map(async ({ title, headings, units }) => {
          const [heading = new Float32Array(), ...rest] = await createWordEmbedder().embed(
            [[title, ...headings].join(": "), ...units],
            signal,
          );
          return wholeOf({ heading, units: rest });
        }),
      );
      const order = [...PASSAGES.keys()].sort(
        (a, b) => dot(wholes[b] ?? query, query) - dot(wholes[a] ?? query, query),
      );
      expect(found.map((near) => near.passage)).toEqual(order.slice(0, 3));
      expect(found[0]?.passage).toBe(0);
      const [unit = query] = await createWordEmbedder().embed(
        ["Parental leave lasts sixteen weeks"],
        signal,
      );
      expect(found[0]?.nearness.unit).toBeCloseTo(dot(unit, query), 1);
      expect(found[0]?.nearness.standsOut).toBeGreaterThan(found[1]?.nearness.standsOut ?? 9);
    });

    it("tells of those asked for as well, each once, and nothing of unknown ones", async () => {
      const { search } = await fillNew(PASSAGES);
      const query = await ask("late invoices");
      const found = await search.nearest(query, { limit: 1, also: [3, 1, 99], signal });
      expect(found.map((near) => near.passage)).toEqual([3, 1]);
      const all = await search.nearest(query, { limit: 50, also: [], signal });
      expect(all.map((near) => near.passage).sort()).toEqual([0, 1, 2, 3]);
    });

    it("embeds only what it does not hold yet, and forgets what is gone", async () => {
      const { open, embedder } = await fillNew(PASSAGES);
      const before = embedder.asked.length;
      await open().fill(PASSAGES, { embedder, signal });
      expect(embedder.asked.length).toBe(before);
      const changed = [...PASSAGES.slice(1), passage("Parrots may be kept. Ask first", "b.md")];
      const search = await open().fill(changed, { embedder, signal });
      expect(embedder.asked.slice(before)).toEqual([
        "Handbook: Parrots",
        "Parrots may be kept",
        "Ask first",
      ]);
      const found = await search.nearest(await ask("parental leave weeks"), {
        limit: 9,
        also: [],
        signal,
      });
      expect(found).toHaveLength(4);
      expect(found.every((near) => changed[near.passage])).toBe(true);
    });

    it("finds a text that is filed twice in both places", async () => {
      const { search } = await fillNew([
        ...PASSAGES,
        passage(PASSAGES[0]?.content ?? "", "copy.md"),
      ]);
      const found = await search.nearest(await ask("parental leave"), {
        limit: 2,
        also: [],
        signal,
      });
      expect(found.map((near) => near.passage).sort()).toEqual([0, 4]);
    });

    it("keeps what was embedded before the embedder broke", async () => {
      const open = await createOpen();
      const embedder = createWordEmbedder();
      const many = Array.from({ length: 160 }, (_, i) => passage(`Rule${i} is kept. So is ${i}`));
      let calls = 0;
      const broken: Embedder = {
        ...embedder,
        embed: async (texts, given) => {
          calls += 1;
          if (calls > 1) throw new Error("No more");
          return embedder.embed(texts, given);
        },
      };
      await expect(open().fill(many, { embedder: broken, signal })).rejects.toThrow("No more");
      expect(embedder.asked.length).toBeGreaterThan(0);
      await open().fill(many, { embedder, signal });
      expect(new Set(embedder.asked).size).toBe(embedder.asked.length);
    });

    it("holds nothing as well", async () => {
      const { search } = await fillNew([]);
      expect(await search.nearest(await ask("x"), { limit: 3, also: [0], signal })).toEqual([]);
    });

    it("stops when the signal aborts", async () => {
      const open = await createOpen();
      const aborted = AbortSignal.abort(new Error("Stopped"));
      const filling = open().fill(PASSAGES, { embedder: createWordEmbedder(), signal: aborted });
      await expect(filling).rejects.toThrow("Stopped");
    });
  });
}

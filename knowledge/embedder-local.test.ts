import { embedQuestions } from "./embedder.ts";
import { openLocalEmbedder } from "./embedder-local.ts";

const signal = new AbortController().signal;
const cosine = (a?: Float32Array, b?: Float32Array) =>
  [...(a ?? [])].reduce((sum, x, i) => sum + x * (b?.[i] ?? 0), 0);

describe("openLocalEmbedder()", () => {
  it("gives unit vectors in order, nearer for nearer meanings, the same alone and in a batch", async () => {
    await using embedder = openLocalEmbedder();
    const texts = [
      "What share of our customers leaves us?",
      "",
      "The office plants need water on Mondays.",
      "Churn is the percentage of customers who stop buying.",
    ];
    const [question, nothing, plants, churn] = await embedder.embed(texts, signal);
    const [alone] = await embedder.embed(texts.slice(3), signal);
    expect(cosine(question, question)).toBeCloseTo(1, 4);
    expect(cosine(nothing, nothing)).toBe(0);
    expect(cosine(question, churn)).toBeGreaterThan(cosine(question, plants) + 0.2);
    expect(cosine(alone, churn)).toBeCloseTo(1, 4);
    expect(alone).toHaveLength(embedder.dimensions);
  });

  it("embeds many texts with further threads, in order", async () => {
    await using embedder = openLocalEmbedder({ manyTexts: 20 });
    const texts = Array.from({ length: 30 }, (_, i) => `number ${i}`);
    const vectors = await embedder.embed(texts, signal);
    const [first, last] = await embedder.embed(["number 0", "number 29"], signal);
    expect(vectors).toHaveLength(30);
    expect(cosine(vectors[0], first)).toBeCloseTo(1, 4);
    expect(cosine(vectors[29], last)).toBeCloseTo(1, 4);
  });

  it("embeds what is long or in another script, and stops when the signal aborts or it is closed", async () => {
    const embedder = openLocalEmbedder();
    const [long] = await embedder.embed(["word ".repeat(5_000)], signal);
    const [other] = await embedder.embed(["日本語 😀"], signal);
    expect(cosine(long, long)).toBeCloseTo(1, 4);
    expect(cosine(other, other)).toBeCloseTo(1, 4);
    await expect(embedder.embed(["x"], AbortSignal.abort(new Error("stop")))).rejects.toThrow(
      "stop",
    );
    await embedder[Symbol.asyncDispose]();
    await expect(embedder.embed(["x"], signal)).rejects.toThrow("Cannot embed");
  });
});

describe("embedQuestions()", () => {
  it("asks for each text once while it is among the last", async () => {
    const asked: string[] = [];
    const embedder = embedQuestions(
      {
        id: "x",
        dimensions: 1,
        embed: async (texts) => {
          asked.push(...texts);
          return texts.map((text) => Float32Array.of(text.length));
        },
      },
      2,
    );
    expect(await embedder.embed(["a", "bb", "a"], signal)).toEqual(
      [[1], [2], [1]].map((v) => Float32Array.from(v)),
    );
    await embedder.embed(["a", "ccc"], signal);
    await embedder.embed(["bb"], signal);
    expect(asked).toEqual(["a", "bb", "ccc", "bb"]);
  });
});

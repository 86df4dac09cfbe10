import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { createGeminiEmbedder, type GeminiEmbedderOptions } from "./embedder-gemini.ts";

const signal = new AbortController().signal;

const One = z.object({
  content: z.object({ parts: z.array(z.object({ text: z.string() })) }),
  taskType: z.string(),
  outputDimensionality: z.number(),
});
const Many = z.object({ requests: z.array(One).max(100) });

type Seen = { readonly path: string; readonly key: string; readonly texts: readonly string[] };

/** Google's address for embeddings on this machine: a vector tells its text's length and task. `statuses` are what the first requests meet. */
async function openStandIn({ statuses = [] as number[], dimensions = 4 } = {}) {
  const seen: (Seen & z.infer<typeof One>)[] = [];
  const left = [...statuses];
  const server = createServer(async (request, response) => {
    const body = await json(request);
    const path = request.url ?? "";
    const isMany = path.includes(":batchEmbedContents");
    const asked = isMany ? Many.parse(body).requests : [One.parse(body)];
    const [first] = asked;
    const texts = asked.map(({ content }) => content.parts[0]?.text ?? "");
    if (first) seen.push({ ...first, path, key: String(request.headers["x-goog-api-key"]), texts });
    const status = left.shift() ?? 200;
    const vectors = texts.map((text) => ({
      values: [text.length, ...Array<number>(dimensions - 1).fill(1)],
    }));
    response.writeHead(status, { "content-type": "application/json" });
    const answer = isMany ? { embeddings: vectors } : { embedding: vectors[0] };
    const refusal = { error: { code: status, message: "Quota exceeded", status: "EXHAUSTED" } };
    response.end(JSON.stringify(status === 200 ? answer : refusal));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    open: (options: Partial<GeminiEmbedderOptions> = {}) =>
      createGeminiEmbedder({
        apiKey: "k-1",
        model: "gemini-embedding-001",
        dimensions: 4,
        baseUrl: `http://127.0.0.1:${port}`,
        pauseMs: 1,
        ...options,
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

describe("createGeminiEmbedder()", () => {
  it("asks a hundred texts a request, with key, task and dimensions, and keeps their order", async () => {
    await using google = await openStandIn();
    const texts = Array.from({ length: 230 }, (_, i) => "x".repeat(i + 1));
    const vectors = await google.open().embed(texts, signal);
    expect(google.seen.map((one) => one.texts.length)).toEqual([100, 100, 30]);
    expect(google.seen[0]).toMatchObject({
      key: "k-1",
      taskType: "RETRIEVAL_DOCUMENT",
      outputDimensionality: 4,
    });
    expect(google.seen[0]?.path).toContain("models/gemini-embedding-001:batchEmbedContents");
    expect(vectors).toHaveLength(230);
    for (const [i, vector] of vectors.entries()) {
      const length = Math.hypot(i + 1, 1, 1, 1);
      expect(vector[0]).toBeCloseTo((i + 1) / length, 5);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    }
  });

  it("embeds questions as questions, and sends nothing for texts without words", async () => {
    await using google = await openStandIn();
    const [question, nothing] = await google.open().embed(["Why?", "—"], signal, "question");
    expect(google.seen).toHaveLength(1);
    expect(google.seen[0]).toMatchObject({ taskType: "RETRIEVAL_QUERY", texts: ["Why?"] });
    expect(question?.[0]).toBeGreaterThan(0);
    expect(nothing).toEqual(new Float32Array(4));
    expect(await google.open().embed([], signal)).toEqual([]);
  });

  it("tries again when a request fails, and gives no empty vector for what the client lost", async () => {
    await using google = await openStandIn({ statuses: [429, 503] });
    const [vector] = await google.open().embed(["Churn"], signal);
    expect(vector?.[0]).toBeGreaterThan(0);
    expect(google.seen).toHaveLength(3);
  });

  it("says why when it is refused for good", async () => {
    await using google = await openStandIn({ statuses: Array<number>(20).fill(429) });
    const failed = google.open().embed(["Churn"], signal);
    await expect(failed).rejects.toThrow("Gemini does not embed");
    await expect(failed).rejects.toMatchObject({
      cause: { message: expect.stringContaining("Quota exceeded") },
    });
  });

  it("uses no vectors of other dimensions than it was told", async () => {
    await using google = await openStandIn({ dimensions: 7 });
    await expect(google.open().embed(["Churn"], signal)).rejects.toThrow(
      "they have 7 dimensions, 4 are expected",
    );
  });

  it("stops between tries when the signal aborts", async () => {
    await using google = await openStandIn({ statuses: Array<number>(20).fill(503) });
    const stop = new AbortController();
    const failed = google.open({ pauseMs: 600_000 }).embed(["Churn"], stop.signal);
    setTimeout(() => stop.abort(new Error("Stopped")), 50);
    await expect(failed).rejects.toThrow();
    expect(google.seen.length).toBeLessThanOrEqual(1);
  });

  it("has an id of its own for each model and length, so that vectors never mix", async () => {
    await using google = await openStandIn();
    const ids = [google.open(), google.open({ dimensions: 8 }), google.open({ model: "other" })];
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
  });
});

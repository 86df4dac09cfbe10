import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { ask, createShopDeps, openShop } from "./testing/open-shop.ts";

type Request = { readonly path: string; readonly key: string; readonly text: string };

/** Takes what LangSmith's client sends. */
async function openLangSmith() {
  const requests: Request[] = [];
  const server = createServer(async (request, response) => {
    const { url = "", headers } = request;
    const text = (await buffer(request)).toString("utf8");
    requests.push({ path: url, key: String(headers["x-api-key"]), text });
    response.writeHead(202, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { requests, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function askOnce(): Promise<void> {
  const shop = await openShop();
  await ask(createShopDeps(shop, { script: [{}, { text: "Twelve." }] }), "How many?");
  await shop.warehouse[Symbol.asyncDispose]();
}

describe("LangSmith", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("gets the turn by its usual settings, and nothing without LANGSMITH_TRACING", async () => {
    const langSmith = await openLangSmith();
    const usual = {
      LANGSMITH_ENDPOINT: langSmith.url,
      LANGSMITH_API_KEY: "lsv2_test",
      LANGSMITH_TRACING_BACKGROUND: "false",
      LANGCHAIN_CALLBACKS_BACKGROUND: "false",
    };
    for (const [name, value] of Object.entries(usual)) vi.stubEnv(name, value);
    await askOnce();
    expect(langSmith.requests).toEqual([]);
    vi.stubEnv("LANGSMITH_TRACING", "true");
    await askOnce();
    await vi.waitFor(
      () => {
        const sent = langSmith.requests.map(({ text }) => text).join("\n");
        for (const name of ["insight-agent", "inject_memory", "synthesize"]) {
          expect(sent).toContain(name);
        }
      },
      { timeout: 10_000, interval: 50 },
    );
    expect(langSmith.requests.every(({ key }) => key === "lsv2_test")).toBe(true);
    langSmith.close();
  });
});

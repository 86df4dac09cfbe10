import type { OpenWorkspace } from "./deps.ts";
import { openDeps } from "./open-deps.ts";
import { graph } from "./studio.ts";
import { createShopDeps, openShop } from "./testing/open-shop.ts";
import { READY } from "./testing/shop-turns.ts";

vi.mock("./open-deps.ts", () => ({ openDeps: vi.fn() }));

let shop: OpenWorkspace;

beforeAll(async () => {
  shop = await openShop();
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

afterAll(async () => {
  await shop.warehouse[Symbol.asyncDispose]();
  // Files of one process share what they load: the next must not get what was put in its place.
  vi.doUnmock("./open-deps.ts");
  vi.resetModules();
});

test("graph() opens everything once for all requests, and again after it could not", async () => {
  vi.mocked(openDeps).mockRejectedValueOnce(new Error("no data"));
  await expect(graph()).rejects.toThrow("no data");

  const script = [READY, { text: "Hello." }];
  vi.mocked(openDeps).mockResolvedValue(createShopDeps(shop, { script }));
  const [one, other] = await Promise.all([graph(), graph()]);
  expect(one).not.toBe(other);
  expect(openDeps).toHaveBeenCalledTimes(2);

  const { answer } = await one.invoke({ messages: [{ role: "user", content: "Hello" }] });
  expect(answer?.text).toBe("Hello.");
});

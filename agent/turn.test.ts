import type { OpenWorkspace } from "./deps.ts";
import {
  ask,
  createShopDeps,
  eventsOf,
  openShop,
  type ShopOptions,
  textOf,
  typesOf,
} from "./testing/open-shop.ts";
import type { Script } from "./testing/scripted-model.ts";

let shop: OpenWorkspace;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.warehouse[Symbol.asyncDispose]());

function deps(script: readonly Script[], options: ShopOptions = {}) {
  return createShopDeps(shop, { script, ...options });
}

const OPENING = ["memory.started", "memory.completed", "plan.started", "plan.completed"];
const CLOSING = ["synthesize.started", "content", "grounding", "synthesize.completed", "done"];
const TOOL = ["query_bigquery.started", "query_bigquery.completed", "evidence"];
const PLAN = ["plan.started", "plan.completed"];

const READY = { text: "" };
const HELLO = { text: ["Good ", "morning."] };

function query(sql: string, id?: string) {
  return { name: "query_bigquery", args: { sql_query: sql }, ...(id && { id }) };
}

const COUNT = query("SELECT COUNT(*) AS n FROM shop.orders", "a");

test("runTurn() answers without a look-up when the model asks for none", async () => {
  const events = await ask(deps([READY, HELLO]), "Hello");
  expect(typesOf(events)).toEqual([...OPENING, ...CLOSING]);
  expect(textOf(events)).toBe("Good morning.");
  expect(eventsOf(events, "done")[0]).toMatchObject({ grade: "none", warnings: [], citations: [] });
});

test("runTurn() looks up, then answers, and binds the figure to the cell", async () => {
  const events = await ask(
    deps([{ calls: [COUNT] }, READY, { text: "There were 200 orders." }]),
    "Orders?",
  );
  expect(typesOf(events)).toEqual([...OPENING, ...TOOL, ...PLAN, ...CLOSING]);
  const [evidence] = eventsOf(events, "evidence");
  expect(evidence).toMatchObject({ id: "E1.1", rows: [[200]], grade: "sql", tables: ["orders"] });
  const [grounding] = eventsOf(events, "grounding");
  expect(grounding?.unbound).toBe(0);
  expect(grounding?.figures[0]?.source).toEqual({
    kind: "cell",
    evidence_id: "E1.1",
    row: 0,
    column: "n",
  });
});

test("runTurn() lets the model mend a query that names a wrong column", async () => {
  const d = deps([
    { calls: [query("SELECT SUM(fee) AS fees FROM shop.orders", "a")] },
    { calls: [query("SELECT SUM(shipping_fee) AS fees FROM shop.orders", "b")] },
    READY,
    { text: "Done." },
  ]);
  const events = await ask(d, "Fees?");
  expect(typesOf(events)).toEqual([
    ...OPENING,
    "query_bigquery.started",
    "query_bigquery.failed",
    ...PLAN,
    ...TOOL,
    ...PLAN,
    ...CLOSING,
  ]);
  const complaint = d.model.sent[1]?.messages.at(-1)?.text ?? "";
  expect(JSON.parse(complaint)).toMatchObject({ success: false, data: [] });
  expect(complaint).toContain("shipping_fee");
  expect(d.reported).toEqual([]);
});

import fc from "fast-check";
import type { OpenWorkspace } from "../../deps.ts";
import type { Filter } from "../../semantic/metric-query.ts";
import { metrics } from "../testing/hostile.ts";
import { openAtlas } from "../testing/open-atlas.ts";
import { type OpenGate, openGate } from "../testing/open-gate.ts";

type Customer = { readonly tier: string; readonly country: string; readonly created: string };

let atlas: OpenWorkspace;
let customers: readonly Customer[];

beforeAll(async () => {
  atlas = await openAtlas();
  const analyst = openGate(atlas, { role: "Analyst" });
  const reached = await analyst.query("SELECT tier, country, created_on FROM atlas.accounts");
  if (!reached.ok) throw new Error("The rows could not be read");
  customers = reached.value.result.rows.map(([tier, country, created]) => ({
    tier: String(tier),
    country: String(country),
    created: String(created),
  }));
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

const FIELDS = {
  tier: "accounts.tier",
  country: "accounts.country",
  created: "accounts.created_on",
};
const day = fc
  .integer({ min: 0, max: 190 })
  .map((days) => new Date(Date.parse("2024-05-30") + days * 86_400_000).toISOString().slice(0, 10));
const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("in", "not-in"),
      fc.subarray(["free", "pro", "enterprise"], { minLength: 1 }),
    )
    .map(([op, values]): Filter => ({ field: FIELDS.tier, op: op as "in", values })),
  fc
    .tuple(
      fc.constantFrom("in", "not-in"),
      fc.subarray(["DE", "FR", "US", "LI", "IS"], { minLength: 1 }),
    )
    .map(([op, values]): Filter => ({ field: FIELDS.country, op: op as "in", values })),
  fc
    .tuple(fc.constantFrom("lt", "gte"), day)
    .map(([op, value]): Filter => ({ field: FIELDS.created, op: op as "lt", values: [value] })),
);
const question = fc.record({
  filters: fc.array(filter, { maxLength: 2 }),
  dimensions: fc.subarray([FIELDS.tier, FIELDS.country], { maxLength: 2 }),
});
type Question = typeof question extends fc.Arbitrary<infer Q> ? Q : never;

function matches({ field, op, values }: Filter, customer: Customer): boolean {
  const own = field === FIELDS.created ? customer.created : textOf(field, customer);
  const [value = ""] = values;
  if (op === "lt") return own < String(value);
  if (op === "gte") return own >= String(value);
  return values.includes(own) === (op === "in");
}

function textOf(field: string, { tier, country }: Customer): string {
  return field === FIELDS.tier ? tier : country;
}

/** The customers behind every figure that was told, worked out from the rows. */
async function told(gate: OpenGate, { filters, dimensions }: Question): Promise<number[][]> {
  const rows = await gate.ask(metrics({ metrics: ["customer_count"], filters, dimensions }));
  if (typeof rows === "string") return [];
  return rows.map((row) => {
    const members = customers.flatMap((customer, i) => {
      const isIn = filters.every((one) => matches(one, customer));
      return isIn && dimensions.every((id, d) => textOf(id, customer) === row[d]) ? [i] : [];
    });
    expect(row.at(-1)).toBe(members.length);
    return members;
  });
}

/** How many customers a combination of figures tells of. */
function supportOf(figures: readonly (readonly number[])[], factors: readonly number[]): number {
  const weights = Array<number>(customers.length).fill(0);
  for (const [i, members] of figures.entries()) {
    for (const member of members) weights[member] = (weights[member] ?? 0) + (factors[i] ?? 0);
  }
  return weights.filter((weight) => weight !== 0).length;
}

const PAIRS = [
  [1, -1],
  [1, 1],
];
const TRIPLES = [
  [1, -1, -1],
  [-1, 1, -1],
  [-1, -1, 1],
  [1, 1, -1],
];

function smallest(figures: readonly (readonly number[])[]): number {
  const found: number[] = [];
  const note = (some: readonly (readonly number[])[], all: readonly (readonly number[])[]) => {
    for (const factors of all) found.push(supportOf(some, factors));
  };
  for (const [a, one] of figures.entries()) {
    note([one], [[1]]);
    for (const [b, two] of figures.slice(a + 1).entries()) {
      note([one, two], PAIRS);
      for (const three of figures.slice(a + b + 2)) note([one, two, three], TRIPLES);
    }
  }
  return Math.min(...found.filter((support) => support > 0), Number.POSITIVE_INFINITY);
}

describe("what a person is told over many questions", () => {
  test("never adds up to a figure of fewer than ten", { timeout: 60_000 }, async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(question, { minLength: 2, maxLength: 5 }), async (questions) => {
        const gate = openGate(atlas, { role: "Support" });
        const figures: number[][] = [];
        for (const one of questions) figures.push(...(await told(gate, one)));
        answered += figures.length;
        expect(smallest(figures)).toBeGreaterThanOrEqual(10);
      }),
      { numRuns: 25 },
    );
    expect(answered).toBeGreaterThan(10);
  });

  test("is never a cell that a role above it cannot see", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(question, async ({ filters, dimensions }) => {
        const asked = metrics({ metrics: ["customer_count"], filters, dimensions });
        const [low, high] = [
          await openGate(atlas, { role: "Support" }).ask(asked),
          await openGate(atlas, { role: "Analyst" }).ask(asked),
        ];
        if (typeof low === "string") return;
        const known = new Set(Array.isArray(high) ? high.map((row) => JSON.stringify(row)) : []);
        for (const row of low) expect(known).toContain(JSON.stringify(row));
      }),
      { numRuns: 20 },
    );
  });
});

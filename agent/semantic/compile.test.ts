import fc from "fast-check";
import { addDays } from "./dates.ts";
import type { Filter, MetricQuery } from "./metric-query.ts";
import { reachableFields, timeFieldOf } from "./reachable.ts";
import { type Bench, type BenchName, openBench } from "./testing/warehouse.ts";

const benches = new Map<BenchName, Bench>();

beforeAll(async () => {
  for (const name of ["retail", "saas", "plan"] as const)
    benches.set(name, await openBench(name, 2));
});

afterAll(async () => {
  for (const bench of benches.values()) await bench[Symbol.asyncDispose]();
});

const anyTime = fc.option(
  fc.record({
    start: fc.integer({ min: 0, max: 300 }).map((days) => addDays("2024-01-01", days)),
    days: fc.integer({ min: 1, max: 400 }),
    grain: fc.option(fc.constantFrom("day", "week", "month", "quarter", "year"), {
      nil: undefined,
    }),
  }),
  { nil: undefined },
);

/** Any question that the model of a bench can answer. */
function anyQuery(
  bench: Bench,
): fc.Arbitrary<Partial<MetricQuery> & Pick<MetricQuery, "metrics" | "dimensions">> {
  const { model } = bench;
  const metrics = fc.uniqueArray(fc.constantFrom(...model.metrics.map(({ name }) => name)), {
    minLength: 1,
    maxLength: 3,
  });
  return metrics.chain((names) => {
    const common = names
      .map((name) => reachableFields(model, name).map(({ id }) => id))
      .reduce((all, ids) => all.filter((id) => ids.includes(id)));
    const dated = names.every((name) => timeFieldOf(model, name) && name !== "revenue_per_head");
    const dimensions =
      common.length > 0
        ? fc.uniqueArray(fc.constantFrom(...common), { maxLength: 2 })
        : fc.constant([]);
    const filters =
      common.length > 0
        ? fc.array(fc.constantFrom(...common).map(notNull), { maxLength: 1 })
        : fc.constant([]);
    return fc
      .record({ dimensions, filters, time: anyTime, desc: fc.boolean() })
      .map(({ time, desc, ...rest }) => ({
        metrics: names,
        ...rest,
        ...(time &&
          dated && {
            time: {
              start: time.start,
              end: addDays(time.start, time.days),
              ...(time.grain && { grain: time.grain }),
            },
          }),
        ...(desc && names[0] && { orderBy: [{ by: names[0], direction: "desc" as const }] }),
      }));
  });
}

function notNull(field: string): Filter {
  return { field, op: "is-not-null", values: [] };
}

test.each<BenchName>(["retail", "saas", "plan"])(
  "compileQuery() gives statements that run, and groups that add up to the total: %s",
  async (name) => {
    const bench = benches.get(name);
    if (!bench) throw new Error("not open");
    await fc.assert(
      fc.asyncProperty(anyQuery(bench), async (query) => {
        const rows = await bench.ask(query);
        const compiled = bench.compile(query);
        expect(bench.compile(query)).toEqual(compiled);
        for (const row of rows.slice(0, 1))
          expect(Object.keys(row)).toEqual(compiled.columns.map((column) => column.name));
        const { start, end } = query.time ?? {};
        const [total] = await bench.ask({
          ...query,
          dimensions: [],
          orderBy: [],
          ...(start && end && { time: { start, end } }),
        });
        for (const metric of bench.model.metrics.filter((candidate) =>
          addsUp(bench, candidate.name, query),
        )) {
          const sum = rows.reduce((all, row) => all + Number(row[metric.name]), 0);
          expect([metric.name, Math.round(sum * 1000)]).toEqual([
            metric.name,
            Math.round(Number(total?.[metric.name]) * 1000),
          ]);
        }
      }),
      { numRuns: 15 },
    );
  },
);

/** States of several dates do not add up, everything else that is additive does. */
function addsUp(
  bench: Bench,
  name: string,
  query: Pick<MetricQuery, "metrics" | "dimensions" | "time">,
): boolean {
  const metric = bench.model.metrics.find((candidate) => candidate.name === name);
  const base = bench.model.datasets.find((dataset) => dataset.name === metric?.dataset);
  const byDate =
    query.time?.grain ||
    query.dimensions.some((id) => id.endsWith("snapshot_date") || id.endsWith("month_end"));
  return query.metrics.includes(name) && metric?.additive === true && !(base?.snapshot && byDate);
}

test("compileQuery() keeps any text a literal: it finds the value and nothing else", async () => {
  const bench = benches.get("plan");
  if (!bench) throw new Error("not open");
  const skeleton = shape(bench.compile(named("x")).sql);
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      expect(shape(bench.compile(named(text)).sql)).toBe(skeleton);
      expect(await bench.ask(named(text))).toEqual([{ invoice_count: 0 }]);
    }),
    { numRuns: 40 },
  );
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }).filter((text) => !text.includes("\u0000")),
  fc.constantFrom(
    "' OR '1'='1",
    "\\' OR 1=1 --",
    "\\",
    "''",
    "'''",
    '"""',
    "x'; DROP TABLE firm.invoices; --",
    "/* */ --\n#",
    "\n-- metric_query: {}\n",
    "`",
    "@p %s ?",
    "\u2028\u2029\u0085",
    "\ud800",
  ),
);

function named(text: string) {
  return {
    metrics: ["invoice_count"],
    filters: [
      { field: "invoices.region", op: "in" as const, values: [text, "nowhere"] },
      { field: "invoices.channel", op: "contains" as const, values: [text] },
    ],
  };
}

/** The statement with its literals taken out, one line a line. */
function shape(sql: string): string {
  return sql.replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "?");
}

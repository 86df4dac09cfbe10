import fc from "fast-check";
import type { CompiledQuery, SemanticQuery } from "./metric-query.ts";
import { readQueryComment, toToolSql } from "./query-comment.ts";

const compiled: CompiledQuery = { sql: "SELECT 1 AS one", columns: [], title: "One", tables: [] };

const grains = fc.constantFrom("day", "week", "month", "quarter", "year");
const text = fc.string({ unit: "binary", maxLength: 20 });
const filters = fc.array(
  fc.record({
    field: text,
    op: fc.constantFrom("in", "eq", "between", "is-null"),
    values: fc.array(fc.oneof(text, fc.integer(), fc.boolean()), { maxLength: 3 }),
  }),
  { maxLength: 3 },
);
const anyQuery: fc.Arbitrary<SemanticQuery> = fc.oneof(
  fc.record(
    {
      kind: fc.constant("metrics" as const),
      metrics: fc.array(text, { maxLength: 2 }),
      dimensions: fc.array(text, { maxLength: 2 }),
      filters,
      time: fc.record(
        { start: fc.constant("2024-01-01"), end: fc.constant("2025-01-01"), grain: grains },
        { requiredKeys: ["start", "end"] },
      ),
      orderBy: fc.array(fc.record({ by: text, direction: fc.constantFrom("asc", "desc") }), {
        maxLength: 2,
      }),
      limit: fc.nat(),
    },
    { requiredKeys: ["kind", "metrics", "dimensions", "filters"] },
  ),
  fc.record({
    kind: fc.constant("rows" as const),
    dataset: text,
    fields: fc.array(text),
    filters,
    limit: fc.nat(),
  }),
);

test("toToolSql() writes one comment line that readQueryComment() reads back, whatever the values hold", () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const sql = toToolSql(query, compiled);
      expect(sql.split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(2);
      expect(sql.endsWith("\nSELECT 1 AS one")).toBe(true);
      expect(readQueryComment(sql)).toEqual(query);
    }),
  );
});

test("readQueryComment() takes nothing that is not a query", () => {
  const none = [
    "SELECT 1",
    "-- metric_query: not json\nSELECT 1",
    '-- metric_query: {"kind":"metrics"}\nSELECT 1',
    '-- metric_query: {"kind":"metrics","metrics":[],"dimensions":[],"filters":[],"extra":1}\nSELECT 1',
    'SELECT 1 -- metric_query: {"kind":"rows","dataset":"a","fields":[],"filters":[],"limit":1}',
    "",
  ];
  for (const sql of none) expect(readQueryComment(sql)).toBeUndefined();
});

import { bareColumn } from "../semantic/build-datasets.ts";
import type { Dataset, Field, SemanticModel } from "../semantic/model.ts";
import type { Coverage } from "../semantic/time-range.ts";
import type { FieldValues } from "../semantic/values.ts";
import type { SqlScope } from "../sql/guard.ts";
import type { GeneratedTable } from "../warehouse/generated-table.ts";

/** What the analyst must know of the customers' data before a question comes. */
export type CustomerIndex = {
  readonly values: readonly FieldValues[];
  readonly coverage: ReadonlyMap<string, Coverage>;
};

/**
 * Tables and columns that the model names of the customer database, roll-ups included: what is in it beyond them cannot be
 * asked for.
 */
export function scopeOf(model: SemanticModel, dataset: string): SqlScope {
  const tables = new Map<string, Set<string>>();
  for (const one of [...model.datasets, ...model.rollups.map((rollup) => rollup.dataset)]) {
    if (one.source.kind !== "table") continue;
    const columns = tables.get(one.source.table) ?? new Set<string>();
    tables.set(one.source.table, columns);
    for (const column of columnsOf(one)) columns.add(column);
  }
  return { dataset, tables: new Map([...tables].map(([table, columns]) => [table, [...columns]])) };
}

function columnsOf(dataset: Dataset): readonly string[] {
  const keys = [...dataset.primaryKey, ...dataset.uniqueKeys.flat()];
  const named = dataset.fields.flatMap((field) => bareColumn(field) ?? []);
  return [...named, ...keys.filter((key) => !dataset.fields.some(({ name }) => name === key))];
}

/** The index of generated rows, without asking an engine: that is opened only when somebody asks. */
export function indexRows(model: SemanticModel, tables: readonly GeneratedTable[]): CustomerIndex {
  const valuesOf = (dataset: Dataset, field: Field): readonly string[] => {
    const column = bareColumn(field);
    const { source } = dataset;
    const table = source.kind === "table" && tables.find(({ name }) => name === source.table);
    const at = table ? table.columns.findIndex(({ name }) => name === column) : -1;
    if (!table || at < 0) return [];
    const cells = [...table.rows].flatMap((row) => row[at] ?? []);
    return [...new Set(cells.map(String))].toSorted();
  };
  const values = model.datasets.flatMap((dataset) =>
    dataset.fields
      .filter(({ indexValues }) => indexValues)
      .map((field) => ({ field: field.id, values: valuesOf(dataset, field), complete: true })),
  );
  const dated = model.datasets.flatMap((dataset) =>
    dataset.fields
      .filter(({ type }) => type === "Date")
      .flatMap((field) => spanOf(dataset, field.id, valuesOf(dataset, field))),
  );
  const all = [...dated, ...ofQueries(model, dated)];
  return { values, coverage: new Map(all.map(([id, span]) => [id, span])) };
}

type Span = readonly [id: string, span: Coverage, table: string];

function spanOf({ tables }: Dataset, id: string, dates: readonly string[]): readonly Span[] {
  const [start, end] = [dates[0], dates.at(-1)];
  return start && end ? [[id, { start, end }, tables[0] ?? ""]] : [];
}

/** A query's dates are those of the tables that it reads, as far as can be told without running it. */
function ofQueries(model: SemanticModel, known: readonly Span[]): readonly Span[] {
  return model.datasets.flatMap(({ name, source, tables, timeField }) => {
    const read = known.filter(([, , table]) => tables.includes(table));
    const own = read.filter(([id]) => id.endsWith(`.${timeField}`));
    const spans = (own.length > 0 ? own : read).map(([, span]) => span);
    if (source.kind !== "query" || timeField === undefined || spans.length === 0) return [];
    const start = spans.map((span) => span.start).toSorted()[0] ?? "";
    const end =
      spans
        .map((span) => span.end)
        .toSorted()
        .at(-1) ?? "";
    return [[`${name}.${timeField}`, { start, end }, ""] as const];
  });
}

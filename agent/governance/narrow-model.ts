import { columnsIn, parseExpression } from "../semantic/expression.ts";
import type { Dataset, Field, Relationship, SemanticModel } from "../semantic/model.ts";
import { fieldWithId } from "../semantic/reachable.ts";
import type { SqlScope } from "../sql/guard.ts";
import type { Access, Role } from "./access.ts";
import type { Bounds } from "./bounds.ts";
import { type Hidden, hiddenNames } from "./hidden.ts";
import { inlineTotals, narrowMetrics } from "./narrow-metrics.ts";
import { namedBy } from "./patterns.ts";
import { queryColumns, strictColumns } from "./strict-columns.ts";

export type Narrowed = {
  readonly model: SemanticModel;
  /** Physical columns that are never read, each `table.column` in small letters. */
  readonly strict: ReadonlySet<string>;
  /** What is not in the model, by the names that people have for it. */
  readonly hidden: readonly Hidden[];
};

/** The model as a role may know it: nothing in it names what is hidden, nothing dangles. */
export function narrowModel(
  whole: SemanticModel,
  { role, access, scope }: { role: Role; access: Access; scope: SqlScope },
): Narrowed {
  const named = namedBy(role.hide, whole);
  const strict = strictColumns(whole, named.fields);
  const bounds = boundsOf(whole, { role, access, scope, strict, named });
  const datasets = whole.datasets
    .filter(({ name }) => bounds.datasets.has(name))
    .map((dataset) => narrowDataset(dataset, bounds, strict));
  const relationships = whole.relationships.flatMap((one) => narrowJoin(one, bounds) ?? []);
  const rollups = whole.rollups.filter(
    ({ of, dataset }) => bounds.datasets.has(of) && isClean(dataset, scope, strict),
  );
  const bare: SemanticModel = { ...whole, datasets, relationships, rollups, metrics: [] };
  const metrics = narrowMetrics(bare, bounds, named.metrics);
  const model = { ...bare, metrics: inlineTotals(bare, whole, metrics) };
  return { model, strict: strict.columns, hidden: hiddenNames(whole, model, bounds.counted) };
}

type Strict = ReturnType<typeof strictColumns>;

type Given = {
  readonly role: Role;
  readonly access: Access;
  readonly scope: SqlScope;
  readonly strict: Strict;
  readonly named: ReturnType<typeof namedBy>;
};

function boundsOf(whole: SemanticModel, { role, access, scope, strict, named }: Given): Bounds {
  const totals = new Set([
    ...namedBy(role.totalsOnly, whole).fields,
    ...(role.detail === "aggregates" ? access.subjects.map(({ field }) => field) : []),
  ]);
  const isOpen = (dataset: Dataset) =>
    !named.datasets.has(dataset.name) && isClean(dataset, scope, strict);
  const datasets = whole.datasets.filter(isOpen);
  const counted = datasets.flatMap((dataset) =>
    dataset.fields.filter(
      (field) => !named.fields.has(field.id) && !strict.reads(dataset, field.expression),
    ),
  );
  return {
    whole,
    role,
    access,
    datasets: new Set(datasets.map(({ name }) => name)),
    counted: new Set(counted.map(({ id }) => id)),
    shown: new Set(counted.flatMap(({ id }) => (totals.has(id) ? [] : [id]))),
  };
}

/** True when neither the dataset's query nor its filter takes up what is hidden. */
function isClean(dataset: Dataset, scope: SqlScope, strict: Strict): boolean {
  return (
    !queryColumns(dataset, scope).some((column) => strict.columns.has(column)) &&
    !strict.reads(dataset, dataset.defaultFilter ?? "TRUE")
  );
}

function narrowDataset(dataset: Dataset, { shown, whole }: Bounds, strict: Strict): Dataset {
  const { timeField, inheritedTime, defaultFilter, ...rest } = dataset;
  const isKept = (key: string) => !strict.reads(dataset, physicalKey(dataset, key));
  const toKeys = (keys: readonly string[]) =>
    keys.every(isKept) ? keys.map((key) => keyName(dataset, key, shown)) : [];
  return {
    ...rest,
    fields: dataset.fields.filter(({ id }) => shown.has(id)),
    primaryKey: toKeys(dataset.primaryKey),
    uniqueKeys: dataset.uniqueKeys.map(toKeys).filter((keys) => keys.length > 0),
    ...(timeField !== undefined && shown.has(`${dataset.name}.${timeField}`) && { timeField }),
    ...(inheritedTime !== undefined && shown.has(inheritedTime) && { inheritedTime }),
    ...(defaultFilter !== undefined && {
      defaultFilter: overHidden(defaultFilter, dataset, { shown, whole }),
    }),
  };
}

/** A default filter over a field that is not shown names its column instead. */
function overHidden(
  filter: string,
  dataset: Dataset,
  { shown }: Pick<Bounds, "shown" | "whole">,
): string {
  const gone = dataset.fields.filter(({ id }) => !shown.has(id));
  return gone.reduce(
    (so, { name, expression }) =>
      expression === name ? so : so.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `(${expression})`),
    filter,
  );
}

function narrowJoin(join: Relationship, { whole, datasets, shown, counted }: Bounds) {
  if (!datasets.has(join.from) || !datasets.has(join.to)) return undefined;
  const side = (name: string, columns: readonly string[]) => {
    const dataset = whole.datasets.find((one) => one.name === name);
    const isHidden = (column: string) => {
      const field = fieldWithId(whole, `${name}.${column}`);
      return field !== undefined && !counted.has(field.id);
    };
    if (!dataset || columns.some(isHidden)) return undefined;
    return columns.map((column) => keyName(dataset, column, shown));
  };
  const fromColumns = side(join.from, join.fromColumns);
  const toColumns = side(join.to, join.toColumns);
  return fromColumns && toColumns && { ...join, fromColumns, toColumns };
}

/** A key by the name that its column has where the field of the name is not shown. */
function keyName(dataset: Dataset, key: string, shown: ReadonlySet<string>): string {
  const field = dataset.fields.find(({ name }) => name === key);
  return field && !shown.has(field.id) ? (columnOf(field) ?? key) : key;
}

function physicalKey(dataset: Dataset, key: string): string {
  return dataset.fields.find(({ name }) => name === key)?.expression ?? `\`${key}\``;
}

/** The column that a field is, where it is no more than that. */
function columnOf({ expression }: Field): string | undefined {
  const parsed = parseExpression(expression);
  if (!parsed.ok || parsed.value.kind !== "path") return undefined;
  return columnsIn(parsed.value)[0]?.at(-1);
}

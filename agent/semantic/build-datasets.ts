import type { WrittenRollup } from "./build-rollups.ts";
import { path as column, fromAnsi, mapColumns, parseExpression, toSql } from "./expression.ts";
import { readExtension } from "./extensions.ts";
import type { Dataset, DataType, Field, Relationship } from "./model.ts";
import { toNames } from "./naming.ts";
import { mend } from "./nearest.ts";
import type { OssieDataset, OssieExpression, OssieField, OssieRelationship } from "./ossie.ts";
import type { Path, Problem } from "./problems.ts";
import { parseSource } from "./sql-source.ts";

type Place = { readonly path: Path; readonly problems: Problem[] };

const TEMPORAL: readonly DataType[] = ["Date", "DateTime", "DateTimeTz"];

/** A dataset with its fields; what is wrong with it goes to `problems`. */
export function buildDataset(written: OssieDataset, { path, problems }: Place): Dataset {
  const extension = readExtension("dataset", written, { path, problems });
  const source = parseSource(written.source);
  if (!source.ok) problems.push({ path: [...path, "source"], message: wordsOf(source.failure) });
  const owners = [written.name, ...(source.ok ? source.value.tables : [])];
  const fields = (written.fields ?? []).map((field, index) =>
    buildField(field, owners, { path: [...path, "fields", index], problems }),
  );
  const timeField = chooseTimeField(written, fields, { path, problems });
  const asked = extension.time_field;
  return {
    ...toNames(written, extension.label),
    source: source.ok ? source.value.source : { kind: "table", table: written.name },
    tables: source.ok ? source.value.tables : [],
    ...(extension.store === "customers" && { store: extension.store }),
    ...(source.ok && source.value.columns && { columns: source.value.columns }),
    primaryKey: written.primary_key ?? [],
    uniqueKeys: written.unique_keys ?? [],
    fields,
    snapshot: extension.snapshot,
    ...(extension.default_filter && {
      defaultFilter: ownColumns(extension.default_filter, owners),
    }),
    ...(asked?.includes(".") ? { inheritedTime: asked } : pick(asked ?? timeField)),
  };
}

/** What a dataset says that it sums up, with the fields that hold aggregates; undefined for any other. */
export function readRollup(
  written: OssieDataset,
  path: Path,
): Omit<WrittenRollup, "dataset"> | undefined {
  // Whatever is wrong with the extensions is told where the dataset is built.
  const place = { path, problems: [] };
  const { rolls_up: of } = readExtension("dataset", written, place);
  if (of === undefined) return undefined;
  const fields = (written.fields ?? []).map((field) => {
    const extension = readExtension("field", field, place);
    const { rolls_up: rollsUp, previous_of: previousOf, counted_in: countedIn } = extension;
    const previous = previousOf && { previousOf, ...(countedIn && { countedIn }) };
    return [field.name, { ...(rollsUp && { rollsUp: [rollsUp].flat() }), ...previous }] as const;
  });
  return { of, fields: new Map(fields), path };
}

function pick(timeField: string | undefined): Pick<Dataset, "timeField"> | undefined {
  return timeField === undefined ? undefined : { timeField };
}

function buildField(
  written: OssieField,
  owners: readonly string[],
  { path, problems }: Place,
): Field {
  const [dataset = ""] = owners;
  const extension = readExtension("field", written, { path, problems });
  const declared = written.datatype;
  const isTime =
    written.dimension?.is_time ??
    (declared !== undefined && (TEMPORAL.includes(declared) || declared === "Time"));
  return {
    ...toNames(written, written.label),
    dataset,
    id: `${dataset}.${written.name}`,
    expression: ownColumns(
      chooseExpression(written.expression, { path: [...path, "expression"], problems }),
      owners,
    ),
    type: declared ?? (isTime || extension.default_time ? "DateTime" : "Opaque"),
    isTime: isTime || extension.default_time,
    sensitivity: extension.sensitivity,
    indexValues: extension.index_values,
    ...(extension.unit && { unit: extension.unit }),
    ...(extension.default_time && { defaultTime: true }),
  };
}

/** The expression in BigQuery's dialect, or the ANSI one as BigQuery writes it. */
export function chooseExpression({ dialects }: OssieExpression, { path, problems }: Place): string {
  const written = (name: string) => dialects.find(({ dialect }) => dialect === name)?.expression;
  const ansi = written("ANSI_SQL");
  const chosen = written("BIGQUERY") ?? (ansi === undefined ? undefined : fromAnsi(ansi));
  if (chosen !== undefined) return chosen.trim();
  const found = dialects.map(({ dialect }) => dialect).join(", ");
  problems.push({ path, message: `has no BIGQUERY or ANSI_SQL dialect, only ${found}; add one` });
  return "NULL";
}

/** The expression with its columns written without the names of their dataset or table; the text itself when it cannot be read. */
function ownColumns(sql: string, owners: readonly string[]): string {
  const parsed = parseExpression(sql);
  if (!parsed.ok) return sql;
  const bare = mapColumns(parsed.value, ([first = "", ...rest]) =>
    rest.length > 0 && owners.includes(first) ? column(...rest) : undefined,
  );
  return toSql(bare);
}

/** The one marked `default_time`, else the first that holds dates. */
function chooseTimeField(
  written: OssieDataset,
  fields: readonly Field[],
  { path, problems }: Place,
): string | undefined {
  const marked = fields.filter(({ defaultTime }) => defaultTime);
  const [first, second] = marked;
  if (first && second) {
    problems.push({
      path: [...path, "fields"],
      message: `marks both ${first.name} and ${second.name} as default_time; keep one in ${written.name}`,
    });
  }
  if (first && !isDate(first)) {
    problems.push({
      path: [...path, "fields", fields.indexOf(first)],
      message: `is the default_time of ${written.name} but holds ${first.type}; it must be Date, DateTime or DateTimeTz`,
    });
  }
  return (first ?? fields.find((field) => field.isTime && isDate(field)))?.name;
}

/** True when periods can apply to the field. */
export function isDate(field: Field): boolean {
  return TEMPORAL.includes(field.type);
}

/** A relationship with its columns as field names where fields stand for them. */
export function buildRelationship(
  written: OssieRelationship,
  datasets: readonly Dataset[],
  { path, problems }: Place,
): Relationship {
  readExtension("relationship", written, { path, problems });
  const columns = (side: "from" | "to") => {
    const dataset = datasets.find(({ name }) => name === written[side]);
    if (!dataset) {
      const known = datasets.map(({ name }) => name);
      problems.push({
        path: [...path, side],
        message: `names the unknown dataset "${written[side]}"${mend(written[side], known)}`,
      });
    }
    return written[`${side}_columns`].map((column, index) => {
      const resolved = dataset ? resolveColumn(dataset, column) : column;
      if (dataset && resolved === undefined) {
        problems.push({
          path: [...path, `${side}_columns`, index],
          message: `names "${column}", which is no field or key of ${dataset.name}${mend(column, knownColumns(dataset))}`,
        });
      }
      return resolved ?? column;
    });
  };
  const { name, from, to } = written;
  return { name, from, to, fromColumns: columns("from"), toColumns: columns("to") };
}

/** The field that a column goes by in the model, or the column itself when only a key names it. */
export function resolveColumn(dataset: Dataset, column: string): string | undefined {
  const named = dataset.fields.find(({ name }) => name === column);
  const standing = named ?? dataset.fields.find((field) => bareColumn(field) === column);
  return standing?.name ?? knownColumns(dataset).find((known) => known === column);
}

/** The physical column that a field stands for, when its expression is no more than that. */
export function bareColumn(field: Field): string | undefined {
  const parsed = parseExpression(field.expression);
  if (!parsed.ok || parsed.value.kind !== "path") return undefined;
  const [name, more] = parsed.value.parts;
  return more === undefined ? name : undefined;
}

function knownColumns(dataset: Dataset): readonly string[] {
  const named = [
    ...dataset.fields.map(({ name }) => name),
    ...dataset.primaryKey,
    ...dataset.uniqueKeys.flat(),
  ];
  return [...new Set([...named, ...(dataset.columns ?? [])])];
}

function wordsOf(failure: { kind: string; message?: string }): string {
  return failure.message ?? failure.kind;
}

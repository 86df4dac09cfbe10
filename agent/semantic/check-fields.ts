import { aggregatesIn } from "./aggregates.ts";
import { isDate } from "./build-datasets.ts";
import { columnsIn, parseExpression } from "./expression.ts";
import type { Dataset, Field, SemanticModel } from "./model.ts";
import { mend } from "./nearest.ts";
import type { Path, Problem } from "./problems.ts";
import { fieldsFrom } from "./reachable.ts";

/** Expressions of fields and default filters must be SQL over the dataset's own columns; a snapshot needs its date. */
export function checkFields(model: SemanticModel): readonly Problem[] {
  return model.datasets.flatMap((dataset, index) => {
    const path: Path = ["datasets", index];
    return [
      ...dataset.fields.flatMap((field, at) =>
        checkExpression(field.expression, dataset).map((message) => ({
          path: [...path, "fields", at, "expression"],
          message,
        })),
      ),
      ...checkFilter(dataset, path),
      ...checkTime(model, dataset, path),
    ];
  });
}

/** What is wrong with SQL that reads one dataset's rows; `fields` may be named where `columns` may. */
function checkExpression(
  sql: string,
  dataset: Dataset,
  fields: readonly Field[] = [],
): readonly string[] {
  const parsed = parseExpression(sql);
  if (!parsed.ok) return [`"${sql}" ${messageOf(parsed.failure)}`];
  if (aggregatesIn(parsed.value).length > 0) {
    return [`"${sql}" is an aggregate; make it a metric, a field is of one row`];
  }
  return columnsIn(parsed.value).flatMap(([name = ""]) => {
    const known = dataset.columns;
    if (!known || includes([...known, ...fields.map((field) => field.name)], name)) return [];
    return [
      `names the column "${name}", which the query of ${dataset.name} does not yield${mend(name, known)}`,
    ];
  });
}

function checkFilter(dataset: Dataset, path: Path): readonly Problem[] {
  if (dataset.defaultFilter === undefined) return [];
  return checkExpression(dataset.defaultFilter, dataset, dataset.fields).map((message) => ({
    path: [...path, "custom_extensions"],
    message: `default_filter ${message}`,
  }));
}

function checkTime(model: SemanticModel, dataset: Dataset, path: Path): readonly Problem[] {
  const place = [...path, "custom_extensions"];
  const { timeField, inheritedTime } = dataset;
  const field = inheritedTime
    ? fieldsFrom(model, dataset.name).find(({ id }) => id === inheritedTime)
    : dataset.fields.find(({ name }) => name === timeField);
  const asked = inheritedTime ?? timeField;
  if (asked && !field) {
    const known = fieldsFrom(model, dataset.name)
      .filter(isDate)
      .map(({ id }) => id);
    return [
      {
        path: place,
        message: `time_field "${asked}" is no field that ${dataset.name} reaches${mend(asked, known)}`,
      },
    ];
  }
  if (field && !isDate(field)) {
    return [
      {
        path: place,
        message: `time_field "${asked}" holds ${field.type}; it must be Date, DateTime or DateTimeTz`,
      },
    ];
  }
  if (dataset.snapshot && !field) {
    return [
      {
        path: place,
        message: `"${dataset.name}" is a snapshot but has no field that holds its date; add one with datatype Date`,
      },
    ];
  }
  return [];
}

function includes(known: readonly string[], name: string): boolean {
  return known.some((other) => other.toLowerCase() === name.toLowerCase());
}

/** The words of a failure that carries some. */
export function messageOf(failure: { kind: string; message?: string }): string {
  return failure.message ?? failure.kind;
}

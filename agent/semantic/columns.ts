import type { ColumnType, Unit } from "../events.ts";
import { calculationLabel } from "./describe-query.ts";
import type { Calculation, CompiledColumn } from "./metric-query.ts";
import type { DataType, Field, Metric } from "./model.ts";
import type { Grain } from "./time-range.ts";

/** Names of the grouping columns: the field's name, with its dataset where another column has that name already. */
export function columnNames(fields: readonly Field[], taken: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const field of fields) {
    const shared = fields.filter(({ name }) => name === field.name).length > 1;
    const free = (name: string) => !taken.includes(name) && !names.includes(name);
    const choices = [...(shared ? [] : [field.name]), `${field.dataset}_${field.name}`];
    names.push(choices.find(free) ?? `${field.dataset}_${field.name}_${names.length + 1}`);
  }
  return names;
}

export function periodColumn(grain: Grain): CompiledColumn {
  return { name: "period", type: "date", label: grain, role: "time", id: "period" };
}

/** `id` is the field as the question named it. */
export function fieldColumn(name: string, field: Field, id: string): CompiledColumn {
  return { ...meaning(name, field), role: isDay(field.type) ? "time" : "dimension", id };
}

export function metricColumn(metric: Metric): CompiledColumn {
  return { ...meaning(metric.name, metric), role: "metric", id: metric.name };
}

export function calculationColumn(
  calculation: Calculation,
  metric: Metric,
  grain: Grain | undefined,
): CompiledColumn {
  const name = calculationName(calculation);
  const isRatio = calculation.kind === "share" || calculation.kind === "change_ratio";
  const unit: Unit | undefined = isRatio ? "percent" : metric.unit;
  const label = calculationLabel(calculation, metric.label, grain);
  const whole =
    columnType(metric.type) === "integer" &&
    (calculation.kind === "running_total" || calculation.kind === "change");
  return {
    name,
    type: whole ? "integer" : "number",
    ...(unit && { unit }),
    label,
    role: "calculation",
    id: name,
  };
}

export function calculationName({ metric, kind }: Calculation): string {
  return `${metric}_${kind}`;
}

function meaning(name: string, thing: { label: string; type: DataType; unit?: Unit }) {
  return {
    name,
    type: columnType(thing.type),
    label: thing.label,
    ...(thing.unit && { unit: thing.unit }),
  };
}

function isDay(type: DataType): boolean {
  return type === "Date" || type === "DateTime" || type === "DateTimeTz";
}

function columnType(type: DataType): ColumnType {
  switch (type) {
    case "Integer":
      return "integer";
    case "Decimal":
    case "Float":
      return "number";
    case "Boolean":
      return "boolean";
    case "Date":
      return "date";
    case "DateTime":
    case "DateTimeTz":
      return "timestamp";
    case "String":
    case "Time":
    case "Opaque":
      return "string";
  }
}

import type { Dataset, Field, SemanticModel } from "./model.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/**
 * The model with what the dates of its rows imply, after the fields of each dataset with a date: the day of the week, whether
 * that is a weekend and, of an instant, the hour of the day. A snapshot has none: its date says when somebody looked.
 */
export function withDayParts(model: SemanticModel): SemanticModel {
  const datasets = model.datasets.map((dataset) => {
    const fresh = partsOf(dataset).filter(
      ({ name }) => !dataset.fields.some((field) => field.name === name),
    );
    return fresh.length === 0 ? dataset : { ...dataset, fields: [...dataset.fields, ...fresh] };
  });
  return { ...model, datasets };
}

/** Dates of a customers' store are left alone: its SQL is not the warehouse's. */
function partsOf(dataset: Dataset): Field[] {
  const time = dataset.fields.find(({ name }) => name === dataset.timeField);
  if (!time || dataset.snapshot || dataset.store || !isPlain(time)) return [];
  const part = (kind: Part): Field => ({
    name: `${time.name}_${kind.suffix}`,
    id: `${dataset.name}.${time.name}_${kind.suffix}`,
    dataset: dataset.name,
    label: kind.label,
    description: `${kind.label} of ${time.label}`,
    synonyms: kind.synonyms,
    expression: kind.sql(time.expression),
    type: "String",
    isTime: false,
    sensitivity: time.sensitivity,
    indexValues: true,
    values: kind.values,
  });
  switch (time.type) {
    case "Date":
      return [part(WEEKDAY), part(WEEKEND)];
    case "DateTime":
    case "DateTimeTz":
      return [part(WEEKDAY), part(WEEKEND), part(HOUR)];
    default:
      return [];
  }
}

/** A column as it is; what is computed may be no date in every row. */
function isPlain({ expression }: Field): boolean {
  return /^[\w`]+$/.test(expression);
}

type Part = {
  readonly suffix: string;
  readonly label: string;
  readonly synonyms: readonly string[];
  readonly values: readonly string[];
  readonly sql: (date: string) => string;
};

const WEEKDAY: Part = {
  suffix: "day_of_week",
  label: "day of the week",
  synonyms: ["weekday", "week day", "day of week"],
  // Monday first.
  values: [...DAYS.slice(1), ...DAYS.slice(0, 1)],
  sql: (date) =>
    `CASE EXTRACT(DAYOFWEEK FROM ${date}) ${DAYS.map((day, i) => `WHEN ${i + 1} THEN '${day}'`).join(" ")} END`,
};

const WEEKEND: Part = {
  suffix: "part_of_week",
  label: "part of the week",
  synonyms: ["weekday or weekend"],
  values: ["weekday", "weekend"],
  sql: (date) =>
    `CASE WHEN EXTRACT(DAYOFWEEK FROM ${date}) IN (1, 7) THEN 'weekend' WHEN ${date} IS NOT NULL THEN 'weekday' END`,
};

const HOUR: Part = {
  suffix: "hour_of_day",
  label: "hour of the day",
  synonyms: ["hour", "hour of day", "time of day"],
  values: Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`),
  sql: (date) => `CONCAT(LPAD(CAST(EXTRACT(HOUR FROM ${date}) AS STRING), 2, '0'), ':00')`,
};

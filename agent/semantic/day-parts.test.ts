import { expect, test } from "vitest";
import { withDayParts } from "./day-parts.ts";
import { loadModel } from "./load-model.ts";

const model = loadModel(
  `
version: 0.2.0.dev0
name: tills
description: Tills
datasets:
  - name: sales
    source: shop.sales
    primary_key: [sale_id]
    fields:
      - { name: sale_id, datatype: Integer, expression: { dialects: [{ dialect: ANSI_SQL, expression: sale_id }] } }
      - { name: sold_at, datatype: DateTime, expression: { dialects: [{ dialect: ANSI_SQL, expression: sold_at }] } }
  - name: prices
    source: shop.prices
    primary_key: [price_id]
    fields:
      - { name: price_id, datatype: Integer, expression: { dialects: [{ dialect: ANSI_SQL, expression: price_id }] } }
      - { name: since, datatype: Date, expression: { dialects: [{ dialect: ANSI_SQL, expression: since }] } }
metrics:
  - { name: receipts, description: Receipts, expression: { dialects: [{ dialect: ANSI_SQL, expression: COUNT(sales.sale_id) }] } }
`,
  "tills.yaml",
);
const partsOf = (name: string) =>
  model.datasets.find((dataset) => dataset.name === name)?.fields.filter(({ values }) => values);

test("withDayParts() gives an instant its hour, and a date only its day of the week", () => {
  expect(partsOf("sales")?.map(({ label, values }) => [label, values?.length])).toEqual([
    ["day of the week", 7],
    ["part of the week", 2],
    ["hour of the day", 24],
  ]);
  expect(partsOf("prices")?.map(({ name }) => name)).toEqual([
    "since_day_of_week",
    "since_part_of_week",
  ]);
});

test("withDayParts() adds nothing to a model that has them", () => {
  expect(withDayParts(model)).toEqual(model);
});

test("withDayParts() leaves a snapshot alone, whose date says when somebody looked", () => {
  const datasets = model.datasets.map((dataset) => ({
    ...dataset,
    snapshot: true,
    fields: dataset.fields.filter(({ values }) => values === undefined),
  }));
  const states = { ...model, datasets };
  expect(withDayParts(states)).toEqual(states);
});

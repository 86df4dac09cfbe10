import { readFileSync } from "node:fs";
import { loadModel } from "./load-model.ts";
import { metricPlan } from "./metric-plan.ts";
import type { Metric } from "./model.ts";

const model = loadModel(
  readFileSync(new URL("./testdata/retail.yaml", import.meta.url), "utf8"),
  "retail.yaml",
);
const metrics = new Map(model.metrics.map((metric) => [metric.name, metric]));

test("withImplied() repeats nothing that the model computes, but the sides of a quotient and the plain count of what others refer to", () => {
  const own = model.metrics.filter(({ implied }) => !implied);
  const keyOf = ({ expression, timeField }: Metric) =>
    `${expression.replaceAll(/\s+/g, "")} by ${timeField ?? "its usual date"}`;
  const known = new Set(own.filter(({ timeField }) => !timeField).map(keyOf));
  const again = model.metrics.filter((metric) => metric.implied && known.has(keyOf(metric)));
  expect(
    again.filter(
      ({ name }) =>
        !/^(?:(?:numerator|denominator)_of_\w+|count_of_(?:orders|customers))$/.test(name),
    ),
  ).toEqual([]);
});

test("withImplied() gives no measure of keys, parts of dates or confidential fields", () => {
  const measured = model.metrics.filter(
    (metric) => metric.implied && /^(?:SUM|AVG)\(/.test(metric.expression),
  );
  const fields = model.datasets.flatMap((dataset) =>
    dataset.fields.map((field) => ({ field, keys: dataset.primaryKey })),
  );
  for (const { field, keys } of fields) {
    const isOpen = field.sensitivity === "none" || field.sensitivity === "internal";
    if (isOpen && !keys.includes(field.name) && !field.isTime) continue;
    expect(measured.map(({ expression }) => expression)).not.toContain(`SUM(${field.id})`);
  }
});

test("withImplied() gives a quotient sides that go over the same rows as the quotient itself", () => {
  const split = model.metrics.filter(({ ratio }) => ratio?.numerator.startsWith("numerator_of_"));
  for (const metric of split) {
    expect(basesOf(metric.ratio?.numerator)).toEqual(metricPlan(model, metric).bases);
    expect(basesOf(metric.ratio?.denominator)).toEqual(metricPlan(model, metric).bases);
  }
  expect(metrics.get("sales_per_buyer")?.ratio).toBeUndefined();
});

function basesOf(name: string | undefined): readonly string[] | undefined {
  const metric: Metric | undefined = metrics.get(name ?? "");
  return metric && metricPlan(model, metric).bases;
}

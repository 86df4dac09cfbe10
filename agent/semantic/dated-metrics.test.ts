import { readFileSync } from "node:fs";
import { datedName } from "./dated-metrics.ts";
import { loadModel } from "./load-model.ts";

const model = loadModel(
  readFileSync(new URL("./testdata/retail.yaml", import.meta.url), "utf8"),
  "retail.yaml",
);
const dated = (metric: string, field: string) =>
  model.metrics.find(({ name }) => name === datedName(metric, { name: field }));

test("datedMetrics() lets every metric of one table go by each of its other dates", () => {
  expect(dated("shipping", "shipped_on")).toMatchObject({ timeField: "shipped_on", implied: true });
});

test("datedMetrics() has none by the usual date, and none across tables", () => {
  expect(dated("shipping", "ordered_on")).toBeUndefined();
  expect(dated("shipping_ratio", "shipped_on")).toBeUndefined();
});

import { loadModel } from "./load-model.ts";
import { fieldsFrom, reachableFields, resolveField, timeFieldOf } from "./reachable.ts";
import { testdata } from "./testing/warehouse.ts";

const retail = testdata("retail.yaml");
const saas = testdata("saas.yaml");
const plan = testdata("plan.yaml");

test("loadModel() reads the list form and the root form of the standard", () => {
  expect(loadModel(retail, "retail.yaml").name).toBe("retail");
  expect(loadModel(saas, "saas.yaml").name).toBe("saas");
});

test("loadModel() makes labels from names and keeps the spelling of a synonym", () => {
  const metrics = new Map(
    loadModel(saas, "saas.yaml").metrics.map((metric) => [metric.name, metric]),
  );
  expect(metrics.get("active_accounts")?.label).toBe("active accounts");
  expect(metrics.get("mrr")).toMatchObject({
    label: "MRR",
    synonyms: ["monthly recurring revenue"],
  });
});

test("loadModel() knows what a metric is made of", () => {
  const metrics = new Map(
    loadModel(retail, "retail.yaml").metrics.map((metric) => [metric.name, metric]),
  );
  expect(metrics.get("basket")).toMatchObject({
    ratio: { numerator: "sales", denominator: "orders_with_lines" },
    additive: false,
    dataset: "order_lines",
  });
  expect(metrics.get("sales_per_buyer")?.ratio).toBeUndefined(); // buyers are counted over orders, not over lines
  expect(metrics.get("shipping_ratio")).toMatchObject({
    ratio: { numerator: "shipping", denominator: "sales" },
    dataset: "orders",
  });
  expect(metrics.get("sales")).toMatchObject({ additive: true, unit: "eur", type: "Decimal" });
  expect(metrics.get("gift_sales")).toMatchObject({ additive: true, unit: "eur" });
  expect(metrics.get("items")).toMatchObject({ additive: true, type: "Integer" });
  expect(metrics.get("line_count")).toMatchObject({
    additive: true,
    unit: "count",
    type: "Integer",
  });
  expect(metrics.get("orders_with_lines")?.additive).toBe(false);
  expect(metrics.get("average_line")).toMatchObject({ additive: false, unit: "eur" });
  expect(metrics.get("last_order")).toMatchObject({ type: "Date", additive: false });
});

test("loadModel() adds up distinct counts of what is a key at one date", () => {
  const accounts = loadModel(saas, "saas.yaml").metrics.find(
    ({ name }) => name === "active_accounts",
  );
  expect(accounts?.additive).toBe(true);
});

test("timeFieldOf() finds the metric's own date, the dataset's, or that of the order a line belongs to", () => {
  const model = loadModel(retail, "retail.yaml");
  expect(timeFieldOf(model, "orders_shipped")?.id).toBe("orders.shipped_on");
  expect(timeFieldOf(model, "orders_placed")?.id).toBe("orders.ordered_on");
  expect(timeFieldOf(model, "sales")?.id).toBe("orders.ordered_on");
  expect(timeFieldOf(model, "floor_space")).toBeUndefined();
});

test("resolveField() takes the field itself where joins lead to it, else one of the same name", () => {
  const model = loadModel(retail, "retail.yaml");
  expect(resolveField(model, "sales", "customers.city")).toBe("customers.city");
  expect(resolveField(model, "orders_placed", "customers.status")).toBe("customers.status");
  expect(resolveField(model, "sales", "stores.country")).toBe("stores.country");
  expect(resolveField(model, "floor_space", "order_lines.country")).toBe("stores.country");
  expect(resolveField(model, "shipping", "products.category")).toBeUndefined();
  expect(resolveField(model, "shipping_ratio", "products.category")).toBeUndefined();
  expect(resolveField(model, "nothing", "orders.status")).toBeUndefined();
  const two = loadModel(plan, "plan.yaml");
  expect(resolveField(two, "revenue_target", "invoices.region")).toBe("targets.region");
  expect(resolveField(two, "gap", "targets.region")).toBe("invoices.region");
  expect(resolveField(two, "gap", "invoices.channel")).toBeUndefined();
});

test("reachableFields() lists own fields first, and for metrics of two datasets what both have", () => {
  const model = loadModel(retail, "retail.yaml");
  expect(reachableFields(model, "sales")[0]?.id).toBe("order_lines.order_id");
  expect(reachableFields(model, "sales")).toEqual(fieldsFrom(model, "order_lines"));
  const ids = reachableFields(loadModel(plan, "plan.yaml"), "gap").map(({ id }) => id);
  expect(ids).toEqual(["invoices.region"]);
});

test("loadModel() takes a field for a number that a metric sums, where the model leaves its type open", () => {
  const open = loadModel(
    plan.replace("name: amount, datatype: Decimal", "name: amount"),
    "plan.yaml",
  );
  expect(open.datasets[0]?.fields.find(({ name }) => name === "amount")?.type).toBe("Decimal");
});

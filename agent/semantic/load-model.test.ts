import { parse } from "yaml";
import { loadModel } from "./load-model.ts";
import { testdata } from "./testing/warehouse.ts";

const retail = testdata("retail.yaml");
const plan = testdata("plan.yaml");

type Mistake = { mistake: string; model: string; from: string; to: string; says: string };

const mistakes: readonly Mistake[] = parse(testdata("mistakes.yaml"));

function mistyped(yaml: string, from: string, to: string): string {
  if (!yaml.includes(from)) throw new Error(`"${from}" is not in the model`);
  return yaml.replace(from, to);
}

function refusal(yaml: string, tables?: ReadonlyMap<string, readonly string[]>): string {
  try {
    loadModel(yaml, "model.yaml", tables);
  } catch (error) {
    return (error as Error).message.replace("Cannot read the semantic model:\n", "").trim();
  }
  return "accepted";
}

describe("loadModel() refuses a mistake with file, line, place and mend:", () => {
  test.each(mistakes)("$mistake", ({ model, from, to, says }) => {
    const message = refusal(mistyped(testdata(`${model}.yaml`), from, to));
    expect(message).toContain(says);
    expect(message).toContain("model.yaml");
  });

  test("an empty file", () => {
    expect(refusal("")).toContain("is empty");
  });
});

test("loadModel() names every mistake at once, each with its line", () => {
  const yaml = retail
    .replace("SUM(order_lines.amount)", "SUM(order_lines.amuont)")
    .replace("to: products", "to: product");
  const lines = refusal(yaml).split("\n");
  const lineOf = (text: string) => yaml.split("\n").findIndex((line) => line.includes(text)) + 1;
  expect(
    lines.some((line) =>
      line.includes(`model.yaml:${lineOf("amuont")} semantic_model[0].metrics[0].expression`),
    ),
  ).toBe(true);
  expect(
    lines.some((line) =>
      line.includes(`model.yaml:${lineOf("to: product,")} semantic_model[0].relationships[2].to`),
    ),
  ).toBe(true);
});

test("loadModel() checks against the tables when it is given them", () => {
  const tables = new Map([
    ["invoices", ["invoice_no", "issued", "region", "channel", "amount"]],
    ["target", ["year", "quarter", "region", "target"]],
    ["offices", ["region", "head_count"]],
  ]);
  const message = refusal(plan, tables);
  expect(message).toContain(
    'datasets[1].source names the table "targets", which the data does not have; did you mean "target"?',
  );
  expect(message).toContain(
    'datasets[2].fields[1].expression names the column "heads", which offices does not have',
  );
  tables
    .set("targets", ["year", "quarter", "region", "target"])
    .set("offices", ["region", "heads"]);
  expect(refusal(plan, tables)).toBe("accepted");
});

test("loadModel() checks queries that stand for datasets against the tables", () => {
  const tables = new Map([
    ["subscriptions", ["snapshot_date", "account_id", "plan_name", "seats", "mrr", "is_test"]],
    ["accounts", ["account_id", "account_name", "country", "signed_up_at"]],
  ]);
  const message = refusal(testdata("saas.yaml"), tables);
  expect(message).toContain("datasets[2].source is not valid SQL");
  expect(message).toContain(
    'datasets[0].fields[2].expression names the column "plan", which subscriptions does not have',
  );
});

test("loadModel() reads ANSI SQL where there is no BigQuery", () => {
  const ansi = plan.replace(
    'dialect: BIGQUERY, expression: "SUM(invoices.amount)"',
    'dialect: ANSI_SQL, expression: \'SUM(CAST("invoices"."amount" AS DOUBLE PRECISION))\'',
  );
  expect(loadModel(ansi, "plan.yaml").metrics[0]?.expression).toBe(
    "SUM(CAST(invoices.amount AS FLOAT64))",
  );
});

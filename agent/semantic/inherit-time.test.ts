import { loadModel } from "./load-model.ts";
import { timeFieldOf } from "./reachable.ts";

type Dataset = { name: string; key: string; fields: readonly string[] };

/** A model in which `lines` refers to `heads` by `head`, and is counted. */
function model(lines: Dataset, heads: Dataset) {
  const dataset = ({ name, key, fields }: Dataset) => `
  - name: ${name}
    source: ${name}
    primary_key: [${key}]
    fields:
${fields.map((field) => `      - { ${field}, expression: { dialects: [{ dialect: BIGQUERY, expression: x }] } }`).join("\n")}`;
  return loadModel(
    `version: 0.2.0.dev0
name: test
datasets:${dataset(lines)}${dataset(heads)}
relationships:
  - { name: r, from: ${lines.name}, to: ${heads.name}, from_columns: [head], to_columns: [head] }
metrics:
  - { name: n, expression: { dialects: [{ dialect: BIGQUERY, expression: "COUNT(${lines.name}.head)" }] } }
`,
    "test.yaml",
  );
}

const marked = `custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '{"default_time": true}' }]`;
const heads: Dataset = {
  name: "heads",
  key: "head",
  fields: ["name: head", "name: made_on, datatype: Date"],
};
const markedHeads: Dataset = {
  ...heads,
  fields: ["name: head", `name: made_on, datatype: Date, ${marked}`],
};

test("loadModel() dates lines by the head that their key begins with", () => {
  const lines = { name: "lines", key: "head, line_no", fields: ["name: head", "name: line_no"] };
  expect(timeFieldOf(model(lines, heads), "n")?.id).toBe("heads.made_on");
});

test("loadModel() dates other rows only by a date that the model marks", () => {
  const lines = { name: "lines", key: "id", fields: ["name: id", "name: head"] };
  expect(timeFieldOf(model(lines, heads), "n")).toBeUndefined();
  expect(timeFieldOf(model(lines, markedHeads), "n")?.id).toBe("heads.made_on");
});

test("loadModel() lends no date to rows that say when themselves", () => {
  const lines = {
    name: "plans",
    key: "head, year",
    fields: ["name: head", "name: year, datatype: Integer"],
  };
  expect(timeFieldOf(model(lines, markedHeads), "n")).toBeUndefined();
});

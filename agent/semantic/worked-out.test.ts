import { compileQuery } from "./compile.ts";
import { loadModel } from "./load-model.ts";
import type { SemanticQuery } from "./metric-query.ts";

const field = (name: string, type: string, more = "") =>
  `      - { name: ${name}, datatype: ${type}, expression: { dialects: [{ dialect: BIGQUERY, expression: "${name}" }] }${more} }`;
const TIME = `, custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '{"default_time": true}' }]`;

const MODEL = `version: 0.2.0.dev0
name: gym
datasets:
  - name: joiners
    source: "SELECT member, MIN(DATE(began)) AS joined_on, ANY_VALUE(club) AS club FROM gym.visits GROUP BY member"
    primary_key: [member]
    fields:
${field("member", "Integer")}
${field("joined_on", "Date", TIME)}
${field("club", "String")}
  - name: clubs
    source: gym.clubs
    primary_key: [club]
    fields:
${field("club", "String")}
${field("city", "String")}
  - name: known_joiners
    source: gym.known_joiners
    primary_key: [member]
    custom_extensions: [{ vendor_name: INSIGHT_AGENT, data: '{"rolls_up": "joiners"}' }]
    fields:
${field("member", "Integer")}
${field("joined_on", "Date", TIME)}
${field("club", "String")}
relationships:
  - { name: to_clubs, from: joiners, to: clubs, from_columns: [club], to_columns: [club] }
metrics:
  - { name: joiners, expression: { dialects: [{ dialect: BIGQUERY, expression: "COUNT(joiners.member)" }] } }
`;

const ROWS: SemanticQuery = {
  kind: "rows",
  dataset: "joiners",
  fields: ["joiners.member", "clubs.city", "joiners.joined_on_day_of_week"],
  filters: [],
  limit: 10,
};

function sqlOf(yaml: string, query: SemanticQuery, rollups?: boolean): string {
  const model = loadModel(yaml, "gym.yaml");
  const options = {
    dataset: "gym",
    fiscalYearStartMonth: 1,
    ...(rollups === false && { rollups }),
  };
  const compiled = compileQuery(query, model, options);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.failure));
  return compiled.value.sql;
}

test("compileQuery() reads the table in which a query's rows are worked out, whatever is asked", () => {
  const sql = sqlOf(MODEL, ROWS);
  expect(sql).toContain("FROM gym.known_joiners AS joiners");
  expect(sql).not.toContain("gym.visits");
});

test("compileQuery() runs the query itself where figures are to come from the rows", () => {
  const metric: SemanticQuery = {
    kind: "metrics",
    metrics: ["joiners"],
    dimensions: [],
    filters: [],
  };
  expect(sqlOf(MODEL, metric)).not.toContain("gym.visits");
  expect(sqlOf(MODEL, metric, false)).toContain("FROM gym.visits");
});

const last = (text: string, by: string) => {
  const at = MODEL.lastIndexOf(text);
  return MODEL.slice(0, at) + by + MODEL.slice(at + text.length);
};

test.each([
  ["lacks a field", last(field("club", "String"), field("town", "String"))],
  [
    "writes a field otherwise",
    last(field("club", "String"), field("club", "String").replace('"club"', '"UPPER(club)"')),
  ],
  ["has other rows", last("primary_key: [member]", "primary_key: [member, club]")],
])("compileQuery() runs the query where the table %s", (_, yaml) => {
  expect(sqlOf(yaml, ROWS)).toContain("FROM gym.visits");
});

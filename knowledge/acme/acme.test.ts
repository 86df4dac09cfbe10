import { readdirSync, readFileSync } from "node:fs";
import { Dialect, transpile } from "@polyglot-sql/sdk";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import schema from "../../agent/semantic/ossie-schema.json" with { type: "json" };
import { guardSql } from "../../agent/sql/guard.ts";
import { generate } from "./data/generate.ts";
import { type Acme, openAcme } from "./data/testing.ts";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

type Extended = {
  name: string;
  expression: { dialects: [{ expression: string }] };
  custom_extensions?: { data: string }[];
  ai_context?: { synonyms: string[] };
};
type Model = {
  semantic_model: [
    {
      datasets: { name: string; source: string; fields: Extended[] }[];
      metrics: Extended[];
    },
  ];
};

const document = parse(read("semantic_model.yaml")) as Model;
const [model] = document.semantic_model;
const queries = parse(read("verified_queries.yaml")) as {
  question: string;
  sql: string;
  verified_by: string;
  verified_on: string;
}[];
/** Tables without the padding that a formatter gives them. */
const readDocument = (name: string) => read(`docs/${name}`).replaceAll(/ +/g, " ");
const docs = readdirSync(new URL("docs", import.meta.url));

function toDuckdb(sql: string): string {
  const written = transpile(sql, Dialect.BigQuery, Dialect.DuckDB);
  const [statement] = written.sql ?? [];
  if (!written.success || !statement) throw new Error(`Cannot transpile: ${written.error}`);
  return statement;
}

let acme: Acme;
beforeAll(async () => {
  acme = await openAcme();
});
afterAll(() => acme.close());

/** The dataset as a query with all its fields. */
function rowsOf(dataset: Model["semantic_model"][0]["datasets"][number]): string {
  const fields = dataset.fields.map((f) => `${f.expression.dialects[0].expression} AS ${f.name}`);
  const source = dataset.source.includes("SELECT") ? `(${dataset.source})` : dataset.source;
  return `SELECT ${fields.join(", ")} FROM ${source} AS source`;
}

describe("semantic_model.yaml", () => {
  it("is a valid Apache Ossie document", () => {
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each(model.datasets.map((d) => [d.name, d] as const))(
    "has fields of %s that run",
    async (_, d) => {
      const [[n] = []] = await acme.rows(
        toDuckdb(`SELECT COUNT(*) FROM (${rowsOf(d)}) AS dataset`),
      );
      expect(Number(n)).toBeGreaterThan(0);
    },
  );

  it.each(model.metrics.map((m) => [m.name, m] as const))(
    "has a metric %s with a value",
    async (_, m) => {
      const { expression } = m.expression.dialects[0];
      const dataset = model.datasets.find(({ name }) => expression.includes(`(${name}.`));
      const base = dataset ?? model.datasets.find(({ name }) => expression.includes(` ${name}.`));
      if (!base) throw new Error(`Metric "${m.name}" names no dataset`);
      const [[value] = []] = await acme.rows(
        toDuckdb(`SELECT ${expression} FROM (${rowsOf(base)}) AS ${base.name}`),
      );
      expect(Number(value)).toBeGreaterThan(0);
    },
  );

  it("computes churn at every month end as the definition has it", async () => {
    const churn = model.datasets.find(({ name }) => name === "churn");
    if (!churn) throw new Error("No dataset churn");
    const rows = await acme.rows(
      toDuckdb(
        `SELECT as_of, SUM(churned), COUNT(customer_id) FROM (${rowsOf(churn)}) AS churn GROUP BY as_of ORDER BY as_of`,
      ),
    );
    const plain = await acme.rows(
      `WITH ends AS (SELECT DISTINCT last_day(transaction_date) AS as_of FROM transactions
           WHERE transaction_date >= '2023-06-01'),
         seen AS (SELECT as_of, customer_id, bool_or(transaction_date > as_of - 90) AS lately,
             bool_or(transaction_date <= as_of - 90) AS earlier
           FROM ends JOIN transactions ON transaction_date > as_of - 180 AND transaction_date <= as_of
           GROUP BY 1, 2)
       SELECT as_of, count(*) FILTER (NOT lately), count(*) FROM seen WHERE earlier GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual(plain);
    expect(rows).toHaveLength(19);
    expect(rows.at(-1)).toEqual(["2024-12-31", "43", "1023"]);
  });

  it("counts every customer in the customer base of the last month end", async () => {
    const base = model.datasets.find(({ name }) => name === "customer_base");
    if (!base) throw new Error("No dataset customer_base");
    const [[last, all] = []] = await acme.rows(
      toDuckdb(
        `SELECT COUNT(*), (SELECT COUNT(*) FROM customers) FROM (${rowsOf(base)}) AS base WHERE as_of = DATE '2024-12-31'`,
      ),
    );
    expect(last).toBe(all);
  });

  it("defines metrics in documents and headings that exist", () => {
    for (const metric of model.metrics) {
      const data = JSON.parse(metric.custom_extensions?.[0]?.data ?? "{}") as {
        definition?: { document: string; heading: string };
      };
      if (!data.definition) continue;
      const { document: name, heading } = data.definition;
      expect(readDocument(name)).toMatch(
        new RegExp(`^#+ ${heading.replaceAll(/[()]/g, "\\$&")}$`, "m"),
      );
    }
  });
});

describe("verified_queries.yaml", () => {
  it("holds at least fourteen different questions, each signed and dated", () => {
    expect(new Set(queries.map(({ question }) => question)).size).toBe(queries.length);
    expect(queries.length).toBeGreaterThanOrEqual(14);
    for (const query of queries) {
      expect(query.verified_by).toMatch(/\w+, \w+/);
      expect(query.verified_on).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it("passes the guard, on the tables that the generator makes", () => {
    const tables = new Map(generate().map((t) => [t.name, t.columns.map(({ name }) => name)]));
    const refused = queries.flatMap(({ question, sql }) => {
      const guarded = guardSql(sql, { dataset: "acme_sales", tables });
      return guarded.ok ? [] : [{ question, failure: guarded.failure }];
    });
    expect(refused).toEqual([]);
  });

  it.each(queries.map((q) => [q.question, q.sql]))("answers: %s", async (_, sql = "") => {
    const rows = await acme.rows(toDuckdb(sql));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).not.toContain(null);
  });
});

describe("docs", () => {
  it("are five documents of 500 to 1,500 words", () => {
    expect(docs).toHaveLength(5);
    for (const name of docs) {
      const words = readDocument(name).split(/\s+/).length;
      expect(words, name).toBeGreaterThan(500);
      expect(words, name).toBeLessThan(1500);
    }
  });

  it("state the targets of the table `targets`", async () => {
    const text = readDocument("company_targets_2024.md");
    const targets = await acme.rows(
      `SELECT region, list(revenue_target::BIGINT ORDER BY quarter), sum(revenue_target)::BIGINT
       FROM targets WHERE year = 2024 GROUP BY 1
       UNION ALL SELECT '**Total**', (SELECT list(s ORDER BY quarter) FROM
         (SELECT quarter, sum(revenue_target)::BIGINT AS s FROM targets WHERE year = 2024 GROUP BY 1)),
         sum(revenue_target)::BIGINT FROM targets WHERE year = 2024`,
    );
    expect(targets).toHaveLength(5);
    for (const [region, quarters, year] of targets) {
      const amounts = [...(quarters as string[]), String(year)].map(
        (n) => `$${Number(n).toLocaleString("en-US")}`,
      );
      const cells = region === "**Total**" ? amounts.map((a) => `**${a}**`) : amounts;
      expect(text).toContain(`| ${region} | ${cells.join(" | ")} |`);
    }
  });

  it("state the customers and lifetime values of the table `customers`", async () => {
    const text = readDocument("customer_segments.md");
    const segments = await acme.rows(
      "SELECT segment, count(*), round(avg(lifetime_value))::BIGINT FROM customers GROUP BY 1",
    );
    for (const [segment, customers, value] of segments) {
      expect(text).toMatch(new RegExp(`\\| ${segment} \\|[^|]+\\| ${customers} \\|`));
      const average = Number(value).toLocaleString("en-US");
      expect(text).toMatch(new RegExp(`\\| ${segment} \\| \\$[\\d,]+ \\| \\$${average} \\|`));
    }
  });

  it("name both causes of West's miss under headings of region and period", () => {
    expect(readDocument("pricing_policy.md")).toMatch(/^## West, Q4 2024: .*price increase/m);
    expect(readDocument("regional_strategy.md")).toMatch(
      /^### West, Q4 2024: CompetitorX promotions/m,
    );
  });
});

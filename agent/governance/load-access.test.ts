import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { loadModel } from "../semantic/load-model.ts";
import { loadAccess, parseAccess } from "./load-access.ts";
import { narrowModel } from "./narrow-model.ts";

const testdata = (name: string) =>
  readFile(fileURLToPath(new URL(`testdata/${name}`, import.meta.url)), "utf8");
const model = loadModel(await testdata("atlas.yaml"), "atlas.yaml");
const written = await testdata("access.yaml");
const scope = {
  dataset: "atlas",
  tables: new Map([
    [
      "accounts",
      [
        "customer_id",
        "company_name",
        "contact_name",
        "contact_email",
        "tier",
        "country",
        "mrr",
        "created_on",
      ],
    ],
    ["events", ["event_id", "day", "event_name", "user_id", "customer_id", "device"]],
    ["goals", ["month", "signup_goal"]],
  ]),
};

describe("parseAccess()", () => {
  test("grants what is written and nothing that is not", () => {
    const { roles, defaultRole, subjects } = parseAccess(
      "roles: { Guest: {} }\nsubjects: [{ field: events.user_id }]",
      "access.yaml",
      model,
    );
    expect(defaultRole).toBeUndefined();
    expect(roles.get("Guest")).toEqual({
      name: "Guest",
      title: "Guest",
      sql: "compiled",
      detail: "aggregates",
      hide: [],
      totalsOnly: [],
      documents: [],
      answers: "full",
      offers: [],
    });
    expect(subjects).toEqual([{ field: "events.user_id", k: 10, called: "users" }]);
  });

  test.each([
    [
      "default_role: Support",
      "default_role: Suport",
      'names the unknown role "Suport"; did you mean "Support"?',
    ],
    ["sql: free", "sql: fre", "roles.Analyst.sql"],
    [
      "accounts.company_name]",
      "accounts.company_nam]",
      'which is no dataset, field or metric; did you mean "accounts.company_name"?',
    ],
    ["sensitivity:confidential", "sensitivity:secret", "names an unknown sensitivity"],
    ["totals_only: [accounts.mrr]", "totals: [accounts.mrr]", 'has the unknown key "totals"'],
    ["field: events.user_id", "field: events.usr_id", 'names the unknown field "events.usr_id"'],
    ["safe: [goals]", "safe: [gaols]", 'names the unknown dataset "gaols"'],
    [
      "safe: [goals]",
      "headlines: [{ metric: custmer_count }]",
      'names the unknown metric "custmer_count"; did you mean "customer_count"?',
    ],
    ["safe: [goals]", "headlines: [{ metric: goal, grain: fortnight }]", "headlines[0].grain"],
    ["k: 10, called: users", "k: 1, called: users", "must be 2 or more"],
    ["largest: 0.5", "largest: 1.5", "must be a share above 0"],
    ["    detail: rows\n", "", "is free, which shows rows"],
    ["title: Executives", "title: Executives\n    detail: rows", "needs detail: aggregates"],
    ["roles:", "rols:", 'has the unknown key "rols"; did you mean "roles"?'],
    ["safe: [goals]", "safe: [goals", "is not valid YAML"],
  ])("names the place and the mend when %j is written %j", (from, to, words) => {
    expect(written).toContain(from);
    const broken = written.replace(from, to);
    expect(() => parseAccess(broken, "access.yaml", model)).toThrow(/access\.yaml:\d+/);
    expect(() => parseAccess(broken, "access.yaml", model)).toThrow(words);
  });

  test("wants to know whose number aggregates must keep", () => {
    expect(() => parseAccess("roles: { Guest: {} }", "access.yaml", model)).toThrow(
      "no subjects say whose number must be kept",
    );
  });

  test("is not asked where a folder has no rules", async () => {
    expect(await loadAccess("/nowhere", model)).toBeUndefined();
  });
});

describe("narrowModel()", () => {
  const access = parseAccess(written, "access.yaml", model);
  const of = (name: string) => {
    const role = access.roles.get(name);
    if (!role) throw new Error(`There is no ${name}`);
    return narrowModel(model, { role, access, scope });
  };

  test.each([...access.roles.keys()])("leaves nothing of what is hidden from %s", (name) => {
    const narrowed = of(name);
    const text = JSON.stringify(narrowed.model);
    expect(text).not.toMatch(/contact|mail_domain|mailings|mails_sent/);
    expect(narrowed.strict).toContain("accounts.contact_email");
    expect(narrowed.hidden.flatMap(({ names }) => names)).toContain("contact email");
  });

  test.each([...access.roles.keys()])("lets nothing dangle for %s", (name) => {
    const { datasets, relationships, metrics } = of(name).model;
    const names = new Set(datasets.map((dataset) => dataset.name));
    for (const { from, to } of relationships) expect(names.has(from) && names.has(to)).toBe(true);
    const all = new Set(metrics.map((metric) => metric.name));
    const needed = metrics.flatMap(({ target, ratio }) => [
      ...(target ? [target.metric] : []),
      ...(ratio ? [ratio.numerator, ratio.denominator] : []),
    ]);
    expect(needed.filter((one) => !all.has(one))).toEqual([]);
    expect(metrics.filter(({ dataset }) => !names.has(dataset))).toEqual([]);
    const timed = datasets.filter(({ timeField, fields }) => {
      return timeField !== undefined && !fields.some((field) => field.name === timeField);
    });
    expect(timed).toEqual([]);
  });

  test("keeps no extreme and no figure over nobody's rows where only aggregates are shown", () => {
    const names = of("Executive")
      .model.metrics.map(({ expression }) => expression)
      .join("\n");
    expect(names).not.toMatch(/MAX|MIN|ANY_VALUE/);
    const unsafe = { ...access, safe: [] };
    const role = access.roles.get("Executive");
    const bare = role && narrowModel(model, { role, access: unsafe, scope });
    expect(bare?.model.metrics.map(({ name }) => name)).not.toContain("goal");
  });

  test("counts what it does not name", () => {
    const { model: executive } = of("Executive");
    expect(executive.metrics.find(({ name }) => name === "total_mrr")?.expression).toBe(
      "SUM(accounts.mrr)",
    );
    const fields = executive.datasets.flatMap((dataset) => dataset.fields.map(({ id }) => id));
    expect(fields).not.toContain("accounts.mrr");
    expect(fields).not.toContain("events.user_id");
  });
});

import { EMPTY_BRIEFING } from "./briefing.ts";
import type { OpenWorkspace } from "./deps.ts";
import { describeWorkspace } from "./describe-workspace.ts";
import { readBlock } from "./prompt-block.ts";
import { systemPrompt } from "./prompts.ts";
import { openShop } from "./testing/open-shop.ts";

let shop: OpenWorkspace;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(() => shop.warehouse[Symbol.asyncDispose]());

/** Characters of the longest prompt: about 15,000 tokens. */
const LIMIT = 60_000;

const memory = (value: string, n: number) => ({
  kind: "finding" as const,
  key: `finding_${n}`,
  value,
  savedAt: "2025-01-02T00:00:00Z",
});

/** The shop with each of its tables many times over. */
function larger(times: number): OpenWorkspace {
  const { workspace } = shop;
  const copies = <T extends { readonly name: string }>(things: readonly T[]) =>
    Array.from({ length: times }, (_, i) =>
      things.map((thing) => ({ ...thing, name: `${thing.name}_${i}` })),
    ).flat();
  const { model } = workspace;
  const many = { datasets: copies(model.datasets), metrics: copies(model.metrics) };
  return { ...shop, workspace: { ...workspace, model: { ...model, ...many } } };
}

function sharedStart(a: string, b: string): string {
  const end = [...a].findIndex((character, i) => character !== b[i]);
  return end < 0 ? a : a.slice(0, end);
}

describe("systemPrompt()", () => {
  test("begins alike in both phases, whatever is known of the user", () => {
    const known = { ...EMPTY_BRIEFING, findings: [memory("Sales were 24,100 EUR", 1)] };
    const plan = systemPrompt(shop, EMPTY_BRIEFING, "plan");
    const write = systemPrompt(shop, known, "synthesize");
    expect(sharedStart(plan, write)).toContain(describeWorkspace(shop));
  });

  test("tells tables, fields, metrics, joins and what the fields hold", () => {
    const prompt = systemPrompt(shop, EMPTY_BRIEFING, "plan");
    const { model, dataset } = shop.workspace;
    expect(prompt).toContain(dataset);
    for (const { name } of model.metrics.filter(({ implied }) => !implied)) {
      expect(prompt).toContain(`- ${name} = `);
    }
    for (const { name, source } of model.datasets) {
      expect(prompt).toContain(`- ${name} (`);
      if (source.kind === "query")
        expect(prompt).toContain(source.sql.replaceAll(/\s+/g, " ").trim());
    }
    for (const { from, to } of model.relationships)
      expect(prompt).toMatch(RegExp(`- ${from}\\.\\w+ = ${to}\\.`));
    expect(prompt).toContain(JSON.stringify(shop.values[0]?.values));
  });

  test.each([1, 20, 300])("is bounded for a model %d times as large", (times) => {
    const text = describeWorkspace(larger(times));
    expect(text.length).toBeLessThanOrEqual(40_000);
    expect(text).toContain(`${shop.workspace.model.datasets[0]?.name}`);
    if (times === 300) expect(text).toMatch(/… and \d+ more lines that there is no room for$/);
  });

  test("is bounded whatever is known of the user, and drops the oldest first", () => {
    const findings = Array.from({ length: 60 }, (_, n) => memory(`Finding ${n} `.repeat(100), n));
    const briefing = { ...EMPTY_BRIEFING, findings, preferences: [memory("In EUR", 0)] };
    const prompt = systemPrompt(larger(300), briefing, "synthesize");
    expect(prompt.length).toBeLessThan(LIMIT);
    const read = readBlock(prompt, "briefing") as typeof briefing;
    expect(read.preferences).toEqual(briefing.preferences);
    expect(read.findings.length).toBeGreaterThan(10);
    expect(read.findings).toEqual(findings.slice(0, read.findings.length));
  });
});

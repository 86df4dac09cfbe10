import type { OpenWorkspace } from "../deps.ts";
import { createAtlasDeps, openAtlas } from "../governance/testing/open-atlas.ts";
import { letRest } from "../model/rest.ts";
import { ask, eventsOf, textOf, typesOf } from "../testing/open-shop.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

describe("synthesize()", () => {
  test("refuses what a role may not know without anyone, though the model is down", async () => {
    const deps = createAtlasDeps(atlas, [{ text: "Nobody asks for this" }]);
    letRest(deps.model);
    const policy = { userId: "ada", role: "Support", workspace: "atlas" };
    const events = await ask(deps, "What is our total MRR?", { policy });
    expect(textOf(events)).toMatch(/not shown to the role Support agents/);
    expect(deps.model.sent).toEqual([]);
    expect(typesOf(events)).not.toContain("query_bigquery.started");
    expect(eventsOf(events, "done")).toMatchObject([{ grade: "none", warnings: [] }]);
  });
});

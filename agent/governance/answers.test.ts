import type { OpenWorkspace } from "../deps.ts";
import { ask, eventsOf, textOf } from "../testing/open-shop.ts";
import { createAtlasDeps, openAtlas } from "./testing/open-atlas.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

async function told(role: string, question: string) {
  const policy = { userId: "ada", role, workspace: "atlas" };
  const events = await ask(createAtlasDeps(atlas), question, { policy });
  return { text: textOf(events), events };
}

const FEBRUARY = "How many active users were there in February 2025?";

describe("an answer", () => {
  test("to a role of briefs has a status, and no method", async () => {
    const { text, events } = await told("Executive", FEBRUARY);
    const [lead, status] = text.split("\n\n");
    expect(lead).toMatch(/^\*\*.*180/);
    expect(status).toMatch(/^\*\*Status:\*\* unchanged from January 2025 \(180\)\.$/);
    expect(text).not.toMatch(/SELECT|Method/);
    expect(eventsOf(events, "grounding")[0]?.unbound).toBe(0);
  });

  test("to a role of method has definition, statement and caveats", async () => {
    const { text, events } = await told("Analyst", FEBRUARY);
    expect(text).toMatch(/\*\*Method\*\*/);
    expect(text).toMatch(/Users with an event — `COUNT\(DISTINCT events\.user_id\)`/);
    expect(text).toMatch(/Data up to 2025-03-01/);
    const [table] = eventsOf(events, "evidence");
    expect(table && "sql" in table && text.includes(table.sql)).toBe(true);
    expect(eventsOf(events, "grounding")[0]?.unbound).toBe(0);
  });

  test("to a role of support ends with what a customer may be told", async () => {
    const { text, events } = await told("Support", FEBRUARY);
    expect(text).toMatch(/\*\*What a customer may be told:\*\* “Across our customers: .*180/);
    expect(text).not.toMatch(/SELECT|Status/);
    expect(eventsOf(events, "grounding")[0]?.unbound).toBe(0);
  });

  test("of documents, and a refusal, has nothing of the kind", async () => {
    for (const role of ["Support", "Analyst", "Executive"]) {
      const { text } = await told(role, "What are the contact e-mails of enterprise customers?");
      expect(text).not.toMatch(/Status|Method|may be told/);
    }
  });
});

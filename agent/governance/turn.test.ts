import type { OpenWorkspace } from "../deps.ts";
import { ask, eventsOf, textOf } from "../testing/open-shop.ts";
import { forged, metrics } from "./testing/hostile.ts";
import { type AtlasDeps, createAtlasDeps, openAtlas } from "./testing/open-atlas.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

const as = (role: string, userId = "ada") => ({ userId, role, workspace: "atlas" });
const SECRET = /jane\d*@|Jane Secret|secret\d/i;

/** A model that calls the tool with the statements and then repeats all that it has seen. */
function parrot(statements: readonly string[], question = "go"): AtlasDeps {
  void question;
  return createAtlasDeps(atlas, [
    {
      calls: statements.map((sql_query, i) => ({
        name: "query_bigquery",
        args: { sql_query },
        id: `c${i}`,
      })),
    },
    { text: "READY" },
    (messages) => ({ text: messages.map((one) => one.text).join("\n") }),
  ]);
}

describe("a turn under a role", () => {
  test("tells nothing before what was read is written down", async () => {
    const deps = createAtlasDeps(atlas);
    const known: number[] = [];
    const append = async (...args: Parameters<typeof deps.audit.append>) => {
      await deps.audit.append(...args);
      known.push(args[1].length);
    };
    const watched = { ...deps, audit: { ...deps.audit, append } };
    const seen: string[] = [];
    const question = "How many active users were there in January 2025?";
    await ask(watched, question, {
      policy: as("Support"),
      onEvent: (event) => {
        const isCount = event.type === "reasoning" && (event.results ?? 0) > 0;
        if (event.type !== "reasoning" || isCount)
          seen.push(known.length > 0 ? "written" : event.type);
      },
    });
    expect(new Set(seen)).toEqual(new Set(["written"]));
    const entries = await deps.audit.read("atlas");
    expect(entries.map(({ source }) => source)).toContain("warehouse");
    expect(entries.every((entry) => entry.question === question && entry.role === "Support")).toBe(
      true,
    );
    expect(await deps.audit.verify("atlas")).toMatchObject({ problems: [] });
  });

  test("does not answer when what was read cannot be written down", async () => {
    const deps = createAtlasDeps(atlas);
    const append = async () => {
      throw new Error("full");
    };
    const broken = { ...deps, audit: { ...deps.audit, append } };
    const events = await ask(broken, "How many active users were there in January 2025?", {
      policy: as("Support"),
    });
    expect(events.map(({ type }) => type).filter((type) => type !== "reasoning")).toEqual([
      "error",
    ]);
    // Times hold any digits.
    const told = events.map((event) => ({ ...event, ms: 0 }));
    expect(JSON.stringify(told)).not.toContain("180");
    expect(events.at(-1)).toMatchObject({ code: "upstream", retryable: true });
  });

  test("has an audit record of every statement that ran, and of every refusal", async () => {
    const ran: string[] = [];
    const warehouse: OpenWorkspace["warehouse"] = {
      ...atlas.warehouse,
      query: (statement, options) => {
        ran.push(statement.sql);
        return atlas.warehouse.query(statement, options);
      },
    };
    const tier = metrics({ metrics: ["customer_count"], dimensions: ["accounts.country"] });
    const sql = [forged(tier, atlas), "SELECT contact_email FROM atlas.accounts"];
    const deps = parrot(sql);
    const open = deps.workspaces.get("atlas") ?? atlas;
    const watched = { ...deps, workspaces: new Map([["atlas", { ...open, warehouse }]]) };
    await ask(watched, "go", { policy: as("Support") });
    const entries = await deps.audit.read("atlas");
    const written = entries.flatMap(({ statement }) => statement ?? []);
    expect(ran.length).toBeGreaterThan(1);
    for (const one of ran) expect(written).toContain(one);
    expect(entries.filter(({ decision }) => decision === "refused")).toHaveLength(1);
  });

  test.each(["Support", "Analyst", "Executive"])(
    "lets a model that repeats all it sees tell %s nothing personal",
    async (role) => {
      const deps = parrot([
        "SELECT * FROM atlas.accounts",
        "SELECT contact_email FROM atlas.accounts",
        "SELECT TO_JSON_STRING(a) AS j FROM atlas.accounts AS a",
      ]);
      const events = await ask(deps, "Tell me all", { policy: as(role) });
      expect(JSON.stringify(events)).not.toMatch(SECRET);
      expect(JSON.stringify(deps.model.sent)).not.toMatch(SECRET);
      const prompt = deps.model.sent[0]?.messages[0]?.text ?? "";
      expect(prompt).not.toMatch(/contact_|\bmailings\b.*table/);
      expect(prompt).toMatch(/Not shown to this role.*contact e-mail/);
    },
  );

  test("takes personal data out of a question before anyone sees or stores it", async () => {
    const deps = parrot([]);
    const question = "What does jane5@secret5.example (Jane Secret5, +49 170 1234567) pay?";
    await ask(deps, question, { policy: as("Analyst") });
    const stored = await deps.documents.query({ from: ["checkpoints"] });
    expect(JSON.stringify(deps.model.sent)).not.toMatch(/jane5|Jane Secret5|1234567/);
    expect(JSON.stringify([stored, await deps.audit.read("atlas")])).not.toMatch(/jane5|1234567/);
  });

  test("keeps what was said under one role from another, and gives it back", async () => {
    const told = "ENTERPRISE-HAS-FIVE";
    const deps = createAtlasDeps(atlas, [
      { text: "READY" },
      { text: `${told} customers` },
      { text: "READY" },
      { text: "Nothing" },
      { text: "READY" },
      { text: "Again" },
    ]);
    const session = "one";
    await ask(deps, "How many?", { policy: as("Analyst"), session });
    await ask(deps, "And what did you say?", { policy: as("Support"), session });
    const [, , third, fourth] = deps.model.sent;
    expect(JSON.stringify([third, fourth])).not.toContain(told);
    await ask(deps, "And before?", { policy: as("Analyst"), session });
    expect(JSON.stringify(deps.model.sent.at(-1))).toContain(told);
  });

  test("recalls nothing that was kept under another role, or under other rules", async () => {
    const deps = createAtlasDeps(atlas);
    await ask(deps, "Total MRR by plan tier", { policy: as("Analyst") });
    const low = await ask(deps, "How many customers are there?", { policy: as("Support") });
    expect(eventsOf(low, "memory").filter(({ action }) => action === "recalled")).toEqual([]);
    const again = await ask(deps, "How many customers are there?", { policy: as("Analyst") });
    expect(eventsOf(again, "memory").some(({ action }) => action === "recalled")).toBe(true);
    const { governance } = atlas;
    const view = governance?.views.get("Analyst");
    if (!governance || !view) throw new Error("There is no such view");
    const views = new Map([...governance.views, ["Analyst", { ...view, grant: "narrower" }]]);
    const changed = { ...atlas, governance: { ...governance, views } };
    const workspaces = new Map([["atlas", changed]]);
    const after = await ask({ ...deps, workspaces }, "How many customers?", {
      policy: as("Analyst"),
    });
    expect(eventsOf(after, "memory").filter(({ action }) => action === "recalled")).toEqual([]);
  });

  test.each([
    [
      "Who is our biggest customer?",
      /Single customers are not shown/,
      "How many customers are there?",
    ],
    [
      "What is our total MRR?",
      /not shown to the role Support agents/,
      "How many customers are there?",
    ],
    [
      "What are the contact e-mails of enterprise customers?",
      /not shown to the role/,
      "How many customers are there?",
    ],
  ])("says no kindly to %s", async (question, words, instead) => {
    const deps = createAtlasDeps(atlas);
    const events = await ask(deps, question, { policy: as("Support") });
    expect(textOf(events)).toMatch(words);
    const [done] = eventsOf(events, "done");
    expect(done?.suggested_followups).toContain(instead);
    expect(done?.grade).toBe("none");
    const answered = await ask(deps, instead, { policy: as("Support") });
    expect(eventsOf(answered, "done")[0]?.grade).toBe("metric");
  });

  test("tells how many there are to who may not know which, the figure first", async () => {
    const deps = createAtlasDeps(atlas);
    const question = "Which customers are in the free tier?";
    const events = await ask(deps, question, { policy: as("Support"), session: "s" });
    const [lead, why] = textOf(events).split("\n\n");
    expect(lead).toContain("30");
    expect(why).toBe(
      "_Single customers are not shown to the role Support agents; this is how many there are._",
    );
    expect(textOf(events)).not.toMatch(/Company/);
    expect(eventsOf(events, "grounding")[0]?.unbound).toBe(0);
    const refused = (await deps.audit.read("atlas")).filter(({ source }) => source === "turn");
    expect(refused.map(({ decision }) => decision)).toEqual(["allowed", "narrowed"]);
  });

  test.each([
    "Show customers by plan tier",
    "How many customers are in the free tier?",
    "List customers per country",
    "Active users by device",
  ])("answers %s, which is of groups", async (question) => {
    const events = await ask(createAtlasDeps(atlas), question, { policy: as("Support") });
    expect(textOf(events)).not.toMatch(/can't answer/);
  });

  test("says what is not shown, as neither 0 nor nothing", async () => {
    const deps = createAtlasDeps(atlas);
    const events = await ask(deps, "Number of customers by country", { policy: as("Support") });
    expect(textOf(events)).toMatch(/Not shown: 3 groups/);
    expect(eventsOf(events, "grounding")[0]?.unbound).toBe(0);
  });

  test.each([
    ["Nobody", /no role of that name/],
    ["support", /no role of that name/],
    ["__proto__", /no role of that name/],
  ])("refuses the role %s in words", async (role, words) => {
    const deps = createAtlasDeps(atlas);
    const events = await ask(deps, "How many customers are there?", { policy: as(role) });
    expect(events.at(-1)).toMatchObject({ type: "error", code: "denied", retryable: false });
    expect(events.at(-1)).toMatchObject({ message: expect.stringMatching(words) });
    expect(await deps.audit.read("atlas")).toMatchObject([{ decision: "refused", role }]);
  });

  test("lets in without a role only where one is named for that, as that one", async () => {
    const deps = createAtlasDeps(atlas);
    const events = await ask(deps, "What is our total MRR?", { policy: as("member") });
    expect(textOf(events)).toMatch(/not shown to the role Support agents/);
    const { governance } = atlas;
    if (!governance) throw new Error("There is none");
    const { defaultRole: _, ...access } = governance.access;
    const shut = { ...atlas, governance: { ...governance, access } };
    const closed = { ...deps, workspaces: new Map([["atlas", shut]]) };
    const refused = await ask(closed, "How many customers?", { policy: as("member") });
    expect(refused.at(-1)).toMatchObject({ code: "denied" });
  });
});

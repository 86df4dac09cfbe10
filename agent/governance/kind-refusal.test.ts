import type { OpenWorkspace } from "../deps.ts";
import type { RoleView } from "./governance.ts";
import { refuseKindly, whyNot } from "./kind-refusal.ts";
import { openAtlas } from "./testing/open-atlas.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

function viewOf(role: string): RoleView {
  const view = atlas.governance?.views.get(role);
  if (!view) throw new Error(`There is no view of ${role}`);
  return view;
}

describe("whyNot()", () => {
  test.each([
    "Which customers are in the free tier?",
    "Top 3 customers by events",
    "Who is our biggest customer?",
    "Which users were most active in January 2025?",
  ])("says that single ones are not shown: %s", async (question) => {
    const denied = await whyNot(question, viewOf("Executive"));
    expect(denied?.why).toMatch(/^Single (?:customers|users) /);
  });

  test.each([
    ["Which customers are in the free tier?", "How many customers are in the free tier?"],
    ["List the pro customers", "How many pro customers"],
    ["Can you give me the names of all customers in DE?", "How many customers in DE?"],
    ["Who is our biggest customer?", undefined],
    ["Which customer is the oldest?", undefined],
    ["Top 3 customers by events", undefined],
  ])("puts a count in the place of %s where there is one", async (question, instead) => {
    expect((await whyNot(question, viewOf("Support")))?.instead).toBe(instead);
  });

  test.each(["Who wrote the document on tiers?", "Who are you?"])(
    "does not take %s for a question about customers",
    async (question) => {
      expect(await whyNot(question, viewOf("Support"))).toBeUndefined();
    },
  );

  test("says that rows are not shown as they are", async () => {
    const question = "Show me the raw events of January 5, 2025";
    expect((await whyNot(question, viewOf("Support")))?.why).toMatch(/^Single events /);
    expect(await whyNot(question, viewOf("Analyst"))).toBeUndefined();
  });

  test.each([
    "Which country has the most active users?",
    "Top 3 countries by active users",
    "Which month had the best customer growth?",
    "What is the largest share of customers by plan tier?",
    "Active users on a single device",
    "List customers by country",
  ])("has nothing against a question about groups: %s", async (question) => {
    expect(await whyNot(question, viewOf("Support"))).toBeUndefined();
  });
});

/** An analyst that looks these questions up, and no others. */
function analystOf(...known: readonly string[]): RoleView["analyst"] {
  const invoke = async ([message]: readonly { readonly text: string }[]) => ({
    tool_calls: known.includes(message?.text ?? "") ? [{ name: "query_bigquery" }] : [],
  });
  return { bindTools: () => ({ invoke }) } as unknown as RoleView["analyst"];
}

describe("whyNot(), of what is not divided for the role", () => {
  const [divided, rate] = ["Churn rate by plan tier in June", "Churn rate in June"];

  test("puts the whole in its place", async () => {
    const view = { ...viewOf("Executive"), analyst: analystOf(rate) };
    expect(await whyNot(divided, view, analystOf(divided, rate))).toEqual({
      why: "By plan tier that is not shown to the role Executives",
      instead: rate,
      as: "the whole",
    });
  });

  test.each([
    ["which it may divide", analystOf(divided, rate), analystOf(divided, rate)],
    ["which nobody can divide", analystOf(rate), analystOf(rate)],
    ["of which it has not the whole either", analystOf(), analystOf(divided, rate)],
    ["of which nobody knows", analystOf(rate), undefined],
  ])("has nothing against one %s", async (_, analyst, whole) => {
    const view = { ...viewOf("Executive"), analyst, hidden: [] };
    expect(await whyNot(divided, view, whole)).toBeUndefined();
  });
});

describe("refuseKindly()", () => {
  const offersFor = async (question: string) => {
    const { followups } = await refuseKindly(question, ["No"], viewOf("Support"));
    return followups;
  };

  test("offers the count of whom a list was asked of", async () => {
    for (const who of ["are", "who are", "that are"]) {
      const [first] = await offersFor(`Which customers ${who} in the free tier?`);
      expect(first).toBe("How many customers are in the free tier?");
    }
  });

  test.each(["What was the report rate in January 2025?", "Which users were most active?"])(
    "makes no count of %s",
    async (question) => {
      expect((await offersFor(question)).join()).not.toMatch(/How many (?:was|users were most)/);
    },
  );
});

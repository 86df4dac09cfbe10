import { describe, expect, it } from "vitest";
import type { Recall } from "../agent/store/memories.ts";
import type { Workspace } from "../agent/workspace.ts";
import { toGreeting } from "./greeting.ts";

const workspace = {
  title: "Globex",
  description: "Orders, 2024.",
  starters: ["How were sales?"],
  timezone: "America/New_York",
} as unknown as Workspace;
const nothing: Recall = { preferences: [], findings: [], context: [], sessions: [] };
const memory = { key: "k", value: "Sales were 1.5", savedAt: "2025-01-05T10:00:00Z" };

describe("toGreeting()", () => {
  it("welcomes a new user with what there is to ask about", () => {
    expect(toGreeting(workspace, nothing)).toEqual({
      returning: false,
      greeting: "Welcome. Ask me about Globex: Orders, 2024.",
      starters: ["How were sales?"],
    });
    expect(toGreeting({ ...workspace, description: "" }, nothing).greeting).toBe(
      "Welcome. Ask me about Globex.",
    );
  });

  it("names the findings of the last conversation that had any, the latest five, in their order", () => {
    const session = {
      sessionId: "s",
      date: "2025-01-05T04:00:00.000Z",
      topics: ["sales", "churn"],
    };
    const recall = {
      ...nothing,
      sessions: [
        { ...session, keyFindings: [] },
        { ...session, keyFindings: ["0", "One", "Two", "Three", "Four", "Five"] },
      ],
    };
    expect(toGreeting(workspace, recall)).toEqual({
      returning: true,
      greeting:
        "Welcome back. Last time, on January 4, 2025, we found:\n- One\n- Two\n- Three\n- Four\n- Five",
      starters: ["Continue where we left off", "How were sales?"],
    });
  });

  it("falls back on findings without a conversation, and on a plain word without findings", () => {
    const found = toGreeting(workspace, { ...nothing, findings: [{ ...memory, kind: "finding" }] });
    expect(found.greeting).toBe(
      "Welcome back. This is what we have found so far:\n- Sales were 1.5",
    );
    const known = toGreeting(workspace, {
      ...nothing,
      preferences: [{ ...memory, kind: "preference" }],
    });
    expect(known).toMatchObject({
      returning: true,
      greeting: "Welcome back. Ask me about Globex: Orders, 2024.",
      starters: ["How were sales?"],
    });
  });
});

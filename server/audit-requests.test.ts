import type { OpenWorkspace } from "../agent/deps.ts";
import { openAtlas } from "../agent/governance/testing/open-atlas.ts";
import { openToldAtlas, REQUESTS, SECRET, type Told } from "./identity/testing/requests.ts";
import { createSigner, type Signer } from "./identity/testing/tokens.ts";

let atlas: OpenWorkspace;
let signer: Signer;
beforeAll(async () => {
  [atlas, signer] = await Promise.all([openAtlas(), createSigner()]);
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

const open = () => openToldAtlas({ atlas, signer });
/** Turns write down their own accesses, and the names of workspaces are nobody's data. */
const TOLD_ELSEWHERE = ["ask", "workspaces"];

async function entriesOf({ deps }: Told, user: string) {
  return (await deps.audit.read("atlas")).filter((entry) => entry.user === user);
}

describe("auditRequests()", () => {
  test.each(Object.keys(REQUESTS).filter((name) => !TOLD_ELSEWHERE.includes(name)))(
    "writes down who asked for %s, as what, and how it ended",
    async (name) => {
      const told = await open();
      const before = (await entriesOf(told, "ada")).length;
      const response = await told.ada(...(REQUESTS[name]?.(told) ?? [""]));
      const [entry, more] = (await entriesOf(told, "ada")).slice(before);
      expect(more).toBeUndefined();
      const decision = response.ok ? "allowed" : "refused";
      expect(entry).toMatchObject({ user: "ada", role: "Analyst", workspace: "atlas", decision });
      expect(entry?.statement).toMatch(/^(?:GET|POST|PATCH|DELETE) \//);
      expect(JSON.stringify(entry)).not.toMatch(SECRET);
      expect((await told.deps.audit.verify("atlas")).problems).toEqual([]);
    },
  );

  test.each(["ask", "follow", "history", "rename", "vote", "cancel", "remove"])(
    "writes down that somebody else was refused: %s",
    async (name) => {
      const told = await open();
      const eve = told.as({ sub: "eve", role: "Support" });
      expect((await eve(...(REQUESTS[name]?.(told) ?? [""]))).status).toBe(404);
      expect(await entriesOf(told, "eve")).toMatchObject([
        { role: "Support", decision: "refused", reason: expect.stringMatching(/^Cannot find/) },
      ]);
    },
  );

  test("writes down which document was read, and which was refused", async () => {
    const told = await open();
    const support = told.as({ sub: "sue", role: "Support" });
    await support("GET /knowledge/atlas/tiers.md");
    await support("GET /knowledge/atlas/board-2025.md");
    expect(await entriesOf(told, "sue")).toMatchObject([
      { source: "knowledge", tables: ["tiers.md"], decision: "allowed" },
      { source: "knowledge", tables: ["board-2025.md"], decision: "refused" },
    ]);
  });

  test("writes down a role that nobody knows", async () => {
    const told = await open();
    await told.as({ sub: "mallory", role: "Administrator" })("GET /user/memory");
    expect(await entriesOf(told, "mallory")).toMatchObject([
      {
        role: "Administrator",
        decision: "refused",
        reason: expect.stringMatching(/^Your sign-in/),
      },
    ]);
  });

  test("tells nothing that cannot be written down", async () => {
    const told = await open();
    Object.assign(told.deps.audit, {
      append: async () => {
        throw new Error("full");
      },
    });
    for (const name of ["history", "follow", "memory", "export", "document", "list"]) {
      const response = await told.ada(...(REQUESTS[name]?.(told) ?? [""]));
      expect([name, response.status]).toEqual([name, 503]);
      expect(await response.text()).not.toMatch(SECRET);
    }
  });
});

import type { OpenWorkspace } from "../../agent/deps.ts";
import { openAtlas } from "../../agent/governance/testing/open-atlas.ts";
import { openToldAtlas, REQUESTS, SECRET } from "./testing/requests.ts";
import { createSigner, type Signer } from "./testing/tokens.ts";

let atlas: OpenWorkspace;
let signer: Signer;
beforeAll(async () => {
  [atlas, signer] = await Promise.all([openAtlas(), createSigner()]);
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

const ROLES = ["Support", "Analyst", "Executive"];

/** Of somebody's own, and so not there for anybody else. */
const OWNED = [
  "ask",
  "follow",
  "history",
  "rename",
  "rename by address",
  "vote",
  "cancel",
  "remove",
];
/** What the same person may not see in another role. */
const OF_THE_ROLE = ["follow", "vote"];
const NAMES_NOBODY = ["workspaces", "document"];

describe("a request", () => {
  test("is refused without a token, whatever it asks for", async () => {
    const told = await openToldAtlas({ atlas, signer });
    for (const [name, toRequest] of Object.entries(REQUESTS)) {
      for (const header of ["", "Bearer", "Bearer ", "Basic YWRhOmFkYQ==", "Bearer a b", "x"]) {
        const response = await told.as(header)(...toRequest(told, "ada"));
        expect([name, header, response.status]).toEqual([name, header, 401]);
        expect(response.headers.get("www-authenticate")).toBe("Bearer");
        expect(JSON.stringify(await response.json())).not.toMatch(SECRET);
      }
    }
    expect((await told.ada(...(REQUESTS["history"]?.(told) ?? [""]))).status).toBe(200);
  });

  test("is refused as an unknown role, as none, and as one of a workspace that is not here", async () => {
    const told = await openToldAtlas({ atlas, signer });
    const strangers = [
      { role: "Administrator" },
      { role: "analyst" },
      { role: "member" },
      { role: "Analyst@0" },
      { role: "__proto__" },
      { role: undefined },
      { role: { name: "Analyst" } },
      { role: [] },
      { role: "Analyst", workspaces: ["globex"] },
      { role: "Analyst", workspaces: [] },
    ];
    for (const [name, toRequest] of Object.entries(REQUESTS)) {
      for (const stranger of strangers) {
        const response = await told.as({ sub: "ada", ...stranger })(...toRequest(told));
        expect([name, stranger, response.status]).toEqual([name, stranger, 403]);
        expect(String((await response.json())["message"])).toMatch(/^Your sign-in /);
      }
    }
  });

  test("is refused when it names another user than its token", async () => {
    const told = await openToldAtlas({ atlas, signer });
    const eve = told.as({ sub: "eve", role: "Analyst" });
    for (const [name, toRequest] of Object.entries(REQUESTS)) {
      if (NAMES_NOBODY.includes(name)) continue;
      const response = await eve(...toRequest(told, "ada"));
      expect([name, response.status]).toEqual([name, 403]);
      expect(await response.json()).toMatchObject({ code: "denied" });
    }
    const twice = `PATCH /chat/sessions/${told.session}?user_id=ada`;
    expect((await eve(twice, { title: "x", user_id: "eve" })).status).toBe(403);
  });

  test.each(ROLES)("of another %s finds nothing of somebody else's", async (role) => {
    const told = await openToldAtlas({ atlas, signer });
    const eve = told.as({ sub: "eve", role });
    for (const [name, toRequest] of Object.entries(REQUESTS)) {
      const response = await eve(...toRequest(told));
      const isThere = !OWNED.includes(name) && name !== "forget one";
      expect([name, isThere, response.status]).toEqual([
        name,
        response.ok,
        response.ok ? response.status : 404,
      ]);
      expect(`${name} ${withoutStarters(name, await response.text())}`).not.toMatch(SECRET);
    }
    expect((await told.ada(...(REQUESTS["history"]?.(told) ?? [""]))).status).toBe(200);
  });

  test.each(ROLES)("of the same person as %s is told what the role may know", async (role) => {
    const told = await openToldAtlas({ atlas, signer });
    const ada = told.as({ sub: "ada", role });
    const hidden = role === "Analyst" ? [] : OF_THE_ROLE;
    for (const [name, toRequest] of Object.entries(REQUESTS)) {
      const response = await ada(...toRequest(told, "ada"));
      const isThere = !hidden.includes(name) && name !== "forget one";
      expect([name, isThere, response.status]).toEqual([
        name,
        response.ok,
        response.ok ? response.status : 404,
      ]);
      const text = withoutStarters(name, await response.text());
      if (role !== "Analyst") expect(`${name} ${text}`).not.toMatch(SECRET);
    }
  });
});

/** Questions that the company offers to whom they are for may name what they ask about. */
function withoutStarters(name: string, text: string): string {
  return ["workspaces", "start"].includes(name)
    ? text.replaceAll(/"starters":\[[^\]]*\]/g, "")
    : text;
}

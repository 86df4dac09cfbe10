import type { OpenWorkspace } from "../../agent/deps.ts";
import { openAtlas } from "../../agent/governance/testing/open-atlas.ts";
import { read } from "../testing/client.ts";
import { openGuardedAtlas, openToldAtlas, SECRET } from "./testing/requests.ts";
import { createSigner, type Signer } from "./testing/tokens.ts";

type Told = { readonly answer: string; readonly evidence: readonly { readonly rows: unknown }[] };

let atlas: OpenWorkspace;
let signer: Signer;
beforeAll(async () => {
  [atlas, signer] = await Promise.all([openAtlas(), createSigner()]);
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

describe("a token that is another in mid-session", () => {
  test("of another user finds no conversation", async () => {
    const { as, session } = await openToldAtlas({ atlas, signer });
    const eve = as({ sub: "eve", role: "Analyst" });
    const asked = await eve("POST /chat/message", {
      session_id: session,
      content: "And in total?",
    });
    expect(asked.status).toBe(404);
  });

  test("of another role goes on, and hides what the role may not see", async () => {
    const { as, session, message, content } = await openToldAtlas({ atlas, signer });
    const lower = as({ sub: "ada", role: "Support" });
    const history = await read(lower(`GET /chat/history/${session}`));
    expect(JSON.stringify(history)).toContain("asked under another role");
    expect(JSON.stringify(history)).not.toMatch(SECRET);
    expect(JSON.stringify(await read(lower("GET /chat/sessions")))).not.toMatch(SECRET);
    expect(JSON.stringify(await read(lower("GET /user/export")))).not.toMatch(SECRET);
    const again = { session_id: session, message_id: message, content };
    expect((await lower("POST /chat/message", again)).status).toBe(409);
    const asked = await read<Told>(
      lower("POST /chat/message", { session_id: session, content: "and for pro?" }),
    );
    // Ids and times hold any digits.
    const rows = asked.evidence.map((one) => one.rows);
    expect(JSON.stringify([asked.answer, rows])).not.toMatch(/enterprise|904|\$\d/);
    const honest = { session_id: session, content: "Active users in January 2025" };
    expect(JSON.stringify(await read(lower("POST /chat/message", honest)))).toMatch(/were 1\d\d/);
    const back = as({ sub: "ada", role: "Analyst" });
    expect(JSON.stringify(await read(back(`GET /chat/history/${session}`)))).toMatch(SECRET);
  });

  test("writes user and role of the token into the audit", async () => {
    const { as, deps, session } = await openToldAtlas({ atlas, signer });
    const lower = as({ sub: "ada", role: "Support" });
    await read(
      lower("POST /chat/message", {
        session_id: session,
        content: "How many customers are there?",
      }),
    );
    const last = JSON.stringify((await deps.audit.read("atlas")).at(-1));
    expect(last).toMatch(/"user":"ada"/);
    expect(last).toMatch(/"role":"Support"/);
  });

  test("of several roles of a workspace is refused in words", async () => {
    const { as, session } = await openToldAtlas({ atlas, signer });
    const both = as({ sub: "ada", role: ["Support", "Analyst", "staff"] });
    const refused = await both(`GET /chat/history/${session}`);
    expect(refused.status).toBe(403);
    expect(String((await refused.json())["message"])).toContain("Support, Analyst");
    const one = as({ sub: "ada", role: ["staff", "Analyst"] });
    expect((await one(`GET /chat/history/${session}`)).status).toBe(200);
  });
});

describe("documents", () => {
  test.each([
    ["Support", ["tiers.md"]],
    ["Analyst", ["queries.md", "tiers.md"]],
    ["Executive", ["board-2025.md", "tiers.md"]],
  ])("are shown to %s by their audience", async (role, documents) => {
    const { as } = await openGuardedAtlas({ atlas, signer });
    const ada = as({ sub: "ada", role });
    const { workspaces } = await read<{ workspaces: { documents: string[] }[] }>(
      ada("GET /workspaces"),
    );
    expect(workspaces[0]?.documents.toSorted()).toEqual(documents);
    for (const source of ["tiers.md", "queries.md", "board-2025.md"]) {
      const { status } = await ada(`GET /knowledge/atlas/${source}`);
      expect([source, status]).toEqual([source, documents.includes(source) ? 200 : 404]);
    }
  });
});

import type { OpenWorkspace } from "../../agent/deps.ts";
import { createAtlasDeps, openAtlas } from "../../agent/governance/testing/open-atlas.ts";
import { createLog } from "../log.ts";
import { call, read } from "../testing/client.ts";
import { openApp } from "../testing/open-app.ts";
import { scripted } from "../testing/script.ts";
import { createDevTokens } from "./dev-tokens.ts";
import { openIdentity } from "./open-identity.ts";
import { NOW_S } from "./testing/tokens.ts";

let atlas: OpenWorkspace;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.warehouse[Symbol.asyncDispose]());

type Ways = {
  readonly mode: string;
  readonly workspaces: readonly { readonly roles: readonly { readonly name: string }[] }[];
  readonly caller?: unknown;
};

async function openDev() {
  const identity = await openIdentity({ kind: "dev" });
  const { app } = await openApp({ deps: createAtlasDeps(atlas), identity });
  const issue = (role: string, headers: Record<string, string> = {}) =>
    app.request("/auth/token", {
      method: "POST",
      headers: { "Content-Type": "application/json", Host: "localhost:8080", ...headers },
      body: JSON.stringify({ user_id: "ada", role }),
    });
  return { app, issue };
}

describe("signing in for trying", () => {
  it("offers the roles of the workspaces, and gives a token that is taken", async () => {
    const { app, issue } = await openDev();
    const ways = await read<Ways>(call(app, "GET /auth"));
    expect(ways.mode).toBe("dev");
    expect(ways.workspaces[0]?.roles.map(({ name }) => name)).toEqual([
      "Support",
      "Analyst",
      "Executive",
    ]);
    const { token } = await read(issue("Executive"), 201);
    const headers = { Authorization: `Bearer ${token}` };
    const known = await read<Ways>(app.request("/auth", { headers }));
    expect(known.caller).toEqual({ user_id: "ada", roles: ["Executive"] });
    expect((await app.request("/chat/sessions", { headers })).status).toBe(200);
    const changed = { Authorization: `Bearer ${token}x` };
    expect((await app.request("/auth", { headers: changed })).status).toBe(401);
  });

  it("gives no token for a role that is not there", async () => {
    const { issue } = await openDev();
    for (const role of ["Administrator", "member", "__proto__", ""]) {
      const refused = await read(issue(role), 400);
      expect(refused["message"]).toBe('"role" must be one of "Support", "Analyst", "Executive"');
    }
  });

  it.each([
    ["a name that leads here from elsewhere", { Host: "evil.example" }],
    ["a name that begins as this machine's", { Host: "localhost.evil.example" }],
    ["a proxy in between", { "X-Forwarded-For": "10.0.0.7" }],
    ["a proxy that says so otherwise", { Forwarded: "for=10.0.0.7" }],
  ] as const)("gives no token over %s", async (_, headers) => {
    const { issue } = await openDev();
    expect((await issue("Analyst", headers)).status).toBe(403);
  });

  it("is not there where tokens come from elsewhere, or where none are asked for", async () => {
    const keys = JSON.stringify({ keys: [{ kty: "OKP", crv: "Ed25519", x: "A".repeat(43) }] });
    const jwt = { issuer: "i", audience: "a", algorithms: ["EdDSA"], clockSkewSeconds: 0 };
    const claims = { user: "sub", role: "role", workspaces: "workspaces" };
    for (const auth of [{ kind: "none" }, { kind: "jwt", keys, claims, ...jwt }] as const) {
      const { app } = await openApp({ identity: await openIdentity(auth) });
      const body = { user_id: "ada", role: "Analyst" };
      expect((await call(app, "POST /auth/token", body)).status).toBe(404);
      expect(await read(call(app, "GET /auth"))).toEqual({ mode: auth.kind, workspaces: [] });
    }
  });

  it("ends after an hour, and with the process that gave the token", async () => {
    let nowMs = NOW_S * 1_000;
    const [dev, other] = [await createDevTokens(() => nowMs), await createDevTokens(() => nowMs)];
    const token = await dev.issue({ userId: "ada", role: "Analyst" });
    expect(await dev.verify(token)).toMatchObject({ userId: "ada", roles: ["Analyst"] });
    await expect(other.verify(token)).rejects.toThrow();
    nowMs += 3_601_000;
    await expect(dev.verify(token)).rejects.toThrow();
  });
});

describe("without tokens", () => {
  it("everyone has the role of who brings none, whatever they say they are", async () => {
    const { app } = await openApp({ deps: createAtlasDeps(atlas) });
    const { workspaces } = await read<{ workspaces: { documents: string[] }[] }>(
      app.request("/workspaces", { headers: { Authorization: "Bearer Analyst" } }),
    );
    expect(workspaces[0]?.documents).toEqual(["tiers.md"]);
    const body = { user_id: "ada", role: "Analyst" };
    expect((await call(app, "POST /chat/session", body)).status).toBe(400);
    expect((await call(app, "POST /chat/session", {})).status).toBe(400);
  });

  it("a conversation of a role goes on in that of who brings none", async () => {
    const deps = createAtlasDeps(atlas);
    const policy = { userId: "ada", role: "Analyst", workspace: "atlas" };
    const session = await deps.sessions.create(policy, "one");
    await deps.sessions.touch(session.sessionId, "MRR by tier");
    const seen: string[] = [];
    const { app } = await openApp({
      deps,
      runTurn: (input, ...rest) => {
        seen.push(input.policy.role);
        return scripted()(input, ...rest);
      },
    });
    const { sessions } = await read<{ sessions: { title: string }[] }>(
      call(app, "GET /chat/sessions?user_id=ada"),
    );
    expect(sessions[0]?.title).toBe("(asked under another role)");
    const body = { session_id: "one", user_id: "ada", content: "Active users" };
    await (await call(app, "POST /chat/message", body)).text();
    expect(seen).toEqual(["member"]);
  });
});

describe("a token", () => {
  it("stands in no line of the log and in no answer", async () => {
    const lines: string[] = [];
    const log = createLog("debug", { write: (line) => void lines.push(line) });
    const identity = await openIdentity({ kind: "dev" });
    const { app } = await openApp({ deps: createAtlasDeps(atlas), identity, log });
    const token = (await identity.dev?.issue({ userId: "ada", role: "Analyst" })) ?? "";
    const forged = `${token.slice(0, -4)}AAAA`;
    for (const one of [token, forged, token.slice(1), `${token}.${token}`]) {
      for (const path of ["/chat/sessions", "/user/export", "/auth", "/nowhere"]) {
        const headers = { Authorization: `Bearer ${one}` };
        const text = await (await app.request(path, { headers })).text();
        for (const part of one.split(".")) expect(text).not.toContain(part);
      }
    }
    expect(lines.length).toBeGreaterThan(10);
    for (const part of token.split(".")) expect(lines.join()).not.toContain(part.slice(8, 40));
  });
});

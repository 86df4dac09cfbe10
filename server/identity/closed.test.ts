import type { ClosedWorkspace, Deps } from "../../agent/deps.ts";
import { read } from "../testing/client.ts";
import { openApp } from "../testing/open-app.ts";
import { openTestDeps } from "../testing/open-deps.ts";
import { callersOf } from "./testing/callers.ts";
import { createSigner, identityOf, type Signer } from "./testing/tokens.ts";

let signer: Signer;
beforeAll(async () => {
  signer = await createSigner();
});

const ATLAS: ClosedWorkspace = {
  ...{ name: "atlas", title: "Atlas", description: "", currency: "EUR", state: "failed" },
  roles: [{ name: "Analyst", title: "Analysts", isDefault: true }],
};

/** Two workspaces without roles, and one with roles that is not open. */
async function openBeside() {
  const deps: Deps = { ...(await openTestDeps()), closed: new Map([["atlas", ATLAS]]) };
  const { app } = await openApp({ deps, identity: identityOf([signer]) });
  return callersOf(app, signer);
}

test("A role that only a workspace which is not open could refuse is refused: nobody comes in by being early", async () => {
  const as = await openBeside();
  const eve = as({ sub: "eve", role: "Intern" });
  for (const request of ["GET /workspaces", "GET /chat/sessions"]) {
    const { message } = await read(eve(request), 403);
    expect(message).toContain("a role that is not known here");
  }
});

test("A role of a workspace that is not open comes in, sees it, and is told that it is not open", async () => {
  const as = await openBeside();
  const ada = as({ sub: "ada", role: "Analyst" });
  const { workspaces } = await read<{ workspaces: { name: string }[] }>(ada("GET /workspaces"));
  expect(workspaces.map(({ name }) => name)).toEqual(["atlas", "globex", "initech"]);
  expect(await read(ada("POST /chat/session", { workspace: "atlas" }), 503)).toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("Atlas cannot be asked about"),
  });
  await read(ada("POST /chat/session", { workspace: "globex" }), 201);
});

test("A token of other workspaces does not see one that is not open", async () => {
  const as = await openBeside();
  const ada = as({ sub: "ada", role: "Analyst", workspaces: ["globex"] });
  const { workspaces } = await read<{ workspaces: { name: string }[] }>(ada("GET /workspaces"));
  expect(workspaces.map(({ name }) => name)).toEqual(["globex"]);
  await read(ada("POST /chat/session", { workspace: "atlas" }), 404);
});

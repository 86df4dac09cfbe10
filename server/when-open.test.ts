import type { ClosedWorkspace, Deps } from "../agent/deps.ts";
import { call, read } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";
import { openTestDeps } from "./testing/open-deps.ts";
import { whenOpen } from "./when-open.ts";

/** `initech` is closed until `end` says how it went; `globex` is open. */
async function openHalf() {
  const deps = await openTestDeps();
  const initech = deps.workspaces.get("initech");
  if (!initech) throw new Error("There is no initech");
  const { name, title, description, currency } = initech.workspace;
  const workspaces = new Map([...deps.workspaces].filter(([one]) => one !== name));
  const closed = new Map<string, ClosedWorkspace>();
  closed.set(name, { name, title, description, currency, state: "opening" });
  let settle = () => {};
  const first = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const settled = async (one: string) => (one === name ? first : undefined);
  const half: Deps = { ...deps, workspaces, closed, settled };
  const end = (state: "open" | "failed") => {
    if (state === "failed") closed.set(name, { name, title, description, currency, state });
    else {
      closed.delete(name);
      workspaces.set(name, initech);
    }
    settle();
  };
  return { ...(await openApp({ deps: half })), end };
}

const ASKED = { user_id: "ada", workspace: "initech" };
const FAILED = "The initech company cannot be asked about at the moment";

test("A workspace is asked about while another is still being opened, which is told in words", async () => {
  const { app } = await openHalf();
  await read(call(app, "POST /chat/session", { user_id: "ada", workspace: "globex" }), 201);
  await read(call(app, "POST /chat/session", { user_id: "ada" }), 201);
  expect(await read(call(app, "GET /readyz"))).toMatchObject({
    status: "ready",
    workspaces: ["globex"],
    warnings: [expect.stringContaining("The initech company is still being opened")],
  });
  const { workspaces } = await read<{ workspaces: unknown[] }>(call(app, "GET /workspaces"));
  expect(workspaces).toMatchObject([
    { name: "globex", starters: ["How were sales?"] },
    { name: "initech", title: "The initech company", state: "opening", starters: [] },
  ]);
});

test("A conversation about a workspace that is being opened begins once it is open", async () => {
  const { app, end } = await openHalf();
  const started = call(app, "POST /chat/session", ASKED);
  end("open");
  expect(await read(started, 201)).toMatchObject({ workspace: "initech" });
  expect((await read(call(app, "GET /readyz")))["warnings"]).toEqual([]);
});

test("A workspace that could not be opened is refused in words, and the others go on", async () => {
  const { app, end } = await openHalf();
  const { session_id } = await read(
    call(app, "POST /chat/session", { user_id: "ada", workspace: "globex" }),
    201,
  );
  end("failed");
  const refused = await call(app, "POST /chat/session", ASKED);
  expect(refused.headers.get("retry-after")).toBe("2");
  expect(await read(refused, 503)).toMatchObject({
    code: "unavailable",
    retryable: true,
    message: expect.stringContaining(FAILED),
  });
  const question = { session_id, user_id: "ada", content: "How were sales?" };
  expect((await call(app, "POST /chat/message", question)).status).toBe(200);
  expect((await read(call(app, "GET /readyz")))["warnings"]).toEqual([
    expect.stringContaining(FAILED),
  ]);
});

test("A conversation of a workspace that is not open is neither told nor listed", async () => {
  const { app, deps, end } = await openHalf();
  const session = await deps.sessions.create(
    { userId: "ada", role: "member", workspace: "initech" },
    crypto.randomUUID(),
  );
  const { sessions } = await read<{ sessions: unknown[] }>(
    call(app, "GET /chat/sessions?user_id=ada"),
  );
  expect(sessions).toEqual([]);
  end("failed");
  for (const request of [
    `GET /chat/history/${session.sessionId}`,
    "GET /user/export?user_id=ada",
    "GET /user/memory?user_id=ada&workspace=initech",
    "GET /knowledge/initech/targets.md",
  ]) {
    expect((await call(app, request)).status, request).toBe(503);
  }
});

test("whenOpen() waits no longer than a question may take", async () => {
  const closed = new Map<string, ClosedWorkspace>();
  closed.set("slow", {
    name: "slow",
    title: "Slow",
    description: "",
    currency: "EUR",
    state: "opening",
  });
  const settled = () => new Promise<void>(() => {});
  await expect(whenOpen({ closed, settled }, "slow", 1)).rejects.toMatchObject({
    refusal: {
      kind: "unavailable",
      message: expect.stringContaining("Slow is still being opened"),
    },
  });
  await whenOpen({ closed, settled }, "another", 1);
});

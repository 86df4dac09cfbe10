import { describe, expect, it } from "vitest";
import { parseConfig } from "../agent/config.ts";
import { createApp } from "./app.ts";
import { UNPROVEN } from "./identity/open-identity.ts";
import { createLog } from "./log.ts";
import { createService } from "./service.ts";
import { call, read } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";
import { openTestDeps } from "./testing/open-deps.ts";
import { scripted } from "./testing/script.ts";

describe("GET /healthz and /readyz", () => {
  it("are 200 once everything is open, and say what runs", async () => {
    const { app } = await openApp();
    expect(await read(call(app, "GET /healthz"))).toEqual({ status: "ok" });
    expect(await read(call(app, "GET /readyz"))).toEqual({
      status: "ready",
      model: "offline",
      warehouse: "duckdb",
      store: "sqlite",
      workspaces: ["globex", "initech"],
      warnings: [],
    });
  });

  it("warn of the offline analyst in production", async () => {
    const deps = await openTestDeps();
    const config = parseConfig({ NODE_ENV: "production" });
    const { app } = await openApp({ open: async () => ({ ...deps, config }) });
    const { warnings } = await read(call(app, "GET /readyz"));
    expect(warnings).toEqual([expect.stringContaining("offline")]);
  });

  it("tell a service that still opens its data from a dead one, in words", async () => {
    let ready = () => {};
    const opening = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const service = createService({
      open: () => opening.then(() => openTestDeps()),
      runTurn: scripted(),
      log: createLog("silent"),
    });
    const app = createApp({ identity: UNPROVEN, service });
    expect((await call(app, "GET /healthz")).status).toBe(200);
    for (const request of ["GET /readyz", "GET /workspaces", "GET /chat/sessions?user_id=a"]) {
      const response = await call(app, request);
      expect(response.headers.get("retry-after"), request).toBe("2");
      expect(await read(response, 503)).toMatchObject({
        code: "starting",
        retryable: true,
        message: expect.stringContaining("is starting"),
      });
    }
    ready();
    await service.ready;
    expect((await call(app, "GET /readyz")).status).toBe(200);
    await service.stop(0);
    expect(await read(call(app, "GET /readyz"), 503)).toMatchObject({ code: "stopping" });
    await service.close();
  });

  it("close turns that a dead process left behind before the first question", async () => {
    const first = await openTestDeps();
    let closed = 0;
    const turns = { ...first.turns, closeAbandoned: async () => ++closed };
    await openApp({ open: async () => ({ ...first, turns }) });
    expect(closed).toBe(1);
  });
});

describe("a service that is stopping", () => {
  it("takes no questions and still shows what was said", async () => {
    const { app, service } = await openApp();
    const { session_id } = await read(call(app, "POST /chat/session", { user_id: "ada" }), 201);
    await service.stop(0);
    const asked = { session_id, user_id: "ada", content: "x" };
    expect(await read(call(app, "POST /chat/message", asked), 503)).toMatchObject({
      code: "stopping",
      retryable: true,
    });
    expect((await call(app, `GET /chat/history/${session_id}`)).status).toBe(200);
  });
});

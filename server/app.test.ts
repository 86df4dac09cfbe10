import { describe, expect, it } from "vitest";
import { call, read, startSession } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";

describe("createApp()", () => {
  it("answers a wrong method with 405 and the right ones", async () => {
    const { app } = await openApp();
    const response = await call(app, "PUT /chat/session", {});
    expect(response.headers.get("allow")).toBe("POST");
    expect(await read(response, 405)).toEqual({
      code: "method-not-allowed",
      message: "PUT is not possible here; use POST",
      retryable: false,
      request_id: expect.any(String),
    });
    const both = await call(app, "GET /chat/sessions/x");
    expect([both.status, both.headers.get("allow")]).toEqual([405, "PATCH, DELETE"]);
    expect((await call(app, "POST /healthz", {})).headers.get("allow")).toBe("GET");
  });

  it("answers an unknown address with 404 in words", async () => {
    const { app } = await openApp();
    for (const request of ["GET /nothing", "POST /chat", "DELETE /chat/session/x"]) {
      const body = await read(call(app, request), 404);
      expect(body, request).toMatchObject({ code: "not-found", retryable: false });
    }
  });

  it("gives every response its id, and keeps a proxy's when it is harmless", async () => {
    const { app } = await openApp();
    const ask = (id: string) => app.request("/nothing", { headers: { "X-Request-Id": id } });
    const kept = await ask("trace-1.2");
    expect(kept.headers.get("x-request-id")).toBe("trace-1.2");
    expect(await read(kept, 404)).toMatchObject({ request_id: "trace-1.2" });
    const replaced = await ask('"><script>');
    expect(replaced.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("puts the security headers on answers, errors and streams", async () => {
    const { app } = await openApp();
    for (const request of ["GET /healthz", "GET /nothing", "GET /docs", "GET /"]) {
      const { headers } = await call(app, request);
      expect(headers.get("content-security-policy"), request).toMatch(/^default-src 'self';/);
      expect(headers.get("x-content-type-options"), request).toBe("nosniff");
    }
    expect((await call(app, "GET /healthz")).headers.get("cache-control")).toBe("no-store");
  });

  it("answers HEAD like GET, without a body", async () => {
    const { app } = await openApp();
    const response = await call(app, "HEAD /healthz");
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  it("hides what went wrong inside, and logs it once under the id", async () => {
    const errors: unknown[] = [];
    const note = (fields: unknown) => void errors.push(fields);
    const ignore = () => {};
    const log = { debug: ignore, info: ignore, warn: ignore, error: note, fatal: note };
    const { app, deps } = await openApp({ log });
    deps.sessions.list = () => Promise.reject(new Error("password is hunter2"));
    const body = await read(call(app, "GET /chat/sessions?user_id=ada"), 500);
    expect(body).toMatchObject({ code: "internal", retryable: true });
    expect(JSON.stringify(body)).not.toContain("hunter2");
    expect(errors).toEqual([{ requestId: body["request_id"], err: expect.any(Error) }]);
  });

  it("logs a request by its route, never by what stands in it", async () => {
    const lines: unknown[] = [];
    const ignore = () => {};
    const log = {
      debug: ignore,
      info: (line: unknown) => void lines.push(line),
      warn: ignore,
      error: ignore,
      fatal: ignore,
    };
    const { app } = await openApp({ log });
    // Asked for every few seconds: told only at debug.
    await call(app, "GET /healthz");
    await call(app, "GET /readyz");
    await call(app, "GET /chat/sessions?user_id=ada@example.com");
    await call(app, "DELETE /user/memory/finding/salary?user_id=ada@example.com");
    await startSession(app, "ada@example.com");
    expect(lines).toMatchObject([
      { method: "GET", route: "/chat/sessions", status: 200 },
      { method: "DELETE", route: "/user/memory/:kind/:key", status: 404 },
      { method: "POST", route: "/chat/session", status: 201 },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/ada|salary/);
  });
});

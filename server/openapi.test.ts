import { describe, expect, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { TurnAnswer } from "../agent/events.ts";
import type { TurnAnswerSchema } from "./answer-schema.ts";
import { call, read } from "./testing/client.ts";
import { openApp } from "./testing/open-app.ts";

type Document = {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
};

describe("GET /openapi.json", () => {
  it("describes every endpoint of the contract, with its errors", async () => {
    const { app } = await openApp();
    const { openapi, paths } = await read<Document>(call(app, "GET /openapi.json"));
    expect(openapi).toBe("3.1.0");
    const endpoints = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(endpoints.sort()).toEqual([
      "DELETE /chat/sessions/{session_id}",
      "DELETE /user",
      "DELETE /user/memory",
      "DELETE /user/memory/{kind}/{key}",
      "GET /auth",
      "GET /chat/history/{session_id}",
      "GET /chat/message/{message_id}/events",
      "GET /chat/sessions",
      "GET /healthz",
      "GET /knowledge/{workspace}/{source}",
      "GET /metrics",
      "GET /readyz",
      "GET /user/export",
      "GET /user/memory",
      "GET /workspaces",
      "PATCH /chat/sessions/{session_id}",
      "POST /auth/token",
      "POST /chat/feedback",
      "POST /chat/message",
      "POST /chat/message/{message_id}/cancel",
      "POST /chat/session",
    ]);
    for (const methods of Object.values(paths)) {
      for (const { responses } of Object.values(methods)) {
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(["4XX", "5XX"]));
      }
    }
  });

  it("shows an answer as the events' types have it", () => {
    type Shown = z.infer<typeof TurnAnswerSchema>;
    expectTypeOf<keyof Shown>().toEqualTypeOf<keyof TurnAnswer>();
    // `toWire` proves that an answer fits its schema; this proves that the schema leaves no part out.
    expectTypeOf<keyof Shown["usage"]>().toEqualTypeOf<keyof TurnAnswer["usage"]>();
    expectTypeOf<keyof Shown["reasoning"][number]>().toEqualTypeOf<
      keyof TurnAnswer["reasoning"][number]
    >();
    expectTypeOf<keyof Shown["citations"][number]>().toEqualTypeOf<
      keyof TurnAnswer["citations"][number]
    >();
  });
});

describe("GET /docs", () => {
  it("is a page whose every file comes from here, with no script inside", async () => {
    const { app } = await openApp();
    const page = await (await call(app, "GET /docs")).text();
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? "");
    expect(files).toHaveLength(4);
    expect(page).not.toMatch(/<script>|style=|https?:/);
    for (const file of files) {
      const response = await call(app, `GET ${file}`);
      expect(response.status, file).toBe(200);
      expect(response.headers.get("content-type"), file).toMatch(/css|javascript|png/);
    }
    expect((await call(app, "GET /docs/index.html")).status).toBe(404);
  });
});

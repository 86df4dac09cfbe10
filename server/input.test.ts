import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { call, read, startSession } from "./testing/client.ts";
import { openApp, type TestApp } from "./testing/open-app.ts";

/** The words of a refusal of a message that differs from a good one in `fields`. */
async function refusal(app: TestApp, fields: Record<string, unknown>, status = 400) {
  const good = { session_id: "s", user_id: "ada", content: "x" };
  const body = await read(call(app, "POST /chat/message", { ...good, ...fields }), status);
  return body["message"];
}

describe("checks of input", () => {
  it("name what is wrong, in words", async () => {
    const { app } = await openApp();
    expect(await refusal(app, { content: undefined })).toBe('"content" is missing');
    expect(await refusal(app, { content: 5 })).toBe('"content" must be a string');
    expect(await refusal(app, { content: " \n\t" })).toBe('"content" must hold a question');
    expect(await refusal(app, { extra: 1 })).toBe('Unknown field "extra"');
    expect(await refusal(app, { message_id: "7" })).toBe('"message_id" must be a UUID');
    expect(await refusal(app, { user_id: "" })).toBe('"user_id" must not be empty');
    expect(await refusal(app, { user_id: "a\nb" })).toBe(
      '"user_id" must not hold control characters',
    );
    expect(await refusal(app, { session_id: "x".repeat(201) })).toBe(
      '"session_id" must have at most 200 characters',
    );
    expect(await refusal(app, { user_id: null, content: [] })).toBe(
      '"user_id" must be a string; "content" must be a string',
    );
  });

  it("count 20 kB of a question in bytes, and answer 413 above", async () => {
    const { app } = await openApp();
    const session_id = await startSession(app);
    const most = { session_id, user_id: "ada", content: "ü".repeat(10_000) };
    const accepted = await call(app, "POST /chat/message", most);
    expect(accepted.status).toBe(200);
    await accepted.text();
    const more = { content: `${most.content}!` };
    expect(await refusal(app, more, 413)).toBe('"content" must have at most 20 kB');
    expect(await refusal(app, { content: "x".repeat(300_000) }, 413)).toBe(
      "The request is too large",
    );
  });

  it("take any printable name for a user", async () => {
    const { app } = await openApp();
    for (const user of [
      "a/b",
      ".",
      "..",
      "__proto__",
      "o'brien@x.io",
      "数字 👩‍💻",
      "x".repeat(200),
    ]) {
      const session_id = await startSession(app, user);
      const query = `user_id=${encodeURIComponent(user)}`;
      const { sessions } = await read<{ sessions: Record<string, unknown>[] }>(
        call(app, `GET /chat/sessions?${query}`),
      );
      expect(
        sessions.map((session) => session["session_id"]),
        user,
      ).toEqual([session_id]);
    }
  });

  it("want JSON, said and written", async () => {
    const { app } = await openApp();
    const post = (body: string, type?: string) =>
      app.request("/chat/session", {
        method: "POST",
        body,
        headers: type ? { "Content-Type": type } : {},
      });
    expect(await read(post("{}", "text/plain"), 415)).toMatchObject({
      code: "unsupported-media-type",
    });
    expect((await post("user_id=ada", "application/x-www-form-urlencoded")).status).toBe(415);
    for (const broken of ["{", "", "not json", '{"user_id":"ada"']) {
      const body = await read(post(broken, "application/json"), 400);
      expect(body["message"], broken).toMatch(/JSON|missing/);
    }
    for (const other of ["[]", "null", "5", '"text"']) {
      expect((await post(other, "application/json")).status, other).toBe(400);
    }
    expect((await post('{"user_id":"ada"}', "application/json; charset=utf-8")).status).toBe(201);
  });

  it("keep half a character from being taken for another message when it is sent again", async () => {
    const { app } = await openApp();
    const session_id = await startSession(app);
    const message_id = crypto.randomUUID();
    const asked = { session_id, user_id: "ada", content: "a\ud83d b", message_id };
    const first = await (await call(app, "POST /chat/message", asked)).text();
    const second = await call(app, "POST /chat/message", asked);
    expect(second.status).toBe(200);
    expect(await second.text()).toBe(first);
  });
});

const ROUTES = [
  "POST /chat/session",
  "POST /chat/message",
  "POST /chat/feedback",
  "PATCH /chat/sessions/ID",
  "DELETE /chat/sessions/ID",
  "POST /chat/message/ID/cancel",
  "DELETE /user?user_id=ID",
  "DELETE /user/memory?user_id=ID",
  "DELETE /user/memory/finding/ID?user_id=ID",
  "GET /chat/message/ID/events",
  "GET /chat/history/ID",
  "GET /chat/sessions?user_id=ID",
  "GET /user/export?user_id=ID",
  "GET /user/memory?user_id=ID&workspace=ID",
  "GET /knowledge/ID/ID",
  "GET /c/ID",
  "GET /ID",
];

const FIELDS = ["session_id", "user_id", "content", "message_id", "title", "rating", "workspace"];

describe("any JSON to any route", () => {
  it("never gives a server error", async () => {
    const { app } = await openApp();
    const session_id = await startSession(app);
    const field = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(session_id, "ada", "up", crypto.randomUUID(), "globex"),
      fc.string({ unit: "binary" }),
    );
    const body = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...FIELDS, "__proto__"), field),
    );
    const id = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(session_id, "..", "%"));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ROUTES), body, id, async (route, json, text) => {
        const request = route.replaceAll("ID", encodeURIComponent(text).replaceAll(" ", "+"));
        const response = await call(app, request, request.startsWith("GET") ? undefined : json);
        await response.text();
        expect(response.status, request).toBeLessThan(500);
      }),
      { numRuns: 400 },
    );
  });
});

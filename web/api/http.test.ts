import { ApiError, request } from "./http.ts";

const answer = (status: number, body: BodyInit | null, type = "application/json") => {
  vi.stubGlobal(
    "fetch",
    async () => new Response(body, { status, headers: { "Content-Type": type } }),
  );
};

afterEach(() => vi.unstubAllGlobals());

describe("request()", () => {
  it("gives the JSON of an answer, and nothing for 204", async () => {
    answer(200, '{"a":1}');
    expect(await request("/x")).toEqual({ a: 1 });
    answer(204, null);
    expect(await request("/x")).toBeUndefined();
  });

  it("sends JSON with its type", async () => {
    const sent = vi.fn(async (_: string, __: RequestInit) => new Response("{}"));
    vi.stubGlobal("fetch", sent);
    await request("/x", { method: "POST", body: { a: 1 } });
    expect(sent.mock.calls[0]?.[1]).toMatchObject({
      method: "POST",
      body: '{"a":1}',
      headers: { "Content-Type": "application/json" },
    });
  });

  it("throws the service's own words", async () => {
    answer(409, '{"code":"busy","message":"One at a time","retryable":true,"request_id":"r"}');
    const error = await request("/x").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      code: "busy",
      message: "One at a time",
      retryable: true,
      status: 409,
    });
  });

  it("finds words for a proxy's page", async () => {
    answer(502, "<html>Bad Gateway</html>", "text/html");
    await expect(request("/x")).rejects.toMatchObject({
      code: "http-502",
      message: "The service is restarting",
      retryable: true,
    });
  });

  it("says that no answer came", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    await expect(request("/x")).rejects.toMatchObject({ code: "offline", retryable: true });
  });

  it("throws the reason of its signal when that aborts", async () => {
    vi.stubGlobal("fetch", async (_: string, { signal }: RequestInit) => signal?.throwIfAborted());
    const signal = AbortSignal.abort(new Error("left"));
    await expect(request("/x", { signal })).rejects.toThrow("left");
  });
});

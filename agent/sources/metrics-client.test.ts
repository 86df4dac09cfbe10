import { createMetricsClient } from "./metrics-client.ts";

const REQUEST = { kpi: "dau", start: "2026-06-01", end: "2026-06-08" };
const BODY = { points: [{ period: null, value: 12 }], as_of: "2026-06-07" };
const never = new AbortController().signal;

/** An API that answers as it is told, and a clock that stands still. */
function scripted(...answers: readonly (() => Response | Promise<Response>)[]) {
  const clock = { ms: 1_000_000 };
  const asked: string[] = [];
  const client = createMetricsClient({
    baseUrl: "http://api",
    freshMs: 1000,
    staleMs: 60_000,
    timeoutMs: 50,
    waitMs: 0,
    nowMs: () => clock.ms,
    fetch: async (url) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(url);
      if (!answer) throw new Error("Nothing is scripted");
      return answer();
    },
  });
  return { client, clock, asked, read: () => client.read(REQUEST, never) };
}

const good = () => Response.json(BODY);
const broken = () => new Response("no", { status: 503 });
const refused = () => {
  throw new TypeError("fetch failed");
};

test("createMetricsClient() asks once while the answer is fresh", async () => {
  const { read, asked, clock } = scripted(good);
  expect(await read()).toMatchObject({ ok: true, value: { points: BODY.points, stale: false } });
  clock.ms += 999;
  expect(await read()).toMatchObject({ ok: true, value: { ageSeconds: 1, stale: false } });
  expect(asked).toEqual(["http://api/v1/kpis/dau?start=2026-06-01&end=2026-06-08"]);
  clock.ms += 2;
  await read();
  expect(asked).toHaveLength(2);
});

test("createMetricsClient() tries again what may pass", async () => {
  const { read, asked } = scripted(broken, refused, good);
  expect(await read()).toMatchObject({ ok: true });
  expect(asked).toHaveLength(3);
});

test("createMetricsClient() gives up an attempt that takes too long", async () => {
  const hanging = createMetricsClient({
    baseUrl: "http://api",
    freshMs: 1,
    staleMs: 1,
    timeoutMs: 5,
    waitMs: 0,
    fetch: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      }),
  });
  const result = await hanging.read(REQUEST, never);
  expect(result).toMatchObject({ ok: false, failure: { kind: "upstream" } });
});

test("createMetricsClient() shows the last figures with their age while the API is down, and no older than allowed", async () => {
  const { read, clock } = scripted(good, broken);
  await read();
  clock.ms += 30_000;
  expect(await read()).toMatchObject({ ok: true, value: { stale: true, ageSeconds: 30 } });
  clock.ms += 31_000;
  expect(await read()).toMatchObject({ ok: false, failure: { kind: "upstream" } });
});

test("createMetricsClient() spares an API that failed five times in a row, and asks again after its rest", async () => {
  const { read, asked, clock } = scripted(broken);
  await read();
  await read();
  const before = asked.length;
  expect(await read()).toMatchObject({ ok: false });
  expect(asked).toHaveLength(before);
  clock.ms += 30_001;
  await read();
  expect(asked).toHaveLength(before + 1);
});

test.each([
  [404, "not-found"],
  [400, "bad-request"],
] as const)(
  "createMetricsClient() takes %d for the API's answer and asks once",
  async (status, kind) => {
    const { read, asked } = scripted(() => new Response("{}", { status }));
    expect(await read()).toMatchObject({ ok: false, failure: { kind } });
    expect(asked).toHaveLength(1);
  },
);

test("createMetricsClient() takes an answer that is none for no answer", async () => {
  const { read } = scripted(() => Response.json({ points: "many" }));
  expect(await read()).toMatchObject({ ok: false, failure: { kind: "upstream" } });
});

test.each([
  ["several figures for one time", {}, [null, null]],
  ["periods where none were asked for", {}, ["2026-06-01"]],
  ["no period where some were asked for", { grain: "day" }, [null]],
  ["a period twice", { grain: "day" }, ["2026-06-01", "2026-06-01"]],
  ["periods of another time", { grain: "day" }, ["2026-06-01", "2026-06-08"]],
  ["far more than anyone asked for", {}, Array.from({ length: 60_000 }, () => null)],
] as const)("createMetricsClient() takes %s for no answer", async (_, more, periods) => {
  const points = periods.map((period) => ({ period, value: 1 }));
  const { client } = scripted(() => Response.json({ points, as_of: null }));
  const read = await client.read({ ...REQUEST, ...more }, never);
  expect(read).toMatchObject({ ok: false, failure: { kind: "upstream" } });
});

test("createMetricsClient() takes a week or month that has begun before", async () => {
  const points = ["2026-05-04", "2026-06-01"].map((period) => ({ period, value: 1 }));
  const { client } = scripted(() => Response.json({ points, as_of: null }));
  const read = await client.read({ ...REQUEST, start: "2026-05-31", grain: "month" }, never);
  expect(read).toMatchObject({ ok: true, value: { points } });
});

test("createMetricsClient() keeps nobody waiting longer than its budget, however often it may try", async () => {
  let asked = 0;
  const hanging = createMetricsClient({
    ...{ baseUrl: "http://api", freshMs: 1, staleMs: 1, timeoutMs: 40, waitMs: 0 },
    ...{ attempts: 1000, budgetMs: 60 },
    fetch: (__, { signal }) => {
      asked += 1;
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    },
  });
  expect(await hanging.read(REQUEST, never)).toMatchObject({ ok: false });
  expect(asked).toBeLessThanOrEqual(2);
});

test("createMetricsClient() stops when the turn stops", async () => {
  const { client } = scripted(good);
  const stopped = AbortSignal.abort(new Error("enough"));
  await expect(client.read(REQUEST, stopped)).rejects.toThrow("enough");
});

import { TurnError } from "../agent/failure.ts";
import { createMemoryDocuments } from "../agent/store/testing/memory-documents.ts";
import { type GeminiShop, openGeminiShop } from "../agent/testing/gemini-shop.ts";
import { traceDocuments, traceWarehouse } from "../agent/traced.ts";
import { runTurn } from "../agent/turn.ts";
import { createApp } from "./app.ts";
import { toErrorFacts } from "./error-facts.ts";
import { UNPROVEN } from "./identity/open-identity.ts";
import { createLog, reportTo } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { createService } from "./service.ts";
import { startTelemetry, wantsSpans } from "./telemetry.ts";
import { call, read, startSession } from "./testing/client.ts";
import { openOtlpReceiver, type ReceivedSpan } from "./testing/otlp-receiver.ts";
import { watchTurns } from "./watch-turns.ts";

/** What must be seen nowhere: who asks, what, and what the rows say. */
const USER = "ada.lovelace@example.com";
const SECRETS = [USER, "Xanthippe", "zebrafish"];

let gemini: GeminiShop;

beforeAll(async () => {
  gemini = await openGeminiShop();
});

afterAll(() => gemini[Symbol.asyncDispose]());

beforeEach(() => gemini.google.reset());

type Breaks = { readonly warehouse?: Error; readonly env?: Record<string, string> };

/** The whole service over the shop, with a log that can be read. */
async function openService({ warehouse: broken, env = {} }: Breaks = {}) {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const warehouse = traceWarehouse(
    broken
      ? { ...gemini.shop.warehouse, query: () => Promise.reject(broken) }
      : gemini.shop.warehouse,
  );
  const documents = traceDocuments(createMemoryDocuments(Date.now), "sqlite");
  const { report } = reportTo(log);
  const deps = gemini.deps(
    { PLANNER: "model", ...env },
    { documents, open: { warehouse }, deps: { report } },
  );
  const metrics = createMetrics();
  const run = watchTurns(runTurn, { metrics, log });
  const service = createService({ open: async () => deps, runTurn: run, log });
  await service.ready;
  const app = createApp({ identity: UNPROVEN, service, metrics });
  const ask = async (content: string) => {
    const session_id = await startSession(app, USER);
    const response = await call(app, "POST /chat/message", { session_id, user_id: USER, content });
    return response.text();
  };
  return { app, ask, lines, stop: () => service.stop(0) };
}

function attributesOf({ attributes }: ReceivedSpan): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

describe("startTelemetry()", () => {
  test.each([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://h:4318" }, true],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://h:4318", OTEL_SDK_DISABLED: "true" }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://h:4318", OTEL_TRACES_EXPORTER: "none" }, false],
    [{ OTEL_TRACES_EXPORTER: "console" }, true],
  ])("starts nothing that %j does not ask for: %s", async (env, wanted) => {
    expect(wantsSpans(env)).toBe(wanted);
    if (!wanted) expect(await startTelemetry(env)).toBeUndefined();
  });

  test("sends the turn, its steps, models, tools, queries and stores as one tree without anybody's words", async () => {
    await using receiver = await openOtlpReceiver();
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
    };
    // The SDK reads the process's own environment.
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const telemetry = await startTelemetry(env);
    const service = await openService();
    const said = await service.ask("What were sales of zebrafish by region, asks Xanthippe?");
    expect(said).toContain("event: done");
    await service.ask("What were sales in 2024?");
    await service.stop();
    await telemetry?.stop();
    vi.unstubAllEnvs();

    const spans = receiver.spans();
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    const above = ({ parentSpanId = "" }: ReceivedSpan): string[] => {
      const parent = byId.get(parentSpanId);
      return parent ? [parent.name, ...above(parent)] : [];
    };
    const turns = spans.filter(({ name }) => name === "invoke_agent insight-agent");
    expect(turns).toHaveLength(2);
    const pathOf = (name: string) =>
      above(spans.findLast((one) => one.name === name) as ReceivedSpan);
    expect(pathOf("warehouse duckdb")).toEqual([
      "execute_tool query_bigquery",
      "step execute_tools",
      "invoke_agent insight-agent",
    ]);
    expect(pathOf("chat gemini-3.5-flash-lite")).toContain("step synthesize");
    const writer = spans.findLast(({ name }) => name === "chat gemini-3.5-flash-lite");
    expect(writer && attributesOf(writer)).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "gcp.gemini",
      "gen_ai.usage.input_tokens": expect.any(Number),
    });
    expect(spans.map(({ name }) => name)).toContain("store commit");
    expect(
      new Set(spans.flatMap(({ name }) => (name.startsWith("step ") ? [name] : []))).size,
    ).toBe(5);
    expect(receiver.text()).toContain("deployment.environment.name");
    for (const secret of [...SECRETS, "sales in 2024"])
      expect(receiver.text()).not.toContain(secret);
    expect(receiver.text()).not.toContain("process.owner");
  });
});

describe("The log", () => {
  test("has lines of request and turn ids, and nobody's words, when all goes well", async () => {
    const { ask, lines, stop } = await openService();
    await ask("What were sales in 2024, asks Xanthippe of zebrafish?");
    await ask("What were sales in 2024?");
    await stop();
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const answered = parsed.filter(({ msg }) => msg === "turn answered");
    expect(answered).toMatchObject([
      { outcome: "done" },
      {
        outcome: "done",
        grade: "metric",
        workspace: "shop",
        steps: { query_bigquery: expect.any(Number) },
      },
    ]);
    const requests = parsed.filter(({ msg }) => msg === "request");
    for (const { requestId, messageId } of answered) {
      expect(messageId).toMatch(/^[\da-f-]{36}$/);
      expect(requests.map((one) => one["requestId"])).toContain(requestId);
    }
    const all = lines.join("");
    for (const secret of [...SECRETS, "sales in 2024"]) expect(all).not.toContain(secret);
  });

  test("tells what broke by kind and place, whatever its words quote", async () => {
    const cause = Object.assign(new Error(`Could not convert 'zebrafish' of ${USER}`), {
      code: "EBAD",
    });
    const failure = { kind: "upstream", service: "warehouse", retryable: true } as const;
    const warehouse = new TurnError(failure, { cause });
    const { ask, lines, stop } = await openService({ warehouse });
    gemini.google.play(
      { calls: [{ name: "query_bigquery", args: { sql_query: "SELECT 1 AS zebrafish" } }] },
      { fault: "error-inside", after: 1, status: 400 },
    );
    await ask("What were sales in 2024, asks Xanthippe?");
    await stop();
    const all = lines.join("");
    for (const secret of SECRETS) expect(all).not.toContain(secret);
    const broken = lines.map((line) => JSON.parse(line)).filter(({ err }) => err);
    expect(broken[0]).toMatchObject({
      messageId: expect.any(String),
      requestId: expect.any(String),
      err: { type: "TurnError", kind: "upstream", service: "warehouse", cause: { code: "EBAD" } },
    });
    expect(broken[0].err.cause.at[0]).toContain("observe.test.ts");
  });

  test("takes an error's words only at level debug", () => {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    for (const level of ["info", "debug"])
      createLog(level, { write }).error({ err: new Error("Xanthippe") });
    expect(lines.map((line) => line.includes("Xanthippe"))).toEqual([false, true]);
  });

  test("is not led to words by frames that a message forges", () => {
    const thrown = new Error("x\n    at zebrafish (/data/Xanthippe:1:2)\n    at more:3:4");
    const facts = JSON.stringify(toErrorFacts(thrown, false));
    for (const secret of SECRETS) expect(facts).not.toContain(secret);
    expect(facts).toContain("observe.test.ts");
  });
});

describe("GET /metrics", () => {
  test("counts requests, turns, tools, tokens and figures, and names nobody", async () => {
    const { app, ask, stop } = await openService();
    await ask("What were sales in 2024?");
    await stop();
    const response = await app.request("/metrics");
    expect(response.headers.get("content-type")).toContain("text/plain");
    const text = await response.text();
    expect(text).toMatch(/insight_turns_total\{workspace="shop",outcome="done",grade="metric"\} 1/);
    expect(text).toMatch(
      /insight_tool_calls_total\{tool="query_bigquery",status="completed"\} [1-9]/,
    );
    expect(text).toMatch(/insight_model_tokens_total\{workspace="shop",direction="input"\} [1-9]/);
    expect(text).toMatch(/insight_figures_total\{workspace="shop",bound="yes"\} [1-9]/);
    expect(text).toContain("insight_turns_running 0");
    expect(text).toMatch(
      /http_requests_total\{method="POST",route="\/chat\/message",status="200"\} 1/,
    );
    for (const secret of [...SECRETS, "sales in 2024"]) expect(text).not.toContain(secret);
  });

  test("takes its token where the settings have one", async () => {
    const { app, stop } = await openService({ env: { PROMETHEUS_TOKEN: "let-me" } });
    expect((await app.request("/metrics")).status).toBe(401);
    const headers = (authorization: string) => ({ headers: { authorization } });
    await read(app.request("/metrics", headers("Bearer other")), 401);
    expect((await app.request("/metrics", headers("Bearer let-me"))).status).toBe(200);
    await stop();
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { emulatorHost } from "../store/testing/stores.ts";
import { openGeminiStandIn, STAND_IN_KEY } from "../testing/gemini-stand-in.ts";
import { writeWorkspace } from "../testing/write-workspace.ts";
import { openBigqueryStandIn } from "../warehouse/testing/bigquery-stand-in.ts";
import { seedStandIn } from "../warehouse/testing/seed-stand-in.ts";
import type { Env } from "./check.ts";
import { CHECKS, type Examined, examine, isHealthy } from "./examine.ts";
import { explainGoogle, isMissingIndex } from "./google-trouble.ts";
import { toSummary, toText } from "./to-text.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doctor-"));
  await writeWorkspace(folder, "bakery");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = (more: Env = {}): Env => ({
  KNOWLEDGE_DIR: folder,
  DATA_DIR: join(folder, "data"),
  PORT: "0",
  ...more,
});

function only(...names: readonly string[]) {
  return CHECKS.filter(({ name }) => names.includes(name));
}

function wordsOf(all: readonly Examined[], health: string): string {
  const findings = all.flatMap((one) => one.findings.filter((found) => found.health === health));
  return findings.map(({ words, todo = "" }) => `${words} → ${todo}`).join("\n");
}

test("examine() finds all well with no settings but folders", async () => {
  const all = await examine(settings());
  expect(isHealthy(all)).toBe(true);
  expect(all.map(({ name }) => name)).toEqual(CHECKS.map(({ name }) => name));
  expect(wordsOf(all, "ok")).toContain("bakery: 1 document");
  expect(all.map(toText).join("") + toSummary(all)).not.toMatch(/✗|undefined/);
});

test("examine() tells every wrong setting and what is nearly one, and looks at nothing that needs them", async () => {
  const all = await examine(settings({ PORT: "many", GEMINI_MODLE: "x", BIGQUERY_LOCATION: "EU" }));
  expect(isHealthy(all)).toBe(false);
  expect(wordsOf(all, "failed")).toMatch(/^PORT: must be a number, found "many" → Mend it/);
  expect(wordsOf(all, "warning")).toContain("Did you mean GEMINI_MODEL?");
  expect(wordsOf(all, "warning")).toContain(
    "BIGQUERY_LOCATION is set but not used: WAREHOUSE is duckdb",
  );
  expect(all.find(({ name }) => name === "Warehouse")?.findings).toEqual([]);
  expect(all.map(toText).join("")).toContain("not looked at");
});

test("examine() does not look at what needs a folder that cannot be made", async () => {
  const all = await examine(settings({ DATA_DIR: "/proc/data", KNOWLEDGE_DIR: "/nowhere" }));
  const waiting = all.flatMap(({ name, waitsFor }) => (waitsFor ? [`${name}: ${waitsFor}`] : []));
  expect(waiting).toEqual([
    "Warehouse: Data folder",
    "Sources: Data folder",
    "Store: Data folder",
    "Documents: Data folder",
  ]);
  expect(all.map(toText).join("")).toContain("the data folder must be mended first");
  const { length } = wordsOf(all, "failed").split("/nowhere");
  expect(length).toBe(2);
});

test("examine() says which file of a workspace is wrong", async () => {
  const broken = join(folder, "broken");
  await writeWorkspace(broken, "kiosk", { model: ["SUM(sales.amount)", "SUM(sales.amout)"] });
  const all = await examine(settings({ KNOWLEDGE_DIR: broken }), only("Workspaces"));
  expect(wordsOf(all, "failed")).toMatch(/semantic_model\.yaml.*amout/);
});

describe("examine() of Google's services", () => {
  test("asks each of them, and is content when they answer", async () => {
    await using google = await openGeminiStandIn();
    await using bigquery = await openBigqueryStandIn();
    const fields = ["sale_id", "sold_on", "product", "amount"].map((name) => ({
      name,
      type: name === "amount" ? "NUMERIC" : "STRING",
    }));
    await seedStandIn(bigquery.url, "bakery", [{ name: "sales", fields, rows: [] }]);
    const env = settings({
      GOOGLE_API_KEY: STAND_IN_KEY,
      GEMINI_BASE_URL: google.baseUrl,
      WAREHOUSE: "bigquery",
      STORE: "firestore",
      GOOGLE_CLOUD_PROJECT: "p",
      BIGQUERY_API_ENDPOINT: bigquery.url,
      FIRESTORE_EMULATOR_HOST: await emulatorHost(),
    });
    const all = await examine(env, only("Settings", "Warehouse", "Store", "Model"));
    expect(wordsOf(all, "failed")).toBe("");
    expect(wordsOf(all, "ok")).toMatch(/bakery: sales; a query took \d+ ms/);
    expect(wordsOf(all, "ok")).toMatch(/gemini-3\.5-flash-lite answered after/);
    expect(google.requests).toHaveLength(1);
  });

  test("names what is missing: the key, the dataset, the way there", async () => {
    await using google = await openGeminiStandIn();
    await using bigquery = await openBigqueryStandIn();
    const env = settings({
      GOOGLE_API_KEY: "AIzaSyWrongWrongWrongWrongWrong",
      GEMINI_BASE_URL: google.baseUrl,
      WAREHOUSE: "bigquery",
      GOOGLE_CLOUD_PROJECT: "p",
      BIGQUERY_API_ENDPOINT: bigquery.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
      LANGSMITH_TRACING: "true",
    });
    const all = await examine(env, only("Warehouse", "Model", "Tracing"));
    expect(wordsOf(all, "failed").split("\n")).toEqual([
      expect.stringMatching(/^bakery: .*does not exist.*npm run warehouse:load/),
      expect.stringMatching(/^Cannot use GOOGLE_API_KEY: Google says that it is not valid/),
      expect.stringMatching(/^LANGSMITH_TRACING is true, but there is no LANGSMITH_API_KEY/),
    ]);
    expect(wordsOf(all, "warning")).toContain("Nobody takes spans at http://127.0.0.1:9");
  });

  const wanted = { what: "It cannot be used", role: "Reader", make: "Make it" };
  test.each([
    [Object.assign(new Error("7 PERMISSION_DENIED: no"), { code: 7 }), "the role Reader"],
    [Object.assign(new Error("5 NOT_FOUND: no database"), { code: 5 }), "Make it"],
    [Object.assign(new Error("x"), { code: 403 }), "the role Reader"],
    [new Error("Could not load the default credentials. Browse to …"), "application-default login"],
    [Object.assign(new Error("14 UNAVAILABLE"), { code: 14 }), "Look at the network"],
  ])("explains %s", (cause, todo) => {
    const thrown = new Error("Cannot", { cause });
    expect(explainGoogle(thrown, wanted)).toMatchObject({ health: "failed" });
    expect(explainGoogle(thrown, wanted).todo).toContain(todo);
  });

  test("knows Firestore's word for a missing index", () => {
    const cause = Object.assign(new Error("9 FAILED_PRECONDITION: The query requires an index."), {
      code: 9,
    });
    expect(isMissingIndex(new Error("down", { cause }))).toBe(true);
    expect(isMissingIndex(new Error("down"))).toBe(false);
  });
});

test("examine() asks sources beside the warehouse, and shows no password of theirs", async () => {
  const env = settings({ CUSTOMER_DB_URL: "mysql://ada:hunter22@host/db" });
  const all = await examine(env, CHECKS);
  expect(wordsOf(all, "failed")).toMatch(/CUSTOMER_DB_URL: must be an address/);
  expect(JSON.stringify(all)).not.toContain("hunter22");
  const found = await examine(settings(), only("Sources"));
  expect(wordsOf(found, "ok")).toContain("no workspace has any beside its warehouse");
});

test("examine() tells a port that is taken by something else", async () => {
  const other = createServer((_, response) => response.end("hello"));
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as AddressInfo;
  const all = await examine(settings({ PORT: String(port) }), only("Port"));
  expect(wordsOf(all, "failed")).toContain(`${port} is in use by something else`);
  other.close();
});

test("examine() shows no secret, whatever throws or tells it", async () => {
  const name = fc.constantFrom("GOOGLE_API_KEY", "SOME_TOKEN", "DB_PASSWORD", "CLIENT_SECRET");
  const secret = fc.stringMatching(/^[A-Za-z0-9$.*+?^]{4,40}$/);
  await fc.assert(
    fc.asyncProperty(name, secret, fc.boolean(), async (setting, value, throws) => {
      const check = {
        name: "Leak",
        needs: "environment" as const,
        run: async () => {
          if (throws) throw new Error(`Refused: ${value}\nwith ${value}`);
          return [{ health: "failed" as const, words: `x${value}x`, todo: `Say ${value}` }];
        },
      };
      const all = await examine({ [setting]: value }, [check]);
      expect(JSON.stringify(all.map(({ findings }) => findings))).not.toContain(
        JSON.stringify(value).slice(1, -1),
      );
    }),
    { numRuns: 200 },
  );
});

test("examine() shows no secret of others: keys and passwords by their look", async () => {
  const secrets = ["AIzaSyA1234567890abcdefghijklmnopqrstuv", "hunter22", "lsv2_abcdefghijkl"];
  const [key, password, lang] = secrets;
  const check = {
    name: "Leak",
    needs: "environment" as const,
    run: async () => {
      throw new Error(`GET https://ada:${password}@db/?key=${key} with ${lang}`);
    },
  };
  const text = JSON.stringify(await examine({}, [check]));
  for (const secret of secrets) expect(text).not.toContain(secret);
});

